"""By when somebody promises: the hour that was given, days off, and numbers that could be two."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.promises import deadlines
from handlers.promises.deadlines import ByWhen
from handlers.promises.items.words import remark
from handlers.speech import dates
from storage import people
from storage.database import Database
from storage.tasks import Task
from tests import replay, rows
from tests.cast import BEN, LEE, MARIA, MONDAY, OMAR, RAVI, SARA, TEAM
from tests.stage import Stage

ZONE = ZoneInfo("Europe/Berlin")
BERLIN = Calendar("Europe/Berlin", country="DE")


def due(stage: Stage, ref: str = "T-1") -> tuple[str, bool]:
    """By when on the owner's clock, and whether an hour was given."""
    item = rows.item(stage, ref)
    assert item.due_at
    return f"{item.due_at.astimezone(ZONE):%a %d %b %Y %H:%M}", item.due_timed


def tasks(stage: Stage) -> int:
    with stage.duly.database.read() as session:
        return len(session.exec(select(Task)).all())


def test_an_hour_that_was_given_is_shown_wherever_the_promise_is(stage: Stage) -> None:
    told = stage.types(OMAR, "/cx task Call Globex to @sara by friday 5pm")
    shown = "by Nov 27, 2026 at 17:00"
    assert shown in told
    assert due(stage) == ("Fri 27 Nov 2026 17:00", True)
    assert "Nov 27, 2026 at 17:00" in stage.channel("#billing")[0]
    assert f"Can you take it, {shown}?" in stage.reads(SARA)[0]
    assert shown in stage.types(SARA, "/cx list")
    assert shown in stage.types(SARA, "/cx ack T-1")
    assert f"took it, {shown}" in stage.channel("#billing")[0]
    stage.types(OMAR, "/cx digest", channel="#billing")
    stage.settle()
    stage.clicks(OMAR, "Open the list…")
    assert "due Nov 27, 2026 at 17:00" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    stage.passes(days=2)
    assert "Nov 27, 2026 at 17:00" in stage.reads(SARA)[-1], "and in what reminds of it"


def test_a_new_date_without_an_hour_is_a_day_again(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex to @sara by friday 5pm")
    assert "17:00" not in stage.types(SARA, "/cx ack T-1 by thursday")
    assert due(stage) == ("Thu 26 Nov 2026 18:00", False)
    told = stage.types(SARA, "/cx date T-1 wednesday 9:30 because they asked for it")
    assert "Nov 25, 2026 at 09:30" in told
    assert due(stage) == ("Wed 25 Nov 2026 09:30", True)
    assert "moved it to Nov 25, 2026 at 09:30" in stage.channel("#billing")[0]
    with stage.duly.database.read() as session:
        assert replay.replayed(session, TEAM, strict=True).differing == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("saturday", "That is a Saturday; nobody in Billing works then."),
        ("this weekend", "That is a Sunday; nobody in Billing works then."),
        ("monday", "That is Monday next week, 30 November."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_day_that_may_not_be_meant_is_remarked_upon(stage: Stage, words: str, said: str) -> None:
    assert said in stage.types(OMAR, f"/cx task Call Globex to @sara by {words}")
    assert said in stage.types(SARA, f"/cx ack T-1 by {words}")
    assert said in stage.types(SARA, f"/cx date T-1 {words} because they asked for it")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", ["tuesday", "next monday", "30 nov", "this monday", "friday 5pm"])
def test_of_a_plain_day_nothing_is_remarked(stage: Stage, words: str) -> None:
    told = stage.types(OMAR, f"/cx task Call Globex to @sara by {words}")
    assert "Noted" in told
    assert "That is" not in told


@pytest.mark.parametrize(
    ("now", "words", "department", "said"),
    [
        ("2026-11-23", "25 dec", "Billing", "That is a public holiday; nobody in Billing works"),
        (
            "2026-11-28",
            "saturday",
            "R&D",
            "That is Saturday next week, 5 December; nobody in R&amp;D",
        ),
        ("2026-11-23", "saturday", "", "That is a Saturday; nobody works then."),
        ("2026-11-23", "friday", "Billing", ""),
    ],
)
def test_the_remark_is_one_short_sentence(now: str, words: str, department: str, said: str) -> None:
    at = datetime.combine(datetime.fromisoformat(now), time(10), ZONE)
    told = remark(ByWhen(dates.read(words, at, BERLIN), BERLIN, department)).strip()
    assert told.startswith(said)
    assert told.count(".") == bool(said)
    assert len(told.split()) <= 18


def test_a_date_in_numbers_is_asked_about_until_the_house_says_how_it_is_read(
    stage: Stage,
) -> None:
    task = "/cx task Call Globex to @sara by 1/5/2027"
    asked = stage.types(OMAR, task)
    assert "Is “1/5/2027” 1 May or 5 January? Write “1 May 2027” or “2027-05-01”." in asked
    assert tasks(stage) == 0
    for order, day in (("month first", "Tue 05 Jan 2027"), ("day-first", "Sat 01 May 2027")):
        with stage.duly.database.write() as session:
            policies.change_on_server(session, MONDAY, TEAM, {"numeric_dates": order})
        stage.types(OMAR, task)
        assert due(stage, f"T-{tasks(stage)}")[0].startswith(day)
    stage.types(SARA, "/cx date T-1 3/4/2027 because they asked for it")
    assert due(stage, "T-1")[0].startswith("Sat 03 Apr 2027")
    asked = stage.types(SARA, "/cx date T-1 26-11-27 because they asked for it")
    assert "Is “26-11-27” 27 November 2026 or 26 November 2027?" in asked
    assert due(stage, "T-1")[0].startswith("Sat 03 Apr 2027")
    stage.clicks_answer(SARA, "27 November 2026")
    assert due(stage, "T-1")[0].startswith("Fri 27 Nov 2026")


DATES = (
    ("by midnight", "Mon 23 Nov 2026 23:59"),
    ("by 24:00", "Mon 23 Nov 2026 23:59"),
    ("by 17h", "Mon 23 Nov 2026 17:00"),
    ("by friday 17.00", "Fri 27 Nov 2026 17:00"),
    ("by weds", "Wed 25 Nov 2026 18:00"),
    ("by tmrw", "Tue 24 Nov 2026 18:00"),
    ("by end of q4", "Thu 31 Dec 2026 18:00"),
    ("by year end", "Thu 31 Dec 2026 18:00"),
    ("by next year", "Fri 31 Dec 2027 18:00"),
    ("in a couple of days", "Wed 25 Nov 2026 18:00"),
    ("in half an hour", "Mon 23 Nov 2026 10:30"),
    ("before friday", "Thu 26 Nov 2026 18:00"),
    ("no later than friday", "Fri 27 Nov 2026 18:00"),
    ("by a week from friday", "Fri 04 Dec 2026 18:00"),
    ("by first of december", "Tue 01 Dec 2026 18:00"),
    ("by the 15th of next month", "Tue 15 Dec 2026 18:00"),
    ("by this weekend", "Sun 29 Nov 2026 18:00"),
    ("by 24-12", "Thu 24 Dec 2026 18:00"),
    ("by 12/24/2026", "Thu 24 Dec 2026 18:00"),
    ("by 5pm CET", "Mon 23 Nov 2026 17:00"),
    ("by friday 5pm", "Fri 27 Nov 2026 17:00"),
    ("by 2026–11–27", "Fri 27 Nov 2026 18:00"),
    ("by “next friday”", "Fri 04 Dec 2026 18:00"),
    ("within two weeks", "Mon 07 Dec 2026 18:00"),
    ("until friday noon", "Fri 27 Nov 2026 12:00"),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_command_reads_a_date_wherever_it_stands(stage: Stage) -> None:
    number = 0
    for words, day in DATES:
        for text in (f"to @sara {words}", f"{words} to @sara"):
            number += 1
            assert "Noted" in stage.types(OMAR, f"/cx task Call Globex {text} for Acme"), text
            assert due(stage, f"T-{number}")[0] == day, text
            assert rows.item(stage, f"T-{number}").title == "Call Globex", text


@pytest.mark.parametrize(
    "words", ["asap", "friday at 5", "friday 5pm EST", "31 nov", "mon 27 nov", "friday 25:00"]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_read_is_named_and_nothing_is_changed(stage: Stage, words: str) -> None:
    part = {"friday 25:00": "25:00", "friday 5pm EST": "EST", "mon 27 nov": "mon"}
    told = stage.types(OMAR, f"/cx task Call Globex to @sara by {words}")
    assert part.get(words, words.removeprefix("friday at ").removesuffix(" nov")) in told
    assert tasks(stage) == 0
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    before = due(stage)
    stage.types(SARA, f"/cx ack T-1 by {words}")
    stage.types(SARA, f"/cx date T-1 {words} because they asked for it")
    assert due(stage) == before
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_an_hour_in_another_zone_is_shown_on_the_owners_clock(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex to @sara by friday 23:30 UTC")
    assert due(stage) == ("Sat 28 Nov 2026 00:30", True)
    item = rows.item(stage, "T-1")
    assert item.due_at == datetime(2026, 11, 27, 23, 30, tzinfo=UTC)


def test_a_form_keeps_the_hour_that_was_typed(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex by friday 17:30")
    assert "At what hour?" in stage.sees_form(OMAR)
    assert "Nov 27, 2026 at 17:30" in stage.fills_in(OMAR, owner=SARA)
    assert due(stage) == ("Fri 27 Nov 2026 17:30", True)
    stage.clicks(SARA, "Another date…")
    assert "At what hour?" in stage.sees_form(SARA)
    stage.fills_in(SARA, date="2026-11-26", reason="They asked for it sooner")
    assert due(stage) == ("Thu 26 Nov 2026 17:30", True)
    stage.clicks(SARA, "Another date…")
    stage.fills_in(SARA, date="2026-11-30", hour={"selected_time": None}, reason="They have time")
    assert due(stage) == ("Mon 30 Nov 2026 18:00", False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_asks_for_an_hour_only_where_one_was_given(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex by friday")
    assert "hour" not in stage.sees_form(OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx task Call Globex by friday 17:30")
    assert "At what hour?" in stage.sees_form(OMAR)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hour", ["25:00", "<!channel>", "17:30 or so", "؟", "9" * 3_000])
def test_a_forged_hour_is_refused_where_the_date_stands(stage: Stage, hour: str) -> None:
    stage.types(OMAR, "/cx task Call Globex by friday 17:30")
    told = stage.fills_in(OMAR, owner=SARA, hour=hour)
    assert "Call Globex" in told, "the form stays open"
    assert tasks(stage) == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_form_shows_the_day_that_was_given_wherever_its_reader_is(stage: Stage) -> None:
    """Friday evening in New York is Saturday in Berlin, from where Maria and Ben look at it."""
    stage.types(BEN, "/cx task Call Globex to @lee by friday 20:00")
    for way in ("Another date…", "Edit…"):
        assert _shown_day(stage, MARIA, way) == "2026-11-27"
    stage.types(BEN, "/cx withdraw T-1 because they called")
    assert _shown_day(stage, BEN, "Reopen…") == "2026-11-27"


def _shown_day(stage: Stage, user: str, way: str) -> str:
    """The day in the form behind a way of the story of T-1."""
    stage.types(user, "/cx T-1")
    stage.clicks_in_form(user, way)
    view = stage.workspace.view(user)
    assert view
    days = [each["element"].get("initial_date") for each in view.blocks if "element" in each]
    for _ in range(2):
        stage.closes(user)
    return next(day for day in days if day)


# --- what a form sends back unchanged ---


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("owner", [LEE, RAVI])
@pytest.mark.parametrize(
    "when", ["friday 17:30", "friday", "in 3 hours", "sunday 0:30", "friday 23:59"]
)
def test_what_a_form_sends_back_unchanged_stays_after_a_hand_over_to_another_zone(
    stage: Stage, when: str, owner: str
) -> None:
    stage.types(OMAR, f"/cx task Call Globex to @sara by {when}")
    stage.types(OMAR, f"/cx owner T-1 to <@{owner}|x> because they sit there")
    assert rows.state(stage, "T-1") == ("open", owner)
    instant = _date(stage)
    _opens(stage, OMAR, "Edit…")
    assert "T-1 is like that already. Nothing was changed." in stage.fills_in(OMAR)
    for _ in range(2):
        stage.closes(OMAR)
    assert _date(stage) == instant
    _opens(stage, OMAR, "Edit…")
    stage.fills_in(OMAR, title="Call them all")
    assert rows.item(stage, "T-1").title == "Call them all"
    assert _date(stage) == instant, "the title alone"
    _opens(stage, owner, "Another date…")
    stage.fills_in(owner, reason="It stands")
    assert rows.state(stage, "T-1") == ("acknowledged", owner)
    assert _date(stage) == instant, "the same date"
    stage.types(owner, "/cx done T-1")
    _opens(stage, OMAR, "Reopen…")
    stage.fills_in(OMAR, reason="It broke")
    assert rows.state(stage, "T-1") == ("open", owner)
    assert _date(stage) == instant, "opened again"


ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, 700 * 24 * 60).map(lambda minutes: MONDAY + timedelta(days=1, minutes=minutes)),
    st.booleans(),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
)
def test_a_date_as_a_form_shows_it_is_the_same_instant_and_day(
    database: Database, at: datetime, timed: bool, zone: str, keeper_zone: str
) -> None:
    with database.read() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        session.expunge(sara)
        sara.zone = keeper_zone
        task = Task(
            team_id=TEAM, number=1, title="Call", created_by=OMAR, created_at=MONDAY, due_at=at,
            due_zone=zone, due_timed=timed,
        )  # fmt: skip
        shown = deadlines.in_form(task, sara)
        by = deadlines.read(session, MONDAY, sara, shown.words, task)
        assert (by.at, by.timed) == (at, timed)
        assert by.zone == (keeper_zone if timed else zone)
        assert by.deadline.day.isoformat() == shown.day
        task.due_zone, task.due_timed = by.zone, by.timed
        assert deadlines.in_form(task, sara) == shown


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_day_keeps_the_hour_on_the_clock_of_whoever_has_it_now(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex to @sara by friday 17:30")
    stage.types(OMAR, f"/cx owner T-1 to <@{LEE}|lee> because they sit there")
    _opens(stage, OMAR, "Edit…")
    stage.fills_in(OMAR, date="2026-12-03", reason="A week later")
    # 17:30 in Berlin is 11:30 in New York.
    assert rows.item(stage, "T-1").due_at == datetime(2026, 12, 3, 16, 30, tzinfo=UTC)
    assert rows.item(stage, "T-1").due_zone == "America/New_York"


def _opens(stage: Stage, user: str, way: str) -> None:
    stage.types(user, "/cx T-1")
    stage.clicks_in_form(user, way)


def _date(stage: Stage) -> tuple[object, ...]:
    item = rows.item(stage, "T-1")
    shown = item.due_zone if not item.due_timed else ""
    return item.due_at, item.due_timed, shown
