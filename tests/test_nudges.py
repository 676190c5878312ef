"""Nobody is reminded of what they have answered, however close the answer and the reminder are."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot import routes
from handlers.chasing import asks, nudges
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.nudges.sentences import sentence
from handlers.promises import items
from handlers.promises.items.kinds import FINISH
from storage import asks as stored_asks
from storage import cards, outbox
from storage.asks import Ask, Outcome
from storage.cards import Card
from storage.database import Database
from storage.nudges import Nudge, Part
from storage.people import Person
from storage.tasks import Task
from tests.cast import LEE, MONDAY, OMAR, SARA, TEAM

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def remind(database: Database, *numbers: int) -> None:
    """Tasks that Sara was asked to take, each with a reminder due now."""
    with database.write() as session:
        for number in numbers:
            ask = Ask(
                team_id=TEAM, kind="acknowledge", noun="task", number=number, person_id=SARA,
                opened_at=MONDAY, due_at=MONDAY,
            )  # fmt: skip
            task = Task(
                team_id=TEAM, number=number, title=f"Promise {number}", owner_id=SARA,
                due_at=MONDAY, created_by=OMAR, created_at=MONDAY,
            )  # fmt: skip
            nudge = Nudge(
                team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part=Part.OWES, rung=1,
                due_at=MONDAY,
            )  # fmt: skip
            session.add_all([ask, task, nudge])


def answer(session: Session, *numbers: int) -> None:
    for number in numbers:
        for ask in stored_asks.open_about(session, TEAM, "task", number):
            asks.answer(session, MONDAY, ask, SARA, Outcome.ANSWERED)
    session.flush()


def planned(database: Database) -> list[Nudge]:
    with database.read() as session:
        return list(session.exec(select(Nudge).where(col(Nudge.sent_at).is_(None))))


def bundled(database: Database) -> set[int]:
    """The tasks of which anybody was reminded."""
    query = (
        select(Ask.number)
        .join(Nudge, col(Nudge.ask_id) == col(Ask.ask_id))
        .where(col(Nudge.sent_at).is_not(None))
    )
    with database.read() as session:
        return set(session.exec(query))


class Meanwhile:
    """Work in another transaction, which may have to wait for this one."""

    def __init__(self, work: Any, *arguments: Any) -> None:
        self._broke: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(work, *arguments))
        self._thread.start()
        self._thread.join(0.3)

    def _run(self, work: Any, *arguments: Any) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 - it is raised again by whoever waits
            self._broke.append(error)

    @property
    def waits(self) -> bool:
        return self._thread.is_alive()

    def ends(self) -> None:
        self._thread.join(10)
        assert not self.waits
        if self._broke:
            raise self._broke[0]


def tick(database: Database) -> None:
    with database.write() as session:
        nudges.handle_one(routes.REGISTERS, session, MONDAY)


def answers(database: Database, *numbers: int) -> None:
    with database.write() as session:
        answer(session, *numbers)


@only_postgresql
def test_an_answer_that_is_under_way_is_waited_for_and_not_reminded_of(database: Database) -> None:
    remind(database, 1, 2)
    with database.write() as session:
        answer(session, 1)
        worker = Meanwhile(tick, database)
        assert worker.waits, "the answer may still be undone"
    worker.ends()
    assert bundled(database) == {2}
    with database.read() as session:
        [owed] = session.exec(select(Ask.ask_id).where(Ask.number == 2)).all()
    assert {nudge.ask_id for nudge in planned(database)} == {owed}, "only what is owed goes on"


@only_postgresql
def test_an_answer_during_a_bundle_takes_what_the_bundle_planned_off_again(
    database: Database,
) -> None:
    remind(database, 1)
    with database.write() as session:
        nudges.handle_one(routes.REGISTERS, session, MONDAY)
        person = Meanwhile(answers, database, 1)
        assert person.waits
    person.ends()
    assert planned(database) == []
    with database.read() as session:
        [ask] = session.exec(select(Ask)).all()
    assert (ask.answered_at, ask.rung) == (MONDAY, 1)


@only_postgresql
def test_answers_and_bundles_of_many_asks_never_wait_for_each_other_for_ever(
    database: Database,
) -> None:
    numbers = range(1, 21)
    for _ in range(10):
        with database.write() as session:
            for row in (*session.exec(select(Nudge)), *session.exec(select(Ask))):
                session.delete(row)
            for row in session.exec(select(Task)):
                session.delete(row)
        remind(database, *numbers)
        work = [
            Meanwhile(tick, database),
            Meanwhile(answers, database, *numbers),
            Meanwhile(tick, database),
        ]
        for each in work:
            each.ends()
        assert planned(database) == []


@pytest.mark.parametrize("gone", ["answered", "deleted"])
def test_a_reminder_whose_ask_is_over_is_dropped(database: Database, gone: str) -> None:
    remind(database, 1, 2)
    with database.write() as session:
        ask = session.exec(select(Ask).where(Ask.number == 1)).one()
        if gone == "deleted":
            session.delete(ask)
        else:
            ask.answered_at = MONDAY
    with database.write() as session:
        assert nudges.handle_one(routes.REGISTERS, session, MONDAY)
    assert bundled(database) == {2}
    assert {nudge.ask_id for nudge in planned(database)}.isdisjoint({ask.ask_id})


def test_nothing_is_sent_when_all_is_answered_and_the_rest_goes_on(database: Database) -> None:
    remind(database, 1)
    with database.write() as session:
        session.exec(select(Ask)).one().answered_at = MONDAY
    with database.write() as session:
        assert nudges.handle_one(routes.REGISTERS, session, MONDAY)
        assert not nudges.handle_one(routes.REGISTERS, session, MONDAY)
    with database.read() as session:
        assert session.exec(select(outbox.Message)).all() == []
        assert session.exec(select(Card)).all() == []


def drawn(database: Database, now: datetime = MONDAY) -> str:
    with database.read() as session:
        [card] = session.exec(select(Card).where(Card.noun == cards.BUNDLE)).all()
        shown = nudges.render(routes.REGISTERS, session, card, now)
    return str(shown.blocks) if shown else ""


def test_what_is_answered_before_the_bundle_leaves_is_not_in_it(database: Database) -> None:
    remind(database, 1, 2)
    tick(database)
    answers(database, 1)
    assert "T-1" not in drawn(database)
    assert "Mon 23 Nov · T-2" in drawn(database), "the one thing is the header"
    answers(database, 2)
    assert drawn(database) == "", "and a bundle of nothing does not leave at all"


def test_what_is_put_off_before_the_bundle_leaves_is_not_in_it(database: Database) -> None:
    remind(database, 1, 2)
    tick(database)
    with database.write() as session:
        ask = session.exec(select(Ask).where(Ask.number == 1)).one()
        asks.snooze(session, MONDAY, ask, FINISH, MONDAY + timedelta(days=2), "the printer")
    assert "T-1" not in drawn(database)
    assert "T-2" in drawn(database)


def test_what_is_answered_after_the_bundle_arrived_is_crossed_out(database: Database) -> None:
    remind(database, 1, 2)
    tick(database)
    with database.write() as session:
        session.exec(select(Card).where(Card.noun == cards.BUNDLE)).one().ts = "1.1"
    answers(database, 1, 2)
    assert "✓ T-1 is answered." in drawn(database)
    assert "Both are answered. Thank you." in drawn(database)


# --- one person, one message ---


def test_two_urgent_matters_in_one_second_are_two_messages(database: Database) -> None:
    for number in (1, 2):
        remind(database, number)
        with database.write() as session:
            for ask in session.exec(select(Ask)):
                ask.severity = 1
        tick(database)
        with database.write() as session:
            for message in session.exec(select(outbox.Message)):
                message.state = outbox.MessageState.SENT
    assert bundled(database) == {1, 2}
    assert planned_without_error(database)
    with database.read() as session:
        hers = select(Card.number).where(Card.lane == SARA)
        first, second = session.exec(hers.order_by(col(Card.number)))
    assert (first, second) == (int(MONDAY.timestamp()), int(MONDAY.timestamp()) + 1)


def planned_without_error(database: Database) -> bool:
    return not any(nudge.error for nudge in planned(database))


def test_a_deputy_who_left_doubles_nothing_for_the_owner(database: Database) -> None:
    remind(database, 1)
    with database.write() as session:
        [ask] = session.exec(select(Ask))
        deputy = session.get(Person, (TEAM, LEE))
        assert deputy is not None
        deputy.gone = True
        [mine] = session.exec(select(Nudge))
        mine.due_at = MONDAY + timedelta(hours=1)
        session.add(
            Nudge(
                team_id=TEAM, ask_id=ask.ask_id, person_id=LEE, part=Part.DEPUTY, rung=1,
                due_at=MONDAY,
            )
        )  # fmt: skip
    tick(database)
    assert [nudge.person_id for nudge in planned(database)] == [SARA]


# --- one bundle a day ---


def test_what_is_left_from_another_day_waits_for_todays_bundle(database: Database) -> None:
    before = MONDAY.replace(hour=8, minute=29, second=55)
    half_past_nine = MONDAY.replace(hour=8, minute=30)
    remind(database, 1, 2)
    with database.write() as session:
        first, second = session.exec(select(Nudge))
        first.due_at, second.due_at = MONDAY - timedelta(days=3), half_past_nine
    with database.write() as session:
        assert nudges.handle_one(routes.REGISTERS, session, before)
    assert bundled(database) == set()
    with database.write() as session:
        assert nudges.handle_one(routes.REGISTERS, session, half_past_nine + timedelta(seconds=20))
    assert bundled(database) == {1, 2}


def test_a_bundle_that_could_not_leave_takes_the_next_one_in(database: Database) -> None:
    remind(database, 1)
    tick(database)
    remind(database, 2)
    tomorrow = MONDAY + timedelta(days=1)
    with database.write() as session:
        for nudge in session.exec(select(Nudge).where(col(Nudge.sent_at).is_(None))):
            nudge.due_at = tomorrow
        assert nudges.handle_one(routes.REGISTERS, session, tomorrow)
    assert bundled(database) == {1, 2}
    with database.read() as session:
        [card] = session.exec(select(Card)).all()
        [message] = session.exec(select(outbox.Message)).all()
        assert message.card_id == card.card_id
    assert "T-1" in drawn(database, tomorrow)
    assert "T-2" in drawn(database, tomorrow)


@pytest.mark.parametrize("rung", [1, 2, 3])
@pytest.mark.parametrize(
    ("gave", "says"),
    [(-2, "gave"), (0, "Today is the day"), (2, "Still good?")],
)
def test_the_day_of_a_promise_is_the_one_that_was_given(rung: int, gave: int, says: str) -> None:
    """Whoever is asked of it only after it has passed is asked from that moment on."""
    sara = Person(team_id=TEAM, user_id=SARA, name="Sara")
    given = MONDAY + timedelta(days=gave)
    task = Task(
        team_id=TEAM, number=1, title="Call", owner_id=SARA, created_by=OMAR, due_at=given,
        promised_by=SARA,
    )  # fmt: skip
    ask = Ask(
        team_id=TEAM, kind=FINISH.name, noun="task", number=1, person_id=SARA, opened_at=MONDAY,
        due_at=max(given, MONDAY),
    )  # fmt: skip
    nudge = Nudge(
        team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part=Part.OWES, rung=rung, due_at=MONDAY
    )
    said = sentence(Reminder(nudge, ask, FINISH, items.about(task, None)), sara, MONDAY)
    assert says in said
    assert ("Today" in said) is (gave == 0)
