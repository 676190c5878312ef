"""What people can do is called here as any program may call it, with rows and words and no request.

Each answers with what it made or changed, and refuses in a sentence that a person can read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, select

from handlers.promises import answers, giving, handoffs, items
from handlers.speech.errors import (
    AlreadyClosed,
    AlreadyOffered,
    AlreadyTaken,
    CcoOwns,
    DayMissing,
    NoMoreSnoozes,
    NothingOwed,
    NotOffered,
    NotReadYet,
    NotYours,
    PastDate,
    ReceiverMissing,
    SameOwner,
    SnoozeTooLong,
    UnclearDate,
    UnknownDepartment,
    UserError,
    WhyMissing,
)
from storage import customers, departments, history, people
from storage import handoffs as stored_handoffs
from storage.asks import Ask
from storage.cards import Card
from storage.database import Database
from storage.departments import Department
from storage.issues import Issue
from storage.items import State
from storage.outbox import Message
from storage.people import Person
from storage.tasks import Task
from tests import replay
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 17, tzinfo=UTC)
"""The end of a day in Berlin."""
WHY = "Legal reads it on Monday"
Item = Task | Issue


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, in whose end history tells what stands in the items."""
    with database.write() as session:
        yield session
        session.flush()
        told = replay.replayed(session, TEAM, strict=True)
    assert not told.differing, "\n".join(told.differing)


def person(session: Session, user: str) -> Person:
    found = people.find(session, TEAM, user)
    assert found
    return found


def department(session: Session, name: str) -> Department:
    found = departments.named(session, TEAM, name)
    assert found
    return found


def held(session: Session, ref: str = "T-1") -> Item:
    """The promise as every use case wants it."""
    return items.get(session, person(session, OMAR), ref)


@pytest.fixture
def task(session: Session) -> Item:
    """T-1 from Ben to Sara by Friday, for Acme."""
    acme = customers.named(session, TEAM, "Acme")
    giving.give(
        session, MONDAY, person(session, BEN), title="Call them", owner=person(session, SARA),
        department=department(session, "Billing"), due_at=FRIDAY, customer=acme,
    )  # fmt: skip
    return held(session)


def owed(session: Session, ref: str = "T-1") -> set[tuple[str, str]]:
    """What is still owed about a promise, and by whom."""
    noun, number = items.read_ref(ref) or ("", 0)
    query = select(Ask).where(
        Ask.noun == noun, Ask.number == number, col(Ask.answered_at).is_(None)
    )
    return {(ask.kind, ask.person_id) for ask in session.exec(query)}


def last(session: Session, item: Item) -> tuple[str, str]:
    """Who did what last."""
    event = history.of(session, TEAM, item.noun, item.number)[-1]
    return event.actor, event.verb


# --- answers ---


def test_somebody_takes_a_promise_by_the_day_they_name(session: Session, task: Item) -> None:
    taken = answers.take(session, MONDAY, person(session, SARA), task, "2026-12-01")
    assert (taken.item, taken.owner.user_id) == (task, SARA)
    assert (task.state, task.acknowledged_at, task.due_at, task.due_zone) == (
        State.ACKNOWLEDGED, MONDAY, TUESDAY, "Europe/Berlin",
    )  # fmt: skip
    assert owed(session) == {("finish", SARA)}
    assert last(session, task) == (SARA, "acknowledged")


def test_somebody_keeps_a_promise_early(session: Session, task: Item) -> None:
    finished = answers.finish(session, MONDAY, person(session, SARA), task)
    assert finished.early == 4
    assert finished.customer
    assert finished.customer.name == "Acme"
    assert (task.state, task.closed_at) == (State.DONE, MONDAY)
    assert owed(session) == set()


@pytest.mark.parametrize(
    ("user", "state", "asked"),
    [(SARA, State.ACKNOWLEDGED, "finish"), (MARIA, State.ACKNOWLEDGED, "finish"),
     (OMAR, State.OPEN, "acknowledge")],
)  # fmt: skip
def test_a_new_date_is_a_promise_of_whoever_may_give_one(
    session: Session, task: Item, user: str, state: State, asked: str
) -> None:
    redated = answers.redate(session, MONDAY, person(session, user), task, "2026-12-01", WHY)
    assert redated.taken == (state == State.ACKNOWLEDGED)
    assert (task.state, task.due_at, task.original_due_at) == (state, TUESDAY, FRIDAY)
    assert owed(session) == {(asked, SARA)}
    assert last(session, task) == (user, "dated")


def test_it_is_quiet_about_a_promise_until_the_morning_of_a_day(
    session: Session, task: Item
) -> None:
    sara = person(session, SARA)
    before = answers.rest(session, MONDAY, sara, task)
    snoozed = answers.snooze(session, MONDAY, sara, task, "2026-11-25", WHY)
    assert snoozed.wake == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert snoozed.left == before.left - 1 == 1
    assert (before.ask.snoozed_until, before.ask.snooze_reason) == (snoozed.wake, WHY)
    assert task.state == State.OPEN
    assert owed(session) == {("acknowledge", SARA)}


def test_a_no_asks_for_a_word_to_the_customer_who_then_hears_it(
    session: Session, task: Item
) -> None:
    declined = answers.decline(session, MONDAY, person(session, SARA), task, WHY)
    assert declined.teller
    assert declined.customer
    assert (declined.teller.user_id, declined.customer.name) == (BEN, "Acme")
    assert (task.state, task.close_reason) == (State.DECLINED, WHY)
    assert owed(session) == {("tell", BEN)}
    assert answers.tell(session, MONDAY, person(session, BEN), task).item is task
    assert owed(session) == set()
    assert last(session, task) == (BEN, "told")


def test_those_who_can_help_read_what_would(session: Session, task: Item) -> None:
    helped = answers.ask_for_help(session, MONDAY, person(session, SARA), task, "A lawyer")
    assert [each.user_id for each in helped.helpers] == [MARIA, LEE]
    noted = {note.lane for note in session.exec(select(Message)) if "A lawyer" in str(note.payload)}
    assert noted == {MARIA, LEE}
    assert owed(session) == {("acknowledge", SARA)}


# --- hand-offs ---


@pytest.mark.parametrize("named", ["Logistics", "<#C0LOGIST>", "@tom", "<@U0TOM>", "Tom Becker"])
def test_a_promise_is_offered_in_words_and_taken_over(
    session: Session, task: Item, named: str
) -> None:
    offered = handoffs.offer(session, MONDAY, person(session, SARA), task, named, WHY)
    assert offered.to.user_id == TOM
    assert (offered.department is not None) == (named in {"Logistics", "<#C0LOGIST>"})
    assert (task.state, task.owner_id) == (State.OPEN, SARA), "it stays with her until then"
    assert owed(session) == {("acknowledge", SARA), ("accept", TOM)}
    accepted = handoffs.accept(session, MONDAY, person(session, TOM), task)
    assert (accepted.owner.user_id, accepted.department.name) == (TOM, "Logistics")
    assert (task.state, task.owner_id) == (State.ACKNOWLEDGED, TOM)
    assert task.department_id == accepted.department.department_id
    assert owed(session) == {("finish", TOM)}
    cards = {card.lane for card in session.exec(select(Card))}
    assert {"C0LOGIST", TOM} <= cards


def test_a_promise_is_offered_to_a_department_that_was_chosen_and_comes_back(
    session: Session, task: Item
) -> None:
    logistics = department(session, "Logistics")
    handoffs.offer(session, MONDAY, person(session, SARA), task, logistics, WHY)
    returned = handoffs.give_back(session, MONDAY, person(session, AISHA), task, "It is yours")
    assert returned.giver
    assert returned.giver.user_id == SARA
    assert (task.state, task.owner_id) == (State.OPEN, SARA)
    assert stored_handoffs.offered(session, TEAM, "task", 1) is None
    assert owed(session) == {("acknowledge", SARA)}
    assert last(session, task) == (AISHA, "returned")


# --- what is refused ---


def _offered(session: Session, task: Item) -> None:
    handoffs.offer(session, MONDAY, person(session, SARA), task, "@lee", WHY)


def _taken(session: Session, task: Item) -> None:
    answers.take(session, MONDAY, person(session, SARA), task)


def _closed(session: Session, task: Item) -> None:
    answers.finish(session, MONDAY, person(session, SARA), task)


def _snoozed_twice(session: Session, task: Item) -> None:
    for _ in range(2):
        answers.snooze(session, MONDAY, person(session, SARA), task, "2026-11-25", WHY)


def _unasked(session: Session, task: Item) -> None:
    for ask in session.exec(select(Ask)):
        ask.answered_at, ask.outcome = MONDAY, "withdrawn"


def _as_it_is(session: Session, task: Item) -> None:
    del session, task


@pytest.mark.parametrize(
    ("before", "user", "use_case", "said", "refusal"),
    [
        (_closed, GRACE, answers.take, (), AlreadyClosed),
        (_as_it_is, GRACE, answers.take, ("blah",), NotYours),
        (_as_it_is, SARA, answers.take, ("blah",), UnclearDate),
        (_taken, MARIA, answers.take, (), AlreadyTaken),
        (_as_it_is, GRACE, answers.finish, (), NotYours),
        (_closed, SARA, answers.redate, ("", ""), AlreadyClosed),
        (_as_it_is, GRACE, answers.redate, ("", ""), NotYours),
        (_as_it_is, SARA, answers.redate, (" ", ""), DayMissing),
        (_as_it_is, SARA, answers.redate, ("x", "…"), WhyMissing),
        (_as_it_is, SARA, answers.redate, ("x", WHY), UnclearDate),
        (_as_it_is, OMAR, answers.snooze, ("", ""), NotYours),
        (_unasked, SARA, answers.snooze, ("", ""), NothingOwed),
        (_snoozed_twice, SARA, answers.rest, (), NoMoreSnoozes),
        (_as_it_is, SARA, answers.snooze, ("", WHY), DayMissing),
        (_as_it_is, SARA, answers.snooze, ("2026-11-20", WHY), PastDate),
        (_as_it_is, SARA, answers.snooze, ("2027-01-20", WHY), SnoozeTooLong),
        (_as_it_is, GRACE, answers.decline, ("",), NotYours),
        (_as_it_is, SARA, answers.decline, (" ",), WhyMissing),
        (_as_it_is, SARA, answers.tell, (), NothingOwed),
        (_as_it_is, OMAR, answers.ask_for_help, ("x",), NotYours),
        (_as_it_is, SARA, answers.ask_for_help, ("?",), WhyMissing),
        (_as_it_is, GRACE, handoffs.offer, ("", ""), NotYours),
        (_as_it_is, SARA, handoffs.offer, ("", ""), ReceiverMissing),
        (_as_it_is, SARA, handoffs.offer, ("nobody", ""), WhyMissing),
        (_as_it_is, SARA, handoffs.offer, ("nobody", WHY), UnknownDepartment),
        (_as_it_is, SARA, handoffs.offer, ("@nobody", WHY), NotReadYet),
        (_as_it_is, SARA, handoffs.offer, ("@omar", WHY), CcoOwns),
        (_as_it_is, MARIA, handoffs.offer, ("@sara", WHY), SameOwner),
        (_offered, SARA, handoffs.offer, ("@tom", WHY), AlreadyOffered),
        (_as_it_is, LEE, handoffs.accept, (), NotOffered),
        (_offered, TOM, handoffs.accept, (), NotYours),
        (_offered, LEE, handoffs.give_back, ("",), WhyMissing),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(
    session: Session, task: Item, before: Callable[[Session, Item], None], user: str,
    use_case: Callable[..., object], said: tuple[str, ...], refusal: type[UserError],
) -> None:  # fmt: skip
    before(session, task)
    session.flush()
    stood = task.model_dump(), owed(session), len(history.of(session, TEAM, "task", 1))
    with pytest.raises(UserError) as refused:
        use_case(session, MONDAY, person(session, user), task, *said)
    assert type(refused.value) is refusal, refused.value
    session.flush()
    assert (task.model_dump(), owed(session), len(history.of(session, TEAM, "task", 1))) == stood
