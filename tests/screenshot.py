"""Takes the pictures in docs/ and in the README of a fortnight that is played in the real page.

`make screenshot` runs it. The pictures are taken of the page itself, so they never show what is
not.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from playwright.sync_api import Browser, Page, expect

from bot.practice.show.folders import PREFIX
from bot.practice.show.rehearsal import shift_file
from tests import account_scenes
from tests import page as practice_page
from tests.account_scenes import picture
from tests.page import ROOT, Desk

DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
TITLE = "Rewrite the refund mail"
LATE = "Deliveries to the north are three days late"
FEE = "Raise the service fee by 4 % in January"
ANSWERS = (
    ("victor", "No change", {"why": "4 % is below inflation"}),
    ("priya", "I don't know yet", {
        "why": "Some contracts cap the fee", "task": "Count the caps", "owner": "U0LEE",
        "day": "",
    }),
    ("nora", "Worse", {
        "why": "Small cafés pay more and get nothing new", "tiers": "All other customers",
        "task": "Old fee until renewal",
        "owner": "U0GRACE", "day": "",
    }),
)  # fmt: skip
"""Who answers what to a decision, and with which words; people by their Slack id."""
LAPSE_MS = 120_000
REMINDERS = 6
"""So many subjects stand before the reminders in the house rules."""
UNANSWERED = (
    ("Refund sent to an old account", "Harbor Hotels", "Billing"),
    ("Dunning letter for a paid invoice", "Acme", "Billing"),
    ("Discount from the contract is missing", "Harbor Hotels", "Billing"),
    ("Pallet left in the rain", "Acme", "Logistics"),
    ("Delivery came without papers", "Harbor Hotels", "Logistics"),
    ("Driver would not wait at the dock", "Acme", "Logistics"),
    ("Wrong crates for the third time", "Harbor Hotels", "Logistics"),
    ("Nobody called back on Monday", "Acme", "Support"),
    ("Ticket closed without an answer", "Harbor Hotels", "Support"),
    ("The display freezes after an update", "Acme", "Product"),
    ("Export loses the last column", "Harbor Hotels", "Product"),
    ("Two offers with two prices", "Acme", "Sales"),
    ("A delivery was promised for Sunday", "Harbor Hotels", "Sales"),
)
"""Thirteen issues of key accounts that nobody answers: with one that is there already they climb
to the CCO on one day."""


def take_all(browser: Browser, address: str) -> None:
    """Play a fortnight and write every picture."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800},
        color_scheme="light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    desk = Desk(page, address)
    for scene in (
        a_promise_is_taken,
        the_whole_story,
        a_loop_is_walked,
        a_decision_is_asked_about,
        of_accounts,
        fourteen_climb,
        what_executives_read,
        homes,
        other_rules_are_tried,
    ):
        scene(desk)
    the_room(page)


def a_promise_is_taken(desk: Desk) -> None:
    """The picture in the README."""
    page = desk.page
    desk.goes("omar", "billing")
    page.get_by_test_id("welcome-close").click()
    desk.types("/cx task Rewrite the refund mail to @sara by friday for Acme because they wait")
    expect(desk.card(TITLE)).to_have_count(1)
    desk.goes("sara", "@duly")
    desk.card(TITLE).locator('[data-action-id="item.take"]').click()
    expect(desk.card(TITLE)).to_contain_text("taken")
    desk.goes("sara", "billing")
    desk.types("On it. You will have it on Friday.")
    desk.goes("omar", "billing")
    expect(desk.card(TITLE)).to_contain_text("took it")
    page.get_by_test_id("composer").press_sequentially("/cx list Acme")
    picture(page, DOCS / "practice.png")


def the_whole_story(desk: Desk) -> None:
    """What `/cx T-12` shows its owner, once something has happened to it."""
    desk.goes("sara", "billing")
    found = re.search(r"T-\d+", desk.card(TITLE).inner_text())
    assert found is not None
    desk.types(f"/cx note {found[0]} Legal agrees with the new words")
    expect(desk.messages.last).to_contain_text("Added to")
    desk.types(f"/cx date {found[0]} in 2 weeks because legal reads it first")
    expect(desk.card(TITLE)).to_contain_text("legal reads it first")
    desk.types(f"/cx {found[0]}")
    expect(desk.page.get_by_test_id("view")).to_contain_text("What happened")
    picture(desk.page, PICTURES / "story.png")
    desk.page.keyboard.press("Escape")


def a_loop_is_walked(desk: Desk) -> None:
    """An issue on its way: its card and its story, the draft, and who hears of it first."""
    desk.goes("grace", "support")
    desk.types(f"/cx issue {LATE} for Acme in Logistics sev 2, they felt let down")
    expect(desk.messages.last).to_contain_text("Noted")
    found = re.search(r"I-\d+", desk.messages.last.inner_text())
    assert found is not None
    desk.types(f"/cx concerns {found[0]} key accounts, Globex")
    expect(desk.messages.last).to_contain_text("before they notice")
    desk.types(f"/cx concerns {found[0]}")
    _view(desk, "Told first", "first.png")
    desk.goes("tom", "logistics")
    desk.types(f"/cx take {found[0]} by friday")
    expect(desk.card(LATE)).to_contain_text("told by")
    picture(desk.page, PICTURES / "loop.png")
    desk.types(f"/cx {found[0]}")
    _view(desk, "What happened", "loop-story.png")
    desk.goes("grace", "support")
    desk.types(f"/cx draft {found[0]}")
    _view(desk, "Say sorry", "draft.png")
    desk.types("/cx customer Acme")
    _view(desk, "What they heard", "customer.png")


def _view(desk: Desk, says: str, name: str) -> None:
    """The picture of the open view, which says this; it is closed then."""
    expect(desk.page.get_by_test_id("view")).to_contain_text(says)
    picture(desk.page, PICTURES / name)
    desk.closes_forms()


def a_decision_is_asked_about(desk: Desk) -> None:
    """The card of a decision with the answers of three."""
    desk.goes("nora", "executives")
    desk.types(f"/cx impact {FEE} by in 2 weeks")
    expect(desk.card(FEE)).to_contain_text("pricing")
    in_a_week = datetime.now(UTC).date() + timedelta(days=7)
    for person, label, said in ANSWERS:
        desk.goes(person, "executives")
        desk.card(FEE).get_by_role("button", name=label, exact=True).click()
        for name, value in said.items():
            field = desk.field(name)
            if name == "tiers":
                desk.page.get_by_test_id("view").get_by_label(value).check()
            elif name == "owner":
                field.select_option(value)
            else:
                field.fill(in_a_week.isoformat() if name == "day" else value)
        desk.sends_form()
        expect(desk.card(FEE)).to_contain_text(said["why"])
    desk.goes("nora", "executives")
    desk.card(FEE).evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, PICTURES / "decision.png")


def what_executives_read(desk: Desk) -> None:
    """Their digest, and the scorecard of a department."""
    desk.goes("omar", "executives")
    desk.types("/cx digest now")
    digest = desk.messages.filter(has_text="only you can decide").last
    expect(digest).to_be_visible()
    digest.evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, PICTURES / "digest.png")
    desk.goes("omar", "general")
    desk.types("/cx score Billing")
    expect(desk.messages.last).to_contain_text("Kept on the")
    desk.messages.last.evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, PICTURES / "scorecard.png")


def the_room(page: Page) -> None:
    """The first page of the customer room pack of the month, as a browser shows it."""
    folder = max(Path(gettempdir()).glob(f"{PREFIX}*"), key=lambda each: each.stat().st_mtime)
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'duly.sqlite3'}",
        "DULY_CLOCK_SHIFT_FILE": str(shift_file(folder)),
    }
    with TemporaryDirectory() as name:
        file = Path(name) / "room.html"
        command = [sys.executable, "-m", "bot", "room", "--out", str(file)]
        subprocess.run(command, env=os.environ | settings, check=True, cwd=ROOT)
        page.goto(file.as_uri())
        picture(page, PICTURES / "room.png")


def fourteen_climb(desk: Desk) -> None:
    """The message of the day that the CCO reads after two weeks in which nobody answered."""
    desk.goes("omar", "general")
    for title, customer, department in UNANSWERED:
        desk.types(f"/cx issue {title} for {customer} in {department} sev 2")
        expect(desk.messages.last).to_contain_text(title)
    for _ in range(2):
        _passes(desk, "forward-week")
    _passes(desk, "forward-hour")
    desk.goes("omar", "@duly")
    bundle = desk.messages.filter(has_text=re.compile(r"1\d things need you")).last
    expect(bundle).to_be_visible()
    bundle.evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, PICTURES / "bundle.png")


def of_accounts(desk: Desk) -> None:
    """The customers' side: who left, the page of a key account, outcomes, and nine areas."""
    for scene in (
        account_scenes.customers_grow_and_leave,
        account_scenes.outcomes_are_followed,
        account_scenes.a_department_looks_at_itself,
    ):
        scene(desk, PICTURES)


def homes(desk: Desk) -> None:
    """Home as an owner, a lead, an executive and the CCO see it."""
    for role, person in (("owner", "sara"), ("lead", "maria"), ("executive", "nora"),
                         ("cco", "omar")):  # fmt: skip
        desk.goes(person, "home")
        expect(desk.page.get_by_role("button", name="Give a task").first).to_be_visible()
        picture(desk.page, PICTURES / f"home-{role}.png")


def other_rules_are_tried(desk: Desk) -> None:
    """What other rules would have brought people, before they count."""
    desk.goes("omar", "general")
    desk.types("/cx policy")
    view = desk.page.get_by_test_id("view")
    view.get_by_role("button", name="Change…").nth(REMINDERS).click()
    desk.field("fractions").fill("1, 2, 3, 4, 5")
    desk.sends_form()
    expect(view).to_contain_text("would have brought")
    picture(desk.page, PICTURES / "rules.png")


def _passes(desk: Desk, button: str) -> None:
    clock = desk.page.get_by_test_id("clock")
    desk.page.get_by_test_id(button).click()
    expect(clock).to_have_attribute("data-running", "true")
    expect(clock).to_have_attribute("data-running", "false", timeout=LAPSE_MS)


def main() -> None:
    """Start everything, take the pictures and say where they are."""
    program = practice_page.find_chromium()
    if program is None:
        sys.exit(practice_page.NO_CHROMIUM)
    PICTURES.mkdir(exist_ok=True)
    with practice_page.practice() as address, practice_page.chromium(program) as browser:
        take_all(browser, address)


if __name__ == "__main__":
    main()
