"""What the pictures of the customers' side are taken of: accounts, outcomes and nine areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.page import Desk


@dataclass(frozen=True)
class Noticed:
    """What customers will notice by the end of a quarter, and how it stands."""

    notice: str
    counted_as: str
    was: str
    now: str
    goal: str
    owner: str
    line: str


OUTCOMES = (
    Noticed(
        "An invoice is right the first time", "Corrected invoices of 1,000", "31", "24", "12",
        "maria", "The new template helps",
    ),
    Noticed(
        "Every complaint is heard in a day", "Issues answered in a day", "58 %", "81 %", "90 %",
        "grace", "Two of us read them each morning",
    ),
)  # fmt: skip
LOW = "I explain the same invoice every month."
SENTENCES = {
    "maria": (2, 2, 1, 3, 2, 3, 3, 4, 3),
    "sara": (2, 2, 1, 3, 2, 3, 3, 4, 3),
    "lee": (2, 3, 1, 3, 2, 2, 3, 3, 2),
}
"""Which of the four sentences each rater chooses, area by area."""
EVIDENCE = {4: "https://brightwater.example/score", 7: "https://brightwater.example/letters",
            9: "T-1"}  # fmt: skip
"""What shows it, by the number of the area."""


def picture(page: Page, path: Path) -> None:
    """What the page shows now, as a file."""
    page.mouse.move(0, 0)
    page.screenshot(path=str(path))
    print(path)


def customers_grow_and_leave(desk: Desk, folder: Path) -> None:
    """A low score, a loss, who came and who left, and the page of a key account."""
    today = datetime.now(UTC).date()
    desk.goes("omar", "general")
    desk.types("/cx setup customer Acme")
    _filled(desk, account_lead="U0WEI")
    _sent(desk, "Acme")
    desk.goes("wei", "sales")
    desk.types("/cx voices")
    _answered(desk, "Add an answer…")
    _filled(desk, customer="Acme", person="Ines Vogt", said=LOW, score="3")
    desk.field("came").select_option(label="On a call")
    desk.field("scale").select_option(label="Would they recommend us? 0 to 10")
    _sent(desk, "3 of 10")
    desk.types("/cx lost Lumen Studios they said “Somebody else is cheaper”")
    a_month_ago = today.replace(day=1) - timedelta(days=1)
    _filled(desk, day=a_month_ago.isoformat())
    desk.field("stated").select_option("price")
    _sent(desk, "L-1")
    desk.goes("omar", "executives")
    desk.types("/cx growth")
    expect(desk.messages.last).to_contain_text("won")
    desk.messages.last.evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, folder / "growth.png")
    desk.types("/cx customer Acme")
    expect(_view(desk)).to_contain_text("They decide")
    picture(desk.page, folder / "account.png")
    desk.closes_forms()


def outcomes_are_followed(desk: Desk, folder: Path) -> None:
    """What customers will notice, with numbers and what its owners say of them."""
    today = datetime.now(UTC).date().isoformat()
    for number, outcome in enumerate(OUTCOMES, 1):
        desk.goes("omar", "general")
        desk.types("/cx roadmap")
        _answered(desk, "Write an outcome…")
        _filled(
            desk, notice=outcome.notice, counted_as=outcome.counted_as, baseline=outcome.was,
            baseline_on=today, target=outcome.goal, owner=f"U0{outcome.owner.upper()}",
        )  # fmt: skip
        _sent(desk, f"O-{number}")
        desk.goes(outcome.owner, "@duly")
        desk.types(f"/cx O-{number}")
        _opens(desk, "Take it")
        expect(_view(desk)).to_contain_text(f"You answer for O-{number}")
        desk.closes_forms()
        desk.types(f"/cx O-{number}")
        _opens(desk, "Give the number…")
        _filled(desk, number=outcome.now, line=outcome.line, day=today)
        desk.field("course").select_option(label="On course")
        _sent(desk, outcome.now)
    desk.goes("nora", "executives")
    desk.types("/cx roadmap")
    expect(desk.messages.last).to_contain_text(OUTCOMES[0].notice)
    desk.messages.last.evaluate("each => each.scrollIntoView({block: 'start'})")
    picture(desk.page, folder / "roadmap.png")


def a_department_looks_at_itself(desk: Desk, folder: Path) -> None:
    """Nine areas of a department, answered by three of it."""
    desk.goes("omar", "general")
    desk.types("/cx assess Billing")
    _opens(desk, "Begin…")
    until = datetime.now(UTC).date() + timedelta(days=10)
    desk.field("until").fill(until.isoformat())
    _sent(desk, "Billing looks at itself")
    for who, chosen in SENTENCES.items():
        desk.goes(who, "billing")
        desk.types("/cx assess")
        for number, sentence in enumerate(chosen, 1):
            expect(_view(desk)).to_contain_text(f"{number} of {len(chosen)}")
            _choice(desk, "sentence", sentence)
            desk.field("evidence").fill(EVIDENCE.get(number, ""))
            desk.sends_form()
        expect(_view(desk)).not_to_contain_text(f"{len(chosen)} of {len(chosen)}")
        desk.closes_forms()
    desk.goes("omar", "general")
    desk.types("/cx assess Billing")
    expect(_view(desk)).to_contain_text("nine areas")
    picture(desk.page, folder / "assessment.png")
    desk.closes_forms()


def _view(desk: Desk) -> Locator:
    return desk.page.get_by_test_id("view")


def _answered(desk: Desk, button: str) -> None:
    """Press a button of what was answered in the channel, which opens a form."""
    desk.messages.last.get_by_role("button", name=button).click()
    _view(desk).wait_for()


def _opens(desk: Desk, button: str) -> None:
    """Press a button of the open view, which opens another on top of it."""
    shown = _view(desk).get_attribute("data-view-id")
    _view(desk).get_by_role("button", name=button).first.click()
    expect(desk.page.locator(f'[data-view-id="{shown}"]')).to_have_count(0)


def _filled(desk: Desk, **said: str) -> None:
    """Fill in fields by their names: words, days, people and rows."""
    for name, value in said.items():
        field = desk.field(name).first
        kind = field.evaluate("each => each.tagName")
        if kind != "SELECT":
            field.fill(value)
        elif value.startswith("U0"):
            field.select_option(value)
        else:
            field.select_option(label=value)


def _choice(desk: Desk, name: str, number: int) -> None:
    """Choose the option with this number."""
    desk.field(name).select_option(str(number))


def _sent(desk: Desk, says: str) -> None:
    """Send the open form, and close what it answers; the next text would go nowhere."""
    desk.sends_form()
    expect(_view(desk)).to_contain_text(says)
    desk.closes_forms()
