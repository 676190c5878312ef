"""Somebody is away: their deputy is asked meanwhile, and what is open is handed back afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.ical import reader
from handlers.front.away.faults import AwaySpan, CalendarFault
from storage import absences
from storage.absences import Absence
from storage.calendar_links import CalendarLink
from storage.history import Event
from tests import rows
from tests.cast import DIEGO, GRACE, HANA, LEE, MARIA, NORA, OMAR, SARA, TEAM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
LATER = "/cx task Plan the new invoice to @sara by 18 dec"
UNTIL_DEC = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (None, "@lee stands in and reads it now."),
        (SATURDAY, "@lee stands in and reads it when their day begins, "),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_said_when_the_deputy_reads_it(stage: Stage, at: datetime | None, said: str) -> None:
    stage.passes(until=at or datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert said in stage.types(SARA, "/cx away until 3 dec")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_on_a_rest_day_it_is_said_when_the_lead_or_deputy_reads_it(stage: Stage) -> None:
    stage.passes(until=SATURDAY)
    begins = "reads it when their day begins, "
    assert f"@maria {begins}" in stage.types(OMAR, "/cx issue Invoiced twice in Billing for Acme")
    stage.types(MARIA, "/cx away until 3 dec")
    told = stage.types(OMAR, "/cx issue Invoiced three times in Billing for Acme")
    assert f"@maria is away until Thu 3 Dec. @lee stands in and {begins}" in told


def test_what_cannot_wait_is_asked_of_the_deputy_and_the_rest_waits(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, LATER)
    told = stage.types(SARA, "/cx away until 3 dec because I am in the mountains")
    assert "You are away until Thu 3 Dec." in told
    assert "@lee stands in and reads it when their day begins, " in told, "in New York it is 4:00"
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    assert rows.held_for(stage, "T-1") == {"acknowledge": SARA}
    stage.passes(hours=6)
    read = stage.reads_all(LEE)
    assert "You stand in for @sara until Thu 3 Dec. “I am in the mountains”" in read
    assert "*T-1* Acme (key account): Rewrite the refund mail" in read
    assert "in place of @sara" in stage.opens_home(LEE)
    assert "in place of @sara" in stage.types(LEE, "/cx")
    home = stage.opens_home(SARA)
    assert "You are away until Thu 3 Dec. @lee stands in and has" in home
    assert "Nothing waits" not in home


def test_the_list_of_whoever_is_away_is_of_what_others_hold_for_them_too(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, LATER)
    stage.types(SARA, "/cx away until 3 dec")
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    told = stage.types(NORA, "/cx list @sara")
    assert "Two things wait for Sara Novak" in told
    assert "T-1" in told
    assert "T-2" in told
    assert "Two things wait for Lee Park" in stage.types(NORA, "/cx list @lee")
    stage.types(SARA, "/cx back")
    assert "Two things wait for Sara Novak" in stage.types(NORA, "/cx list @sara")
    assert "Nothing waits for Lee Park" in stage.types(NORA, "/cx list @lee")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_asked_twice_about_one_thing_is_one_thing_for_who_stands_in(stage: Stage) -> None:
    for number in range(1, 8):
        stage.types(OMAR, f"/cx task Rewrite mail {number} to @sara by friday for Acme")
    assert "Seven things fall due meanwhile." in stage.types(
        SARA, "/cx away until 3 dec, @maria stands in"
    )
    [told] = [each for each in stage.reads(MARIA) if "You stand in for @sara" in each]
    assert "Seven things of theirs cannot wait." in told
    named = [line.split("*")[1] for line in told.split("\n") if line.startswith("*T-")]
    assert named == ["T-1", "T-2", "T-3", "T-4", "T-5"]
    assert "@maria stands in and has seven things of yours." in stage.opens_home(SARA)
    stage.clicks_answer(SARA, "Change…")
    assert "Seven things fall due meanwhile." in stage.fills_in(SARA, until="2026-12-04")


def test_the_deputy_answers_with_the_buttons_and_it_stays_the_owners(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away until 3 dec")
    stage.passes(hours=6)
    stage.clicks(LEE, "Take it", "T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.owed(stage, "T-1") == {"finish": LEE}, "its date comes before she is back"
    stage.passes(days=2)
    assert "You stand in for @sara until Thu 3 Dec." in stage.reads(LEE)[-1]
    before = len(stage.reads(SARA))
    stage.clicks(LEE, "Done", "T-1")
    stage.passes(until=UNTIL_DEC)
    back = stage.reads(SARA)[before:]
    assert len(back) == 1, back
    assert "Welcome back. One thing was answered for you, and nothing is open." in back[0]
    assert "✓ *T-1* Acme (key account): Rewrite the refund mail — @lee answered it" in back[0]


def test_on_the_return_one_message_hands_back_what_is_open(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call Globex to @sara by 9 dec for Globex")
    stage.types(SARA, "/cx away until 3 dec")
    stage.passes(hours=6)
    stage.clicks(LEE, "Take it", "T-2")
    before = len(stage.reads(SARA))
    stage.passes(until=datetime(2026, 12, 3, 8, 15, tzinfo=UTC))
    back = stage.reads(SARA)[before:]
    assert len(back) == 1, back
    assert "One thing was answered for you, and two things wait for you." in back[0]
    assert "*T-1* Acme (key account): Rewrite the refund mail" in back[0]
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    assert rows.owed(stage, "T-2") == {"finish": SARA}
    assert rows.held_for(stage, "T-1") == {}
    assert "Waits for your answer" in stage.opens_home(SARA)
    assert "You are away" not in stage.opens_home(SARA)


def test_whoever_is_away_is_reminded_of_nothing(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, LATER)
    stage.types(SARA, "/cx away until 3 dec")
    stage.settle()
    before = len(stage.reads(SARA))
    stage.passes(days=9)
    assert len(stage.reads(SARA)) == before
    assert "T-1" in stage.reads_all(LEE)


def test_what_is_asked_meanwhile_is_asked_of_the_deputy_at_once(stage: Stage) -> None:
    stage.types(SARA, "/cx away until 3 dec")
    stage.settle()
    told = stage.types(OMAR, TASK)
    assert "@sara is away until Thu 3 Dec. @lee stands in and" in told
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    stage.passes(hours=6)
    assert "You stand in for @sara until Thu 3 Dec." in stage.reads(LEE)[-1]
    assert "Can you take it" in stage.reads(LEE)[-1]
    assert rows.item(stage, "T-1").owner_id == SARA


def test_coming_back_early_and_staying_longer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away until thursday")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    assert "until Thu 3 Dec" in stage.types(SARA, "/cx away until 3 dec")
    stage.passes(days=4)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}, "she stays longer"
    told = stage.types(SARA, "/cx back")
    assert "Noted: you are back. What @lee has not answered comes back to you now." in told
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    assert "You are not away as far as I know." in stage.types(SARA, "/cx back")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_stands_in_hears_when_that_changes_and_never_what_is_not_so(stage: Stage) -> None:
    stage.passes(hours=6)
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away until friday, maria stands in")
    assert "You stand in for @sara until Fri 27 Nov." in stage.reads(MARIA)[-1]
    stage.types(SARA, "/cx away until 3 dec")
    assert "You stand in for @sara until Thu 3 Dec." in stage.reads(MARIA)[-1], "and not Friday"
    stage.types(SARA, "/cx away until 3 dec, lee stands in")
    assert stage.reads(MARIA)[-1] == "@lee stands in for @sara now, and you no longer do."
    stage.types(SARA, "/cx back")
    assert stage.reads(LEE)[-1].startswith("@sara is back. What you have not answered in their")
    stage.types(SARA, "/cx away until friday, hana stands in")
    stage.types(SARA, "/cx back")
    stage.passes(hours=18)
    assert "@sara" not in stage.reads_all(HANA), "it was over before her day began"


def test_an_absence_to_come_begins_on_its_day(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx away from thu until 3 dec, maria stands in")
    assert "You are away from Thu 26 Nov until Thu 3 Dec." in told
    assert "@maria stands in and reads it when it begins." in told
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    stage.passes(days=3)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    assert "Noted: you are not away" not in stage.types(SARA, "/cx back")


def test_a_deputy_who_is_away_as_well_is_passed_over_and_it_is_said(stage: Stage) -> None:
    stage.types(LEE, "/cx away until 4 dec")
    stage.settle()
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx away until 3 dec, lee stands in")
    assert "Lee Park is away until Fri 4 Dec. @maria stands in" in told
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}


def test_when_the_deputy_goes_as_well_somebody_else_is_asked(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away until 3 dec")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    stage.types(LEE, "/cx away until 4 dec")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    stage.types(MARIA, "/cx away until 5 dec")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": OMAR}, "nobody of Billing is left"


def test_a_lead_who_is_away_is_stood_in_for_as_lead(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(MARIA, "/cx away until 11 dec")
    stage.passes(days=9)
    assert "*T-1*" in stage.opens_home(LEE)
    assert "has not said more since" in stage.reads_all(LEE)


def test_the_form_of_an_absence_sent_back_unchanged_keeps_its_hour(stage: Stage) -> None:
    stage.types(SARA, "/cx away until thursday 14:00, lee stands in because of training")
    noted = _absence(stage)
    stage.types(SARA, "/cx away")
    stage.fills_in(SARA)
    assert _absence(stage) == noted
    stage.types(SARA, "/cx away")
    stage.fills_in(SARA, until="2026-12-03")
    assert noted[1] < _absence(stage)[1] == datetime(2026, 12, 2, 23, tzinfo=UTC)


def _absence(stage: Stage) -> tuple[datetime, datetime, str | None, str]:
    with stage.duly.database.read() as session:
        [absence] = absences.open_of(session, TEAM, SARA)
        return absence.starts_at, absence.ends_at, absence.deputy_id, absence.reason


def test_words_that_say_no_day_open_the_form_with_what_was_read(stage: Stage) -> None:
    stage.types(SARA, "/cx away until blursday, lee stands in because of the move")
    form = stage.sees_form(SARA)
    assert "I can't read “blursday” as a date." in form
    assert "the move" in form
    assert "of the move" not in form
    assert stage.fills_in(SARA, until="2026-12-03").startswith("Noted")


def test_the_form_shows_what_falls_due_and_each_can_wait_or_move(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Take it", "T-1")
    stage.types(OMAR, "/cx task Call Globex to @sara by thursday for Globex")
    stage.clicks(SARA, "Take it", "T-2")
    stage.types(OMAR, "/cx task Ring Initech to @sara by thursday for Initech")
    stage.types(SARA, "/cx away")
    form = stage.fills_in(SARA, **{"from": "2026-11-23", "until": "2026-12-03"})
    assert "Three things fall due meanwhile." in form
    stage.fills_in(SARA, **{"what:task:1": "Give it a later date: Fri 4 Dec",
                            "what:task:3": "It waits until I am back"})  # fmt: skip
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    due = rows.item(stage, "T-1").due_at
    assert due
    assert due.date().isoformat() == "2026-12-04"
    assert rows.owed(stage, "T-2") == {"finish": LEE}
    assert rows.owed(stage, "T-3") == {"acknowledge": SARA}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("carried", ["", "[]", "[" * 2_900, "{}", '{"from": 1}', "9" * 2_900])
def test_a_forged_form_about_an_absence_is_refused(stage: Stage, carried: str) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away")
    stage.fills_in(SARA, **{"from": "2026-11-23", "until": "2026-12-03"})
    shown = stage.workspace.view(SARA)
    assert shown
    shown.body["private_metadata"] = carried
    assert "I can't read what Slack sent for this" in stage.fills_in(SARA)
    assert _absences(stage, SARA) == []


# --- Slack's status ---


def has_status(stage: Stage, user: str, text: str, emoji: str, until: datetime | None) -> None:
    """Somebody sets their status, or clears it, and Duly has heard of it."""
    end = int(until.timestamp()) if until else 0
    before = _absences(stage, user)
    stage.people.change_profile(user, status_text=text, status_emoji=emoji, status_expiration=end)
    assert stage.workspace.wait_until(lambda: _absences(stage, user) != before)
    stage.settle()


def _absences(stage: Stage, user: str) -> list[tuple[str, str, datetime]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Absence).where(Absence.person_id == user)).all()
        return sorted((each.source, each.phase, each.ends_at) for each in found)


def test_a_status_with_an_end_is_an_absence_and_ends_with_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    has_status(stage, SARA, "Vacationing", ":palm_tree:", UNTIL_DEC)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    assert "Your status in Slack says so." in stage.reads(SARA)[-1]
    assert "You are away until Thu 3 Dec" in stage.opens_home(SARA)
    has_status(stage, SARA, "", "", None)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    assert "You are away" not in stage.opens_home(SARA)


def test_ones_own_words_win_over_the_status(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    has_status(stage, SARA, "OOO", "", UNTIL_DEC)
    stage.types(SARA, "/cx back")
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    stage.people.change_profile(SARA, status_emoji=":palm_tree:")
    stage.types(SARA, "/cx away until friday, maria stands in")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    assert "until Fri 27 Nov" in stage.opens_home(SARA), "not as long as the status says"


# --- a calendar ---

ADDRESS = "https://calendar.example/private-s3cret/basic.ics"
OFF = (datetime(2026, 11, 25, 23, tzinfo=UTC), datetime(2026, 12, 2, 23, tzinfo=UTC))


def finds(stage: Stage, found: list[AwaySpan] | CalendarFault) -> None:
    """Duly reads the calendar that is due, and this is there."""
    assert reader.read_one(stage.duly.database, stage.now, lambda _: found)
    stage.settle()


def test_a_calendar_says_when_somebody_is_away(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, f"/cx away calendar <{ADDRESS}>")
    assert "I read your calendar at calendar.example from now on" in told
    finds(stage, [OFF])
    said = stage.reads(SARA)[-1]
    assert "Your calendar says that you are away from Thu 26 Nov until Thu 3 Dec." in said
    stage.passes(days=3)
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    finds(stage, [OFF])
    assert len(_absences(stage, SARA)) == 1, "the same is found once"
    finds_nothing_after(stage, hours=5)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


def finds_nothing_after(stage: Stage, hours: int) -> None:
    stage.passes(hours=hours)
    finds(stage, [])


def test_what_somebody_takes_back_the_calendar_does_not_bring_again(stage: Stage) -> None:
    stage.types(SARA, f"/cx away calendar {ADDRESS}")
    finds(stage, [OFF])
    assert "you are not away after all" in stage.types(SARA, "/cx back")
    stage.passes(hours=5)
    finds(stage, [OFF])
    assert "You are not away as far as I know." in stage.types(SARA, "/cx back")


def test_the_address_is_never_shown_and_a_failure_is_said_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        stage.types(SARA, f"/cx away calendar {ADDRESS}")
        for fault in (CalendarFault.CLOSED, CalendarFault.CLOSED, CalendarFault.UNREACHABLE):
            finds(stage, fault)
            stage.passes(days=1)
    said = [each for each in stage.reads(SARA) if "I cannot read your calendar" in each]
    assert len(said) == 1
    assert "calendar.example: nothing is there any more, or one has to sign in." in said[0]
    stage.types(SARA, "/cx away")
    seen = stage.sees_form(SARA) + stage.reads_all(SARA) + stage.types(SARA, "/cx away calendar")
    assert "s3cret" not in seen
    assert "s3cret" not in caplog.text
    with stage.duly.database.read() as session:
        assert not [each for each in session.exec(select(Event)) if "s3cret" in str(each.details)]
    stage.closes(SARA)
    assert "I no longer read your calendar." in stage.types(SARA, "/cx away calendar off")
    with stage.duly.database.read() as session:
        assert session.exec(select(CalendarLink)).all() == []


@pytest.mark.parametrize(
    "address", ["http://a.example/x", "https://me:pass@a.example/s3cret", "ftp://a.example", "soon",
                "https://", "https://localhost/s3cret", "javascript:alert(1)",
                "https://10.0.0.1/s3cret", "https://127.1/s3cret", "https://0x7f.1/s3cret"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_being_repeated(stage: Stage, address: str) -> None:
    told = stage.types(SARA, f"/cx away calendar {address}")
    assert "I can read no calendar there." in told
    assert "s3cret" not in told
    with stage.duly.database.read() as session:
        assert session.exec(select(CalendarLink)).all() == []


def test_the_form_takes_an_address_and_takes_it_away(stage: Stage) -> None:
    for said, told in ((ADDRESS, "from now on"), ("off", "no longer read")):
        stage.types(SARA, "/cx away")
        view = stage.workspace.view(SARA)
        assert view is not None
        stage.people.click_in_view(SARA, view.id, "away.calendar")
        shown = (
            "I read your calendar at calendar.example" if said == "off" else "I read no calendar"
        )
        assert shown in stage.sees_form(SARA)
        assert told in stage.fills_in(SARA, calendar=said)
        stage.closes(SARA)


# --- what only a circle may know ---


def test_while_the_cco_is_away_whoever_stands_in_says_whose_an_issue_is(stage: Stage) -> None:
    stage.types(OMAR, "/cx away until 3 dec, maria stands in")
    stage.settle()
    stage.types(DIEGO, "/cx issue Lights in the showroom flicker for Initech")
    assert rows.owed(stage, "I-1") == {"triage": MARIA}
    assert rows.held_for(stage, "I-1") == {"triage": OMAR}
    view = opens_home(stage, MARIA)
    stage.people.click_in_view(MARIA, view, "issue.route", value="I-1")
    stage.fills_in(MARIA, department="Support")
    assert rows.owed(stage, "I-1") == {"acknowledge": GRACE}


def opens_home(stage: Stage, user: str) -> str:
    stage.opens_home(user)
    view = stage.workspace.home(user)
    assert view is not None
    return view.id


def test_what_executives_are_asked_goes_to_none_but_executives(stage: Stage) -> None:
    stage.types(OMAR, "/cx impact Raise the service fee by 4 %", channel="#executives")
    if stage.sees_form(OMAR):
        stage.fills_in(OMAR)
        stage.closes(OMAR)
    asked = {ask.person_id for ask in rows.asks(stage, "D-1")}
    assert NORA in asked
    stage.types(NORA, "/cx away until 3 dec, lee stands in")
    stage.passes(days=2)
    assert not [ask for ask in rows.asks(stage, "D-1") if ask.person_id == LEE]
    assert "service fee" not in stage.reads_all(LEE)


def test_whoever_reports_or_offers_reads_who_was_asked(stage: Stage) -> None:
    stage.types(MARIA, "/cx away until 3 dec")
    stage.settle()
    told = stage.types(DIEGO, "/cx issue Invoiced twice for Acme in Billing")
    assert (
        "@maria is away until Thu 3 Dec. @lee stands in and reads it when their day begins, "
        in told
    )
    assert rows.owed(stage, "I-1") == {"acknowledge": LEE}
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx handoff T-1 to @maria because it is hers")
    assert "@maria is away until Thu 3 Dec. @lee stands in and has been asked." in told
    assert rows.owed(stage, "T-1")["accept"] == LEE
    stage.types(DIEGO, "/cx issue Ten machines stand still for Acme in Billing sev 1")
    stage.types(MARIA, "/cx away")
    assert "Lee" in stage.sees_form(MARIA) or "@lee" in stage.sees_form(MARIA)


def test_help_is_asked_of_whoever_stands_in_for_a_lead(stage: Stage) -> None:
    stage.types(MARIA, "/cx away until 3 dec, lee stands in")
    stage.settle()
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx help T-1 because the contract is in French")
    stage.passes(hours=6)
    assert "the contract is in French" in stage.reads_all(LEE)
    assert "the contract is in French" not in stage.reads_all(MARIA)


# --- said by others ---


def test_a_lead_says_for_somebody_that_they_are_away(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(MARIA, "/cx away @sara until 3 dec because she is ill")
    assert "Noted: @sara is away until Thu 3 Dec. @lee stands in and reads it when" in told
    assert "@sara reads this as well, and can change it." in told
    read = stage.reads(SARA)[-1]
    assert "@maria noted that you are away until Thu 3 Dec. @lee stands in" in read
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    with stage.duly.database.read() as session:
        [absence] = session.exec(select(Absence)).all()
        assert (absence.person_id, absence.reason) == (SARA, "she is ill")
        said = session.exec(select(Event).where(Event.noun == "absence")).all()
    assert said[0].actor == MARIA
    stage.clicks(SARA, "I'm back")
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        (OMAR, "away @tom until friday", "Noted: @tom is away until Fri 27 Nov."),
        (LEE, "away sara from wednesday to friday", "Noted: @sara is away from Wed 25 Nov until"),
        (MARIA, "away Sara Novak is ill until tuesday", "Noted: @sara is away until Tue 24 Nov."),
        (DIEGO, "away @sara until friday", "That is for Sara Novak, Maria Costa or the CCO to do."),
        (SARA, "away @maria until friday", "That is for Maria Costa or the CCO to do."),
        (MARIA, "away @sara", "Until when?"),
        (MARIA, "away @sara until yesterday", "is in the past"),
        (SARA, "away @sara until friday", "You are away until Fri 27 Nov."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_who_leads_them_says_it_for_others(
    stage: Stage, who: str, text: str, answer: str
) -> None:
    told = stage.types(who, f"/cx {text}")
    assert answer in told + stage.sees_form(who)


def test_the_form_asks_who_is_away_where_one_may_say_it_of_others(stage: Stage) -> None:
    stage.types(SARA, "/cx away")
    assert "Who is away?" not in stage.sees_form(SARA)
    stage.types(MARIA, "/cx away")
    assert "Who is away?" in stage.sees_form(MARIA)
    told = stage.fills_in(MARIA, who=SARA, **{"from": "2026-11-23", "until": "2026-12-03"})
    assert "Noted: @sara is away until Thu 3 Dec." in told
    assert "@maria noted that you are away" in stage.reads(SARA)[-1]
    stage.closes(MARIA)
    stage.types(MARIA, "/cx away")
    refused = stage.fills_in(MARIA, who=GRACE, **{"from": "2026-11-23", "until": "2026-12-03"})
    assert "That is for Grace Miller or the CCO to do." in refused


@pytest.mark.parametrize(
    ("text", "first", "back", "deputy"),
    [
        ("away 3 days", "23", "Thu 26 Nov", "@lee"),
        ("away for two weeks with @maria", "23", "Mon 7 Dec", "@maria"),
        ("away until 2 dec @maria", "23", "Wed 2 Dec", "@maria"),
        ("away 24/12–27/12", "Thu 24 Dec", "Mon 28 Dec", "@lee"),
        ("away 1-3 dec", "Tue 1 Dec", "Thu 3 Dec", "@lee"),
        ("away mon-wed", "23", "Wed 25 Nov", "@lee"),
        ("I'll be out of office until 2 dec", "23", "Wed 2 Dec", "@lee"),
        ("back on tuesday", "23", "Tue 24 Nov", "@lee"),
        ("back on tuesday because of training", "23", "Tue 24 Nov", "@lee"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_absence_is_read_whatever_its_shape(
    stage: Stage, text: str, first: str, back: str, deputy: str
) -> None:
    told = stage.types(SARA, f"/cx {text}") + stage.sees_form(SARA)
    begins = "You are away until" if first == "23" else f"You are away from {first} until"
    assert f"{begins} {back}. {deputy} stands in" in told


@pytest.mark.parametrize(
    "text",
    [
        "I'm back from vacation",
        "back to work",
        "back, thanks",
        "back in the office",
        "back today, ty",
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_says_that_they_are_back_and_names_no_day_is_back(stage: Stage, text: str) -> None:
    stage.types(SARA, "/cx away until 3 dec")
    assert "Noted: you are back." in stage.types(SARA, f"/cx {text}")
    assert "You are not away as far as I know." in stage.types(SARA, "/cx back")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_does_not_go_after_all_reads_so_in_the_place_of_the_answer(stage: Stage) -> None:
    stage.types(SARA, "/cx away until 3 dec")
    count = len(stage.workspace.notes(SARA))
    assert "Noted: you are back." in stage.clicks_answer(SARA, "I'm back")
    assert stage.sees_form(SARA) == "", "no second window"
    assert len(stage.workspace.notes(SARA)) == count
    assert "You are away until" not in stage.workspace.plain(stage.workspace.notes(SARA)[-1], SARA)
