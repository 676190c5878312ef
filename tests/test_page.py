"""The practice page in a real browser: people click and type, and see what Duly answers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, expect

from tests import page as practice_page
from tests.page import Desk
from tests.practice import connected, form, text_input, words

pytestmark = pytest.mark.browser

ANSWER_MS = 10_000
LAPSE_MS = 45_000
LONGEST_REST_DAYS = 5
WHOLE = 0.99  # in sight but for part of a pixel, which rounding may take
BERLIN, HOLIDAYS = ZoneInfo("Europe/Berlin"), holidays.country_holidays("DE")
WEEKEND = (5, 6)
CUSTOMERS = ("Acme", "Café Nord", "Corner Café", "Globex")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = practice_page.find_chromium()
    if program is None:
        pytest.skip(practice_page.NO_CHROMIUM)
    expect.set_options(timeout=ANSWER_MS)
    with practice_page.chromium(program) as started:
        yield started


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    with practice_page.practice() as served:
        yield served


class Watch:
    """Everything that must never happen on the page, as it happened."""

    def __init__(self, page: Page, address: str) -> None:
        self.seen: list[str] = []
        self._ours = (address, address.replace("http:", "ws:"), "data:")
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("dialog", self._asked)
        page.on("request", lambda request: self._went(request.url))
        page.on("websocket", lambda socket: self._went(socket.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console: {message.text}")

    def _asked(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _went(self, url: str) -> None:
        if not url.startswith(self._ours):
            self.seen.append(f"request: {url}")


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Desk]:
    """A fresh browser window; the page may neither fail nor talk to anybody else."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page.set_default_timeout(ANSWER_MS)
    watch = Watch(page, address)
    desk = Desk(page, address)
    yield desk
    desk.closes_forms()
    page.close()
    assert watch.seen == []


def now(desk: Desk) -> datetime:
    said = desk.page.get_by_test_id("clock").get_attribute("data-now")
    assert said is not None
    return datetime.fromisoformat(said)


def passes(desk: Desk, button: str) -> None:
    clock = desk.page.get_by_test_id("clock")
    desk.page.get_by_test_id(button).click()
    expect(clock).to_have_attribute("data-running", "true")
    expect(clock).to_have_attribute("data-running", "false", timeout=LAPSE_MS)


def rests(moment: datetime) -> bool:
    """Whether the sample company rests on this day, when nobody is reminded or told of a fault."""
    day = moment.astimezone(BERLIN).date()
    return day.weekday() in WEEKEND or day in HOLIDAYS


def goes_to_work(desk: Desk) -> None:
    """Let time pass to the next working morning, if today is none, whenever this test runs."""
    for _ in range(LONGEST_REST_DAYS):
        if not rests(now(desk)):
            return
        passes(desk, "forward-morning")


def test_a_task_is_given_in_a_channel_and_taken_with_one_click(desk: Desk) -> None:
    page, title = desk.page, "Rewrite the refund mail"
    desk.goes("omar", "billing")
    desk.types("/cx task Rewrite the refund mail to @sara by friday for Acme")
    noted = desk.messages.filter(has_text=f"{title} — @Sara Novak").last
    expect(noted).to_contain_text("Noted: T-")
    expect(noted).to_contain_text("Only you can see this")
    # The card for newcomers is still open, and the answer is in sight nevertheless.
    expect(page.get_by_test_id("welcome")).to_be_visible()
    expect(noted).to_be_in_viewport(ratio=WHOLE)
    card = desk.card(title)
    expect(card).to_contain_text("waiting for an answer")
    expect(card).to_be_in_viewport(ratio=WHOLE)

    desk.becomes("sara")
    expect(page.get_by_test_id("dm-duly")).to_have_attribute("data-unread", "1")
    page.get_by_test_id("dm-duly").click()
    expect(page.get_by_test_id("dm-duly")).to_have_attribute("data-unread", "0")
    expect(page.locator(".unread-line")).to_have_count(1)
    asked = desk.card(title)
    ts = asked.get_attribute("data-ts")
    asked.locator('[data-action-id="item.take"]').click()
    expect(asked).to_contain_text("· taken ·")
    expect(asked).to_contain_text("It is yours, by ")
    assert asked.get_attribute("data-ts") == ts

    desk.becomes("omar")
    page.get_by_test_id("channel-billing").click()
    expect(card).to_contain_text("@Sara Novak took it")
    expect(noted).to_have_count(1)
    number = re.search(r"T-\d+", card.inner_text())
    assert number
    desk.goes("omar", "@duly")
    became = desk.messages.filter(has_text=f"{number[0]} {title}")
    expect(became).to_contain_text("@Sara Novak took it, by ")

    desk.goes("sara", "billing")
    desk.types(f"/cx help {number[0]} a second reader")
    expect(desk.messages.filter(has_text="I have asked @Maria Costa")).to_have_count(1)
    desk.goes("maria", "@duly")
    wanted = desk.messages.filter(has_text="a second reader")
    wanted.locator('[data-action-id="item.join"]').click()
    expect(page.get_by_test_id("view")).to_contain_text("You help @Sara Novak")
    page.get_by_test_id("view-close").click()
    expect(wanted).to_contain_text("@Maria Costa helps.")
    expect(wanted.locator('[data-action-id="item.join"]')).to_have_count(0)


def test_a_form_says_what_is_wrong_below_its_field_and_takes_the_correction(desk: Desk) -> None:
    title, reason = "Explain the new invoice layout", "Legal wants to read it first"
    desk.goes("omar", "billing")
    desk.types("/cx task Explain the new invoice layout to @sara by friday")
    expect(desk.card(title)).to_have_count(1)
    desk.goes("sara", "@duly")
    desk.card(title).locator('[data-action-id="item.date"]').click()

    desk.field("date").fill("")
    desk.sends_form()
    expect(desk.error("date")).to_have_text("This is needed.")
    expect(desk.field("date")).to_be_focused()

    desk.field("date").fill((now(desk) - timedelta(days=10)).date().isoformat())
    desk.field("reason").fill(reason)
    desk.sends_form()
    expect(desk.error("date")).to_contain_text("is in the past")
    expect(desk.error("reason")).to_be_hidden()
    expect(desk.field("reason")).to_have_value(reason)

    desk.field("date").fill((now(desk) + timedelta(days=10)).date().isoformat())
    desk.sends_form()
    expect(desk.page.get_by_test_id("view")).to_have_count(0)
    expect(desk.card(title)).to_contain_text("· taken ·")
    desk.goes("omar", "billing")
    expect(desk.card(title)).to_contain_text("@Sara Novak moved it to")
    expect(desk.card(title)).to_contain_text(f"“{reason}”")


def test_hostile_words_stay_words(desk: Desk) -> None:
    title = "<!channel> <script>alert(1)</script> *x* <img src=x onerror=alert(2)>"
    desk.goes("omar", "billing")
    desk.types(f"/cx task {title} to @lee by friday")
    card = desk.card(title)
    expect(card).to_have_count(1)
    noted = desk.messages.filter(has_text="Noted:").filter(has_text="<!channel>")
    expect(noted).to_contain_text("<script>alert(1)</script>")
    for place in (card, noted):
        expect(place.locator("script, img, .mention-all")).to_have_count(0)
        expect(place.locator("strong").filter(has_text=re.compile("^x$"))).to_have_count(0)
    desk.goes("lee", "home")
    line = desk.page.locator("#home").get_by_text("<script>alert(1)</script>")
    expect(line.first).to_be_visible()
    expect(desk.page.locator("#home :is(script, img, .mention-all)")).to_have_count(0)


def test_the_whole_story_is_read_and_acted_on_in_one_place(desk: Desk) -> None:
    """A promise is kept, noted upon and opened again, and the story shows each at once."""
    title = "Count the letters that come back"
    desk.goes("omar", "billing")
    desk.types(f"/cx task {title} to @sara by friday for Acme because they wait")
    card = desk.card(title)
    expect(card).to_have_count(1)
    found = re.search(r"T-\d+", card.inner_text())
    assert found is not None
    desk.goes("sara", "billing")
    desk.types(f"/cx {found[0]}")
    view = desk.page.get_by_test_id("view").last
    expect(view).to_contain_text("“they wait”")
    view.locator('[data-action-id="item.take"]').click()
    expect(view).to_contain_text("· taken ·")
    view.locator('[data-action-id="item.done"]').click()
    expect(view).to_contain_text("· done ·")
    view.locator('[data-action-id="item.note"]').click()
    desk.field("words").fill("<!here> *nine* came back")
    desk.sends_form()
    expect(view).to_contain_text("<!here> ∗nine∗ came back")
    view.locator('[data-action-id="item.reopen"]').click()
    desk.field("reason").fill("Two more came today")
    desk.sends_form()
    expect(view).to_contain_text("reopened it, for ")
    expect(view).to_contain_text("waiting for an answer")
    view.locator('[data-action-id="story.undo"]').click()
    expect(view).to_contain_text("undid that: it is closed")
    expect(card).to_contain_text("· done")


def test_who_may_see_a_thing_is_said_chosen_and_changed(desk: Desk) -> None:
    title = "Count what Jana was promised"
    desk.goes("omar", "billing")
    desk.types(f"/cx task {title} to @sara by friday privately")
    noted = desk.messages.filter(has_text=title).last
    expect(noted).to_contain_text("Private: only you, Sara and Maria see it.")
    expect(desk.card(title)).to_have_count(0)
    noted.get_by_role("button", name="Who may see it…").click()
    expect(desk.field("audience")).to_have_value("private")
    desk.field("audience").select_option("department")
    desk.sends_form()
    expect(desk.page.get_by_test_id("view")).to_contain_text("everybody here may see it now.")
    desk.page.get_by_test_id("view-close").click()
    expect(desk.page.get_by_test_id("view")).to_have_count(0)
    card = desk.card(title)
    expect(card).to_have_count(1)
    found = re.search(r"T-\d+", card.inner_text())
    assert found is not None
    desk.types(f"/cx private {found[0]}")
    expect(desk.messages.filter(has_text=f"{found[0]} is private now.")).to_have_count(1)
    expect(card).to_have_count(0)


def test_a_list_is_searched_filtered_and_answered_in_place(desk: Desk) -> None:
    page, title = desk.page, "Return the borrowed zeppelin"
    desk.goes("omar", "billing")
    desk.types(f"/cx task {title} to @sara by friday for Acme")
    desk.types("/cx search zeppelins")
    found = desk.messages.filter(has_text="One thing found for “zeppelins”")
    expect(found).to_contain_text(title)
    found.locator('[data-action-id="list.all"]').click()
    view = page.get_by_test_id("view").last
    expect(view).to_contain_text(title)
    view.locator(".overflow").first.click()
    page.get_by_text("No, because…").last.click()
    desk.field("reason").fill("It was found")
    desk.sends_form()
    expect(view).to_contain_text("✓ ")
    expect(view).to_contain_text("“It was found”")
    desk.field("words").fill("zeppel")
    desk.sends_form()
    expect(view).to_contain_text("One thing found for “zeppel”")
    expect(view).not_to_contain_text("✓ ")
    view.locator('[data-action-id="list.which"]').select_option(label="Late")
    expect(view).to_contain_text("Nothing found for “zeppel”")


def test_home_is_drawn_for_each_person_and_opens_forms(desk: Desk) -> None:
    desk.goes("omar", "home")
    home = desk.page.locator("#home")
    expect(home.get_by_role("heading", name="Whose is it?")).to_be_visible()
    expect(home.get_by_role("button", name="Set up…")).to_be_visible()
    desk.becomes("maria")
    expect(home.get_by_role("heading", name="Billing, who carries what")).to_be_visible()
    expect(home.get_by_role("button", name="Set up…")).to_have_count(0)
    home.get_by_role("button", name="Give a task…").click()
    expect(desk.page.get_by_test_id("view")).to_contain_text("What will be done?")
    desk.page.get_by_test_id("view-close").click()
    expect(desk.page.get_by_test_id("view")).to_have_count(0)


def test_somebody_goes_away_sees_what_falls_due_and_is_back_again(desk: Desk) -> None:
    title = "Ring the school about the letters"
    desk.goes("omar", "sales")
    desk.types(f"/cx task {title} to @ben in 3 days")
    expect(desk.card(title)).to_have_count(1)
    desk.goes("ben", "home")
    home, view = desk.page.locator("#home"), desk.page.get_by_test_id("view")
    home.get_by_role("button", name="I'm away…").click()
    expect(view).to_contain_text("Who stands in?")
    desk.field("until").fill((now(desk) + timedelta(days=12)).date().isoformat())
    desk.sends_form()
    expect(view).to_contain_text("due meanwhile")
    expect(view).to_contain_text(title)
    desk.sends_form()
    expect(view).to_contain_text("You are away until")
    desk.page.get_by_test_id("view-close").click()
    desk.goes("wei", "home")
    expect(home).to_contain_text(title)
    expect(home).to_contain_text("in place of")
    desk.goes("ben", "home")
    expect(home).to_contain_text("stands in and has")
    home.get_by_role("button", name="I'm back").click()
    expect(view).to_contain_text("Noted: you are back.")


def test_the_card_for_newcomers_leads_to_the_first_steps_and_stays_away_when_closed(
    desk: Desk,
) -> None:
    page = desk.page
    desk.goes("maria", "home")
    page.get_by_test_id("try-give").click()
    expect(page.get_by_test_id("composer")).to_have_value(
        "/cx task Rewrite the refund mail to @sara by friday for Acme"
    )
    page.get_by_test_id("try-answer").click()
    page.locator('body[data-as="sara"][data-place="@duly"]').wait_for()
    page.get_by_test_id("welcome-close").click()
    page.reload()
    page.locator('body[data-as="sara"]').wait_for()
    expect(page.get_by_test_id("welcome")).to_be_hidden()


def test_a_day_passes_at_the_press_of_a_button_and_reminders_arrive(desk: Desk) -> None:
    desk.goes("maria", "@duly")
    began = now(desk)
    bundle = desk.messages.filter(has_text=re.compile(r"things? waits? for your answer"))
    expect(bundle).to_have_count(0)
    for _ in range(LONGEST_REST_DAYS):
        passes(desk, "forward-day")
        if not rests(now(desk)):
            break
    expect(bundle.last).to_be_in_viewport()
    expect(bundle.last.locator('[data-action-id="item.take"]').first).to_be_visible()
    assert now(desk) - began >= timedelta(days=1)


def test_the_cco_decides_what_has_climbed_by_whom_to_talk_to(desk: Desk) -> None:
    page = desk.page
    desk.goes("omar", "@duly")
    met = desk.messages.filter(has_text=re.compile(r"people to talk to"))
    for _ in range(LONGEST_REST_DAYS + 3):
        if met.count():
            break
        passes(desk, "forward-day")
    # Its headline counts the people who are left, so it is found again by its time.
    bundle = page.locator(f'[data-ts="{met.last.get_attribute("data-ts")}"]')
    bundle.locator('[data-action-id="bundle.decide"]').first.click()
    view = page.get_by_test_id("view")
    expect(view).to_contain_text("Decide")
    view.locator('[data-action-id="item.date"]').first.click()
    desk.field("date").fill("2027-02-01")
    desk.field("reason").fill("legal reads it first")
    desk.sends_form()
    expect(view).to_contain_text("✓")
    page.keyboard.press("Escape")
    expect(bundle).to_contain_text("✓")
    talk = bundle.locator('[data-action-id="bundle.talk"]').first
    talk.click()
    expect(page.get_by_test_id("view")).to_contain_text("would like to talk about")
    page.keyboard.press("Escape")
    expect(bundle).to_contain_text("I ask again on")


def test_executives_answer_the_weekly_question_with_answers_that_fit_it(desk: Desk) -> None:
    page = desk.page
    desk.goes("nora", "executives")
    desk.types("/cx prompt now")
    asked = desk.messages.filter(has_text=re.compile(r"E-1 · a question for"))
    expect(asked).to_contain_text("Who calls Acme before it renews on Mon 1 Mar?")
    answers = asked.locator('[data-action-id^="inquiry."]')
    expect(answers).to_have_text(
        ["I'll call them…", "Somebody else calls…", "Nobody needs to, because…",
         "Ask somebody else…"]
    )  # fmt: skip
    asked.locator('[data-action-id="inquiry.passed"]').click()
    expect(page.get_by_test_id("view")).to_contain_text("E-1")
    desk.closes_forms()
    asked.locator('[data-action-id="inquiry.because"]').click()
    desk.field("words").fill("Wei sees them on Thursday")
    desk.sends_form()
    expect(asked).to_contain_text("“Wei sees them on Thursday”")
    expect(answers).to_have_count(0)


def test_the_cco_sees_what_is_stuck_mends_it_and_sends_it_again(desk: Desk) -> None:
    page, title = desk.page, "Send the contract again"
    desk.goes("omar", "sales")
    goes_to_work(desk)
    desk.types("/remove @Duly")
    expect(page.get_by_text("Duly is not in this channel")).to_be_visible()
    desk.types("/cx task Send the contract again to @ben by friday for Globex")
    expect(desk.messages.filter(has_text="Noted: T-").last).to_be_visible()
    desk.goes("omar", "@duly")
    told = desk.messages.filter(has_text="Send the contract again did not reach #sales")
    expect(told).to_contain_text("/invite @Duly")
    desk.goes("omar", "sales")
    desk.types("/invite @Duly")
    expect(page.get_by_text("Duly is in this channel")).to_be_visible()
    desk.types("/cx stuck")
    stuck = desk.messages.filter(has_text="What is stuck").last
    expect(stuck).to_contain_text("One message for #sales")
    stuck.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("dialog")).to_contain_text("on the way again")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(desk.card(title)).to_have_count(1)
    desk.types("/cx stuck")
    expect(desk.messages.last).to_contain_text("Nothing is stuck.")


def test_on_a_phone_everything_is_in_sight_and_the_places_are_in_a_drawer(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="en-GB")
    page.set_default_timeout(ANSWER_MS)
    desk, sidebar = Desk(page, address), page.locator("#sidebar")
    desk.goes("omar", "billing")
    desk.types("/cx task Send the invoice as a PDF to @sara in 2 weeks for Acme")
    card = desk.card("Send the invoice as a PDF")
    expect(card).to_have_count(1)
    # The answer beside it is longer on some days than on others, and may be what is in sight.
    card.get_by_role("button", name="Not mine…").scroll_into_view_if_needed()
    for part in (card.get_by_role("heading"), card.get_by_role("button", name="Not mine…")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=WHOLE)
    expect(sidebar).to_be_hidden()
    for testid in ("forward-hour", "forward-week", "send", "jump"):
        expect(page.get_by_test_id(testid)).to_be_in_viewport(ratio=WHOLE)
    page.get_by_test_id("menu").click()
    desk.becomes("sara")
    expect(sidebar).to_be_hidden()
    page.get_by_test_id("menu").click()
    page.get_by_test_id("dm-duly").click()
    asked = desk.card("Send the invoice as a PDF")
    expect(sidebar).to_be_hidden()
    asked.get_by_role("button", name="Not mine…").click()
    expect(page.get_by_test_id("view-submit")).to_be_in_viewport(ratio=WHOLE)
    for place in ("document.documentElement", "document.querySelector('.view-body')"):
        assert page.evaluate(f"{place}.scrollWidth <= {place}.clientWidth"), place
    page.close()


def test_digits_and_spaces_are_letters_of_a_text_font_and_emoji_are_in_colour(desk: Desk) -> None:
    """On a machine that has an emoji font: there digits came from it, wide apart."""
    fonts = subprocess.run(["fc-list", ":color=true"], capture_output=True, text=True, check=False)
    if not fonts.stdout:
        pytest.skip("There is no emoji font here: apt-get install fonts-noto-color-emoji.")
    desk.goes("omar", "general")
    desk.types("10 # 2026 🎉")
    words = desk.messages.last.locator(".message-text, .message-main p, .text").last
    expect(words).to_contain_text("2026")
    assert fonts_of(desk.page, words) == {"text": 10, "emoji": 1}


def fonts_of(page: Page, words: Locator) -> dict[str, int]:
    """How many signs of a paragraph come from text fonts, and how many from emoji fonts."""
    words.evaluate("node => node.id = 'looked-at'")
    chromium = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        chromium.send(f"{domain}.enable")
    root = chromium.send("DOM.getDocument")["root"]["nodeId"]
    found = chromium.send("DOM.querySelector", {"nodeId": root, "selector": "#looked-at"})
    used = chromium.send("CSS.getPlatformFontsForNode", found)["fonts"]
    counts = {"text": 0, "emoji": 0}
    for font in used:
        kind = "emoji" if "emoji" in font["familyName"].lower() else "text"
        counts[kind] += font["glyphCount"]
    return counts


def test_the_open_place_is_as_readable_for_whoever_is_no_member(desk: Desk) -> None:
    shown = "getComputedStyle(document.querySelector('.place.current')).color"
    colours = []
    for person in ("sara", "diego"):
        desk.goes(person, "billing")
        expect(desk.page.locator(".place.current")).to_contain_text("billing")
        colours.append(desk.page.evaluate(shown))
    assert colours[0] == colours[1]


def test_a_menu_of_channels_offers_no_people(desk: Desk) -> None:
    desk.goes("omar", "billing")
    desk.types("/cx setup")
    menu = desk.field("channel")
    expect(menu.locator("option", has_text="#executives")).to_have_count(1)
    expect(menu.locator("option", has_text="Sara")).to_have_count(0)


def test_a_long_list_is_searched_as_one_types(browser: Browser) -> None:
    """Over Socket Mode, with an app that knows four customers and how to find them."""
    options = {name: {"text": words(name), "value": name.lower()} for name in CUSTOMERS}

    def answer(_kind: str, payload: dict[str, Any]) -> object:
        if payload.get("type") != "block_suggestion":
            return None
        typed = payload["value"].replace("e", "é")
        return {"options": [options[name] for name in CUSTOMERS if typed in name.lower()]}

    menu = {
        "type": "external_select",
        "action_id": "customer",
        "min_query_length": 0,
        "initial_option": options["Acme"],
    }
    with connected(answer) as app:
        trigger = app.workspace.tickets.new_trigger("U0SARA")
        app.web.views_open(trigger_id=trigger, view=form(text_input("customer", element=menu)))
        page = browser.new_page(viewport={"width": 400, "height": 700})
        page.set_default_timeout(ANSWER_MS)
        desk = Desk(page, app.served.url)
        desk.goes("sara", "home")
        field, rows = desk.field("customer"), page.get_by_role("option")
        expect(field).to_have_value("Acme")
        field.click()
        expect(rows).to_have_text(list(CUSTOMERS))
        field.fill("cafe")
        expect(rows).to_have_text(["Café Nord", "Corner Café"])
        field.fill("nobody")
        expect(page.get_by_text("No results")).to_be_visible()
        field.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(field).to_have_value("Acme")
        field.fill("cafe")
        expect(rows).to_have_count(2)
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value("Corner Café")
        desk.sends_form()
        expect(page.get_by_test_id("view")).to_have_count(0)
        [sent] = app.payloads("view_submission")
        chosen = sent["view"]["state"]["values"]["customer"]["customer"]
        assert chosen == {"type": "external_select", "selected_option": options["Corner Café"]}
        assert app.payloads("block_suggestion")[0]["value"] == ""
        page.close()


def test_people_answer_in_words_in_messages_and_in_the_thread_of_a_card(desk: Desk) -> None:
    page, title = desk.page, "Answer in plain words"
    desk.goes("omar", "billing")
    desk.types(f"/cx task {title} to @lee by friday for Acme")
    desk.goes("lee", "billing")
    card = desk.card(title)
    card.hover()
    card.get_by_test_id("reply").click()
    expect(page.get_by_test_id("thread")).to_contain_text(f"Reply to “Acme: {title}”")
    desk.types("done, mail is live")
    answer = desk.messages.filter(has_text="in a thread").filter(has_text="Done").last
    expect(answer).to_contain_text(title)
    expect(card).to_contain_text("mail is live")
    answer.get_by_role("button", name="Undo").click()
    undone = desk.messages.filter(has_text="in a thread").filter(has_text="Undone.")
    expect(undone).to_have_count(1)
    expect(undone).to_contain_text("is not done.")
    expect(undone.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.get_by_test_id("view")).to_have_count(0)
    page.get_by_test_id("leave-thread").click()
    desk.goes("lee", "@duly")
    desk.types("thanks")
    expect(desk.messages.last).to_contain_text("You are welcome.")
    desk.types("the printer is broken")
    question = desk.messages.filter(has_text="I don't understand “the printer is broken”.").last
    question.get_by_role("button", name="Report an issue…").click()
    expect(desk.field("title")).to_have_value("the printer is broken")


def test_the_cco_drops_a_list_looks_at_it_brings_it_in_and_takes_it_back(desk: Desk) -> None:
    page = desk.page
    text = "id,title,severity\n1,The lid is loose,2\n2,The lid is <b>lost</b>,3\n"
    desk.goes("omar", "@duly")
    file = {"name": "lids.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_test_id("attach-file").set_input_files(file)
    expect(page.get_by_test_id("shared-file")).to_contain_text("lids.csv")
    shown = desk.messages.filter(has_text="lids.csv, as issues").last
    expect(shown).to_contain_text("The lid is <b>lost</b>")
    shown.get_by_role("button", name="Read it differently…").click()
    desk.field("source").fill("boxes")
    desk.sends_form()
    expect(page.get_by_test_id("view")).to_have_count(0)
    expect(shown).to_contain_text("The ids are those of “boxes”.")
    shown.get_by_role("button", name="Bring in 2 issues").click()
    page.get_by_test_id("confirm-yes").click()
    brought = desk.messages.filter(has_text="issues from lids.csv").last
    brought.get_by_role("button", name="Take it back").click()
    page.get_by_test_id("confirm-yes").click()
    expect(desk.messages.filter(has_text="two rows taken back")).to_have_count(1)


def test_an_executive_asks_for_the_room_pack_and_opens_it_apart_from_the_page(desk: Desk) -> None:
    desk.goes("nora", "executives")
    desk.types("/cx room november")
    link = desk.page.get_by_test_id("shared-file").last.get_by_role("link")
    expect(link).to_have_text(re.compile("^Customer room, November 20"))
    with desk.page.context.expect_page() as opened:
        link.click()
    pack = opened.value
    expect(pack.get_by_role("heading", level=1)).to_have_text(re.compile("^Customer room, Nov"))
    assert pack.evaluate("window.origin") == "null", "nothing of the page can be reached from it"
    pack.close()
