"""The CCO's office is no place to park things: what gathers there is said in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.calendar import calendars, hours
from handlers.chasing import burden
from handlers.chasing import policy as policies
from handlers.chasing.burden import Burden
from storage import people
from storage.database import Database
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

WHAT = ("Strange noise", "Broken lid", "Nobody waved", "Wet carpet", "Empty shelf")
MONDAY_MORNING = datetime(2026, 11, 30, 10, tzinfo=UTC)


def held(stage: Stage) -> Burden | None:
    with stage.duly.database.read() as session:
        return burden.of_office(session, TEAM)


def gives(stage: Stage, count: int) -> None:
    for number in range(count):
        stage.types(SARA, f"/cx task Call customer {number} back by 18 dec to @maria")


def reports(stage: Stage, count: int) -> str:
    said = ""
    for what in WHAT[:count]:
        said = stage.types(GRACE, f"/cx issue {what} for Acme sev 3")
    return said


def test_few_answers_are_no_burden(stage: Stage) -> None:
    assert held(stage) is None
    gives(stage, 5)
    said = reports(stage, 4)
    assert "@omar will choose." in said
    assert "%" not in said
    assert held(stage) is None


def test_whoever_puts_one_more_there_reads_how_much_it_is(stage: Stage) -> None:
    gives(stage, 18)
    assert "%" not in reports(stage, 2)
    said = stage.types(GRACE, f"/cx issue {WHAT[2]} sev 3")
    assert (
        "With it 3 of 21 open things wait for the CCO's office, 14 %, which is more than its share."
    ) in said
    assert "Name the department (“… in Billing”), and it goes there at once." in said
    assert held(stage) == Burden(3, 21, 10)
    assert "%" not in stage.types(GRACE, "/cx issue Wrong invoice for Acme in Billing sev 3")


def test_the_cco_reads_it_in_the_first_message_of_a_week(stage: Stage) -> None:
    gives(stage, 12)
    reports(stage, 3)
    stage.passes(days=4)
    assert not any("The house rules allow" in each for each in stage.reads(OMAR))
    stage.passes(until=MONDAY_MORNING)
    read = [each for each in stage.reads(OMAR) if "The house rules allow" in each]
    assert len(read) == 1
    heavy = "*3 of 15 open things wait for the CCO's office: 20 %.* The house rules allow 10 %."
    assert heavy in read[0]
    stage.passes(days=3)
    assert sum("The house rules allow" in each for each in stage.reads(OMAR)) == 1
    assert not any("The house rules allow" in each for each in stage.reads(MARIA))


def test_the_share_is_a_house_rule(stage: Stage) -> None:
    gives(stage, 12)
    reports(stage, 3)
    assert held(stage) == Burden(3, 15, 10)
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        policies.change(session, stage.now, omar, {"office_share": 20})
    assert held(stage) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_first_working_day_of_a_week(database: Database) -> None:
    with database.read() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        calendar = calendars.for_person(session, omar)
    days = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(23, 30)]
    first = [burden.is_first_day(calendar, day) for day in days]
    assert first == [True, *[False] * 6]
    assert hours.is_working_day(calendar, days[0].date())
