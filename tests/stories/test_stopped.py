"""Once a quarter the CCO reads what Duly stopped sending, to whom, and what came of the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.chasing.yields import stopped
from storage.asks import Ask
from storage.history import Event
from storage.people import Person, Role
from storage.spared import Spared
from storage.yields import YieldTurn
from tests.cast import BEN, MARIA, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_halvings import had, halved, judges, pressed

NEW_YEAR = datetime(2027, 1, 4, 7, 59, tzinfo=UTC)
"""Shortly before opening time in Berlin on the first working day of 2027."""
SAID = "What I stopped sending"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def counted(stage: Stage, until: datetime) -> None:
    """Time jumps, and all weeks before it are counted: nothing was sent meanwhile."""
    stage.settle()
    stage.workspace.clock.move_to(until)
    stage.settle()


def left_out(stage: Stage, person: str, *days: date, rung: int = 1, answered: bool = False) -> None:
    """On each of these days a reminder was left out for somebody."""
    with stage.duly.database.write() as session:
        for day in days:
            at = datetime(day.year, day.month, day.day, 8, 30, tzinfo=UTC)
            ask = Ask(
                team_id=TEAM, kind="acknowledge", noun="task", number=900, person_id=person,
                opened_at=at - timedelta(days=1), due_at=at + timedelta(days=1),
                answered_at=at - timedelta(hours=1) if answered else at + timedelta(hours=30),
                answered_by=person,
            )  # fmt: skip
            row = Spared(
                team_id=TEAM, ask_id=ask.ask_id, person_id=person, rung=rung, due_at=at
            )  # fmt: skip
            session.add_all([ask, row])


def told(stage: Stage) -> list[tuple[int, dict[str, object]]]:
    """What history keeps of each quarter that was told."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Event).where(Event.noun == "yield")).all()
    return [(each.number, each.details) for each in found]


def read_by(stage: Stage, user: str) -> list[str]:
    return [each for each in stage.reads(user) if SAID in each]


def test_what_was_left_out_is_told_on_the_first_working_day_and_once(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    had(stage, SARA, 36, 30, rung=2)
    judges(stage)
    left_out(stage, BEN, date(2026, 12, 1), date(2026, 12, 2))
    left_out(stage, BEN, date(2026, 12, 7), rung=6)
    left_out(stage, BEN, date(2026, 12, 8), answered=True)
    counted(stage, NEW_YEAR)
    assert read_by(stage, OMAR) == []
    stage.passes(hours=1)
    [message] = read_by(stage, OMAR)
    assert (
        "From Mon 28 Sep 2026 to Sun 27 Dec I left out three reminders, as they change little: "
        "two first reminders and one Monday line." in message.replace("Sep to", "Sep 2026 to")
    )
    assert (
        "Of 60 reminders that were sent 33 were acted on within one working day: 55 %." in message
    )
    assert "By reminder: first: 3 of 24 · second: 30 of 36" in message
    assert "Half as many go to one colleague." in message
    assert (
        "*Ben Fischer*: half as many since Mon 23 Nov, when 3 of 24 were acted on; three not sent "
        "in this time." in message
    )
    assert told(stage) == [
        (
            20271,
            {
                "since": "2026-09-28", "until": "2026-12-28", "sent": 60, "acted": 33,
                "left_out": 3, "halved": 1,
            },
        )
    ]  # fmt: skip
    for somebody in (BEN, SARA, MARIA, NORA):
        assert read_by(stage, somebody) == []
    stage.passes(days=2)
    assert len(read_by(stage, OMAR)) == len(told(stage)) == 1


@on_sqlite
def test_its_buttons_send_all_again(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    counted(stage, NEW_YEAR + timedelta(hours=1))
    assert "Of 24 reminders that were sent three were acted on" in read_by(stage, OMAR)[0]
    assert "nothing was left out yet" in read_by(stage, OMAR)[0]
    stage.clicks(OMAR, "Send all again", BEN)
    assert "Ben Fischer gets all reminders again" in stage.sees_form(OMAR)
    assert halved(stage, BEN) == [(24, 3, OMAR)]
    stage.clicks(OMAR, "Send all again", BEN)
    assert "gets all reminders already" in stage.sees_form(OMAR)
    assert halved(stage, BEN) == [(24, 3, OMAR)]


@on_sqlite
def test_a_quarter_in_which_nothing_was_left_out_is_not_told(stage: Stage) -> None:
    had(stage, SARA, 30, 12)
    judges(stage)
    counted(stage, NEW_YEAR + timedelta(hours=1))
    stage.passes(days=1)
    assert read_by(stage, OMAR) == []
    [(number, details)] = told(stage)
    assert (number, details["sent"], details["left_out"], details["halved"]) == (20271, 30, 0, 0)


@on_sqlite
def test_where_duly_was_down_over_the_day_it_comes_at_the_next_opening(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    counted(stage, datetime(2027, 1, 5, 21, tzinfo=UTC))
    assert read_by(stage, OMAR) == []
    stage.passes(hours=14)
    assert len(read_by(stage, OMAR)) == len(told(stage)) == 1


@on_sqlite
def test_more_than_a_month_late_it_is_left_out(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    counted(stage, datetime(2027, 2, 5, 9, tzinfo=UTC))
    stage.passes(days=1)
    assert read_by(stage, OMAR) == told(stage) == []


@on_sqlite
def test_it_waits_until_all_its_weeks_are_counted(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    stage.settle()
    stage.workspace.clock.move_to(NEW_YEAR + timedelta(hours=2))
    with stage.duly.database.write() as session:
        stopped.look_after(session, stage.now, TEAM)
        turn = session.get(YieldTurn, TEAM)
    assert turn
    assert turn.week
    assert turn.week < date(2026, 12, 28)
    assert told(stage) == []
    stage.passes(hours=1)
    assert len(read_by(stage, OMAR)) == 1


@on_sqlite
def test_two_workers_tell_it_once(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    counted(stage, NEW_YEAR + timedelta(hours=1))
    for _ in range(3):
        with stage.duly.database.write() as session:
            stopped.look_after(session, stage.now, TEAM)
    stage.passes(hours=1)
    assert len(read_by(stage, OMAR)) == len(told(stage)) == 1


@on_sqlite
def test_who_stands_in_reads_no_names_and_may_press_nothing(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    left_out(stage, BEN, date(2026, 12, 1))
    stage.settle()
    stage.types(OMAR, "/cx away from 28 dec to 15 jan, @maria stands in")
    counted(stage, datetime(2026, 12, 28, 12, tzinfo=UTC))
    counted(stage, NEW_YEAR + timedelta(hours=2))
    stage.passes(days=1)
    assert read_by(stage, OMAR) == []
    [message] = read_by(stage, MARIA)
    assert "I left out one reminder, as it changes little: one first reminder." in message
    assert "Half as many go to one colleague; Omar Haddad reads at Home who that is." in message
    assert "Ben" not in message
    assert "[Send all again" not in message
    assert "Ben Fischer (3 of 24)" in stage.opens_home(OMAR)


@on_sqlite
def test_whoever_has_the_office_by_then_reads_it(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    with stage.duly.database.write() as session:
        for user, role in ((OMAR, Role.MEMBER), (NORA, Role.CCO)):
            person = session.get(Person, (TEAM, user))
            assert person
            person.role = role
            session.add(person)
    counted(stage, NEW_YEAR + timedelta(hours=8))
    stage.passes(days=1)
    assert read_by(stage, OMAR) == []
    [message] = read_by(stage, NORA)
    assert "*Ben Fischer*" in message


@on_sqlite
def test_many_are_eight_by_name_and_the_rest_a_click_away(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        known = session.exec(
            select(Person.user_id).where(
                Person.team_id == TEAM, Person.role != Role.CCO, Person.name != "Duly"
            )
        ).all()
    chosen = sorted(known)[:11]
    for user in chosen:
        had(stage, user, 20, 1)
    judges(stage)
    counted(stage, NEW_YEAR + timedelta(hours=1))
    [message] = read_by(stage, OMAR)
    assert "Half as many go to 11 colleagues." in message
    assert message.count("half as many since") == 8
    assert "Half as many go to three others as well." in message
    assert "nothing was left out yet" in message
    stage.clicks(OMAR, "Send all again…")
    assert "11 colleagues" in stage.sees_form(OMAR)


@pytest.mark.both
def test_what_is_left_out_is_noted_when_it_would_have_come(stage: Stage) -> None:
    had(stage, SARA, 24, 3)
    judges(stage)
    stage.types(OMAR, "/cx task Call Acme back to @sara by 18 dec")
    stage.types(OMAR, "/cx task Call Globex back to @aisha by 18 dec")
    stage.passes(days=28)
    with stage.duly.database.read() as session:
        found = session.exec(select(Spared).order_by(col(Spared.due_at))).all()
        asks = {each.ask_id: each.number for each in session.exec(select(Ask)).all()}
    assert {asks[each.ask_id] for each in found} == {1}
    assert {each.person_id for each in found} == {SARA}
    # Whether she takes it, and whether its day still holds.
    assert [each.rung for each in found] == [1, 1, 6, 6]
    assert [each.due_at.date() for each in found[2:]] == [date(2026, 12, 14), date(2026, 12, 28)]
    assert all(each.due_at.date() < date(2026, 12, 18) for each in found[:2])


@on_sqlite
def test_what_is_answered_in_time_was_not_left_out(stage: Stage) -> None:
    had(stage, SARA, 24, 3)
    judges(stage)
    stage.types(OMAR, "/cx task Call Acme back to @sara by 18 dec")
    with stage.duly.database.read() as session:
        planned = session.exec(select(Spared)).all()
    assert len(planned) == 2
    assert all(each.due_at > stage.now for each in planned)
    pressed(stage, OMAR, "yields.again", SARA)
    with stage.duly.database.read() as session:
        assert session.exec(select(Spared)).all() == []
