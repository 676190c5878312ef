"""The customer room pack comes by itself, once after each month, until somebody ends that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import people, schedules
from storage.people import Person
from storage.schedules import TOO_LATE, Posting, Schedule
from storage.workspaces import Workspace
from tests.cast import MONDAY, NORA, OMAR, SARA, TEAM
from tests.stage import Stage

TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
"""Nine o'clock in Berlin, where Omar is: November is over."""


def came(stage: Stage) -> list[str]:
    """The titles of what was uploaded, oldest first."""
    return [
        stage.workspace.files[file_id].title
        for message in stage.workspace.messages("#executives")
        for file_id in message.files
    ]


def standing(stage: Stage) -> Schedule:
    with stage.duly.database.read() as session:
        [found] = [e for e in schedules.everyone(session, TEAM) if e.kind == Posting.ROOM]
        return found


def until(stage: Stage, month: int, day: int, hour: int = 12, year: int = 2026) -> None:
    stage.workspace.clock.move_to(datetime(year, month, day, hour, tzinfo=UTC))
    stage.settle()


@pytest.mark.both
def test_each_month_comes_when_it_is_over_until_somebody_ends_it(stage: Stage) -> None:
    told = stage.types(NORA, "/cx room monthly")
    assert "comes to #executives on the first working day after each month, at 9:00." in told
    assert "`/cx room off` ends it." in told
    stage.workspace.clock.move_to(TUESDAY - timedelta(minutes=1))
    stage.settle()
    assert came(stage) == []
    stage.workspace.clock.move_to(TUESDAY)
    stage.settle()
    assert came(stage) == ["Customer room, November 2026"]
    until(stage, 1, 1, 8, year=2027)
    until(stage, 1, 1, 12, year=2027)
    assert standing(stage).next_at == datetime(2027, 2, 1, 8, tzinfo=UTC)
    assert came(stage)[1:] == ["Customer room, December 2026"]
    assert "No customer room pack comes by itself any more." in stage.types(OMAR, "/cx room off")
    until(stage, 2, 1, 12, year=2027)
    assert len(came(stage)) == 2
    assert "Nothing was changed." in stage.types(OMAR, "/cx room off")


def test_on_a_day_off_it_waits_for_the_next_working_day(stage: Stage) -> None:
    until(stage, 12, 31)
    until(stage, 7, 30, year=2027)
    stage.types(NORA, "/cx room every month")
    until(stage, 8, 1, 7, year=2027)
    until(stage, 8, 1, 12, year=2027)
    assert came(stage) == [], "a Sunday"
    assert standing(stage).next_at == datetime(2027, 8, 2, 7, tzinfo=UTC)
    until(stage, 8, 2, 7, year=2027)
    assert came(stage) == ["Customer room, July 2027"]
    assert standing(stage).next_at == datetime(2027, 9, 1, 7, tzinfo=UTC)


def test_what_would_come_more_than_a_day_late_is_left_out(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    until(stage, 12, 2, 9)
    assert came(stage) == []
    found = standing(stage)
    assert (found.error, found.next_at) == (TOO_LATE, datetime(2027, 1, 1, 8, tzinfo=UTC))


def test_within_a_day_it_comes_late(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    until(stage, 12, 1, 20)
    assert came(stage) == ["Customer room, November 2026"]


def test_a_month_comes_by_itself_once_however_often_it_is_switched_on(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    until(stage, 12, 1, 8)
    for words in ("off", "monthly", "monthly"):
        stage.types(NORA, f"/cx room {words}")
    stage.passes(days=3)
    assert came(stage) == ["Customer room, November 2026"]
    assert standing(stage).next_at == datetime(2027, 1, 1, 8, tzinfo=UTC)


def test_switched_on_before_nine_on_the_first_it_comes_the_same_morning(stage: Stage) -> None:
    until(stage, 12, 1, 7)
    stage.types(NORA, "/cx room monthly")
    until(stage, 12, 1, 8)
    assert came(stage) == ["Customer room, November 2026"]


def test_what_somebody_asked_for_at_the_same_time_comes_once(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    stage.workspace.faults.fail_next(1, method="files.getUploadURLExternal", how="error_500")
    stage.workspace.clock.move_to(TUESDAY - timedelta(seconds=20))
    stage.types(OMAR, "/cx room november")
    stage.passes(hours=1)
    assert came(stage) == ["Customer room, November 2026"]


def test_what_cannot_come_the_cco_reads_in_their_hours(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    with stage.duly.database.write() as session:
        session.get_one(Workspace, TEAM).executive_channel_id = None
    until(stage, 12, 1, 8)
    stage.passes(hours=2)
    assert came(stage) == []
    assert "There is no executive channel yet." in stage.reads_all(OMAR)
    assert standing(stage).next_at == datetime(2027, 1, 1, 8, tzinfo=UTC)


def test_it_goes_by_the_clock_of_whoever_is_cco_by_then(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    with stage.duly.database.write() as session:
        session.get_one(Person, (TEAM, OMAR)).zone = "America/New_York"
    until(stage, 12, 1, 8)
    assert came(stage) == []
    until(stage, 12, 1, 14)
    assert came(stage) == ["Customer room, November 2026"]
    assert standing(stage).next_at == datetime(2027, 1, 1, 14, tzinfo=UTC)


def test_only_executives_and_the_cco_switch_it_on_and_off(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    for words in ("monthly", "off"):
        assert "That is for an executive or the CCO" in stage.types(SARA, f"/cx room {words}")
    assert standing(stage).created_by == NORA
    assert (standing(stage).next_at or MONDAY) > MONDAY


def test_it_goes_on_under_the_cco_when_whoever_wanted_it_leaves(stage: Stage) -> None:
    stage.types(NORA, "/cx room monthly")
    stage.people.deactivate(NORA)
    assert stage.workspace.wait_until(lambda: is_gone(stage, NORA))
    stage.settle()
    stage.passes(days=1)
    assert standing(stage).created_by == OMAR
    told = stage.reads_all(OMAR)
    assert "• The customer room pack in #executives: on the 1st of every month at 9:00" in told
    assert "`/cx room off` ends it." in told
    until(stage, 12, 1, 8)
    assert came(stage) == ["Customer room, November 2026"]


def is_gone(stage: Stage, user: str) -> bool:
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        return person is not None and person.gone
