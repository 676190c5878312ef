"""What comes of reminders is counted week by week, and the CCO alone reads it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from handlers.chasing.yields import counting
from handlers.people import audiences
from storage import exports, people
from storage.exports import Excerpt
from storage.history import Event
from storage.nudges import Nudge
from storage.yields import EVERYBODY, Yield, YieldTurn
from tests import exported
from tests.cast import LEE, MARIA, NORA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.test_exports import check_types

TITLE = "Do reminders help?"
WEEK, NEXT = date(2026, 11, 23), date(2026, 11, 30)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def counted(stage: Stage, person: str = SARA, week: date = WEEK) -> dict[int, tuple[int, int]]:
    """What is counted of somebody's reminders of a week, by rung: sent, and acted on."""
    with stage.duly.database.read() as session:
        theirs = (col(Yield.person_id) == person, col(Yield.week) == week)
        found = session.exec(select(Yield).where(*theirs)).all()
    return {each.rung: (each.sent, each.acted) for each in found}


def gives(stage: Stage, *what: str, to: str = "@sara") -> None:
    for each in what:
        stage.types(OMAR, f"/cx task {each} to {to} by 18 dec")


def leaves(stage: Stage, user: str) -> None:
    stage.people.deactivate(user)
    stage.hears()


def until_wednesday(stage: Stage) -> None:
    """Until half an hour after the first reminders."""
    stage.passes(days=2)


def until_counted(stage: Stage) -> None:
    """Until the reminders of the first week are counted."""
    stage.passes(days=9)


def test_what_is_acted_on_within_a_working_day_is_counted(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", "Call Acme back", "Count the boxes")
    until_wednesday(stage)
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx note T-2 I wait for the printer")
    assert TITLE not in stage.opens_home(OMAR)
    until_counted(stage)
    assert counted(stage)[1] == (3, 2)
    assert counted(stage)[2] == (2, 0)
    assert counted(stage, EVERYBODY) == counted(stage)
    assert counted(stage, MARIA) == {}
    home = stage.opens_home(OMAR)
    assert TITLE in home
    assert "Seven reminders in the eight weeks up to Sun 29 Nov: too few to tell." in home
    for somebody in (SARA, MARIA, NORA):
        assert TITLE not in stage.opens_home(somebody)


@ON_SQLITE
def test_from_twenty_on_the_cco_reads_the_share_and_each_rung(stage: Stage) -> None:
    gives(stage, *(f"Call customer {number} back" for number in range(12)))
    until_wednesday(stage)
    for number in range(1, 7):
        stage.types(SARA, f"/cx ack T-{number}")
    until_counted(stage)
    assert counted(stage) == {1: (12, 6), 2: (6, 0), 3: (6, 0)}
    home = stage.opens_home(OMAR)
    assert (
        "Of 24 reminders in the eight weeks up to Sun 29 Nov six were acted on within one working "
        "day: 25 %."
    ) in home
    assert "By reminder: first: 6 of 12 · second: 0 of 6 · third: 0 of 6" in home


@ON_SQLITE
def test_what_was_undone_was_not_done(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", "Call Acme back")
    until_wednesday(stage)
    for ref in ("T-1", "T-2"):
        stage.types(SARA, f"/cx ack {ref}")
    stage.types(SARA, "/cx undo T-2")
    until_counted(stage)
    assert counted(stage)[1] == (2, 1)


@ON_SQLITE
def test_what_ended_without_its_reader_is_not_counted(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", "Call Acme back")
    until_wednesday(stage)
    stage.types(OMAR, "/cx withdraw T-1 because Legal does it")
    until_counted(stage)
    assert counted(stage)[1] == (1, 0)


@ON_SQLITE
def test_what_is_done_a_day_later_is_done_too_late(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", "Call Acme back")
    stage.passes(days=2, hours=22)
    stage.types(SARA, "/cx ack T-1")
    stage.passes(hours=2)
    stage.types(SARA, "/cx ack T-2")
    until_counted(stage)
    assert counted(stage)[1] == (2, 1)


@ON_SQLITE
def test_severity_1_is_not_counted(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue The lift is stuck for Acme in Billing sev 1")
    stage.passes(days=11)
    with stage.duly.database.read() as session:
        assert session.exec(select(Nudge).where(col(Nudge.sent_at).is_not(None))).all()
        assert not session.exec(select(Yield)).all()


@ON_SQLITE
def test_who_goes_on_leave_or_leaves_before_the_day_is_over_is_not_counted(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail")
    gives(stage, "Call Acme back", to="@lee")
    until_wednesday(stage)
    stage.types(SARA, "/cx away until 7 dec")
    stage.passes(hours=8)
    leaves(stage, LEE)
    stage.passes(days=8)
    assert counted(stage) == {}
    assert counted(stage, LEE) == {}


@ON_SQLITE
def test_each_reader_has_a_working_day_of_their_own(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", to="@lee")
    gives(stage, "Call Acme back", to="@wei")
    stage.passes(days=2, hours=5)
    # Lee was reminded on Tuesday at 9:30 in New York, 23 and a half hours ago.
    stage.types(LEE, "/cx note T-1 I am on it")
    stage.passes(hours=12)
    # Wei on Wednesday at 9:30 in Singapore, and on Thursday half an hour ago.
    stage.types(WEI, "/cx note T-2 I am on it")
    until_counted(stage)
    assert counted(stage, LEE)[1] == (1, 1)
    assert counted(stage, WEI)[1] == (1, 0)
    assert counted(stage, WEI)[2] == (1, 1)


@ON_SQLITE
@pytest.mark.parametrize("size", [1, 3, 200])
def test_a_few_at_a_time_come_to_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(counting, "SLICE", size)
    gives(stage, "Rewrite the refund mail", "Call Acme back", "Count the boxes")
    until_wednesday(stage)
    stage.types(SARA, "/cx ack T-2")
    until_counted(stage)
    assert counted(stage) == counted(stage, EVERYBODY) == {1: (3, 1), 2: (2, 0), 3: (2, 0)}


@ON_SQLITE
def test_what_happens_later_changes_no_week_that_is_counted(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail", "Call Acme back")
    until_wednesday(stage)
    stage.types(SARA, "/cx ack T-1")
    until_counted(stage)
    before = counted(stage)
    stage.types(SARA, "/cx ack T-2")
    stage.types(OMAR, "/cx withdraw T-1 because Legal does it")
    leaves(stage, SARA)
    stage.passes(days=14)
    assert counted(stage) == before


@ON_SQLITE
def test_two_lost_weeks_are_counted_one_after_the_other(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail")
    stage.passes(days=4)
    stage.workspace.clock.forward(timedelta(days=14))
    stage.settle()
    stage.passes(hours=1)
    assert counted(stage) == {1: (1, 0), 2: (1, 0), 3: (1, 0)}
    assert counted(stage, week=NEXT) == {}
    with stage.duly.database.read() as session:
        [turn] = session.exec(select(YieldTurn)).all()
    assert (turn.week, turn.error) == (date(2026, 12, 7), "")


@ON_SQLITE
def test_what_a_clock_counted_that_was_ahead_is_counted_anew(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail")
    with stage.duly.database.write() as session:
        [turn] = session.exec(select(YieldTurn)).all()
        turn.week, turn.next_at = date(2027, 6, 7), stage.now + timedelta(days=200)
        session.add_all([turn, Yield(team_id=TEAM, person_id=SARA, week=WEEK, rung=1, sent=9,
                                     acted=9)])  # fmt: skip
    stage.settle()
    stage.passes(days=11)
    assert counted(stage) == {1: (1, 0), 2: (1, 0), 3: (1, 0)}


@ON_SQLITE
def test_counting_is_no_history_of_anything(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail")
    stage.passes(days=11)
    with stage.duly.database.read() as session:
        assert {each.noun for each in session.exec(select(Event))} == {"task"}


@pytest.mark.both
def test_what_is_counted_is_exported_for_whoever_sees_all(stage: Stage) -> None:
    gives(stage, "Rewrite the refund mail")
    stage.passes(days=11)
    found = exported.rows(stage.duly.database, "yields")
    check_types("yields", found)
    assert [(each["week"], each["rung"], each["sent"], each["acted"]) for each in found] == [
        ("2026-11-23", 1, 1, 0), ("2026-11-23", 2, 1, 0), ("2026-11-23", 3, 1, 0),
    ]  # fmt: skip
    assert {each["person_name"] for each in found} == {"Sara Novak"}
    with stage.duly.database.read() as session:
        for reader, seen in ((OMAR, 3), (NORA, 0), (MARIA, 0), (SARA, 0)):
            person = people.find(session, TEAM, reader)
            assert person
            wanted = Excerpt(audiences.reader(session, person))
            assert len(exports.yields(session, wanted, None, 100).rows) == seen
