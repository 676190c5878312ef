"""A bundle of any size is gathered in slices: one message, with a true count, whatever breaks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func
from sqlmodel import Session, col, select

from bot import routes
from bot.worker import Worker
from handlers.chasing import asks, faces, nudges
from handlers.speech import words
from storage import asks as stored_asks
from storage import nudges as stored_nudges
from storage import outbox, people
from storage.asks import Ask, Outcome
from storage.bundles import Bundle
from storage.cards import BUNDLE, Card
from storage.customers import Customer
from storage.database import Database
from storage.departments import Department
from storage.issues import Issue
from storage.nudges import Nudge, Part
from storage.outbox import Message, MessageState
from storage.people import Person
from tests.cast import BERLIN, LEE, MARIA, MONDAY, OMAR, TEAM, TOM
from tests.stage import Stage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE_SLICE = 1_000
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def owe(
    session: Session,
    number: int,
    person: str = MARIA,
    *,
    severity: int = 3,
    due: datetime = MONDAY,
    rung: int = 1,
    part: Part = Part.OWES,
    customer: Customer | None = None,
    kind: str = "acknowledge",
) -> None:
    """An issue that somebody is to answer for, with a reminder due now."""
    billing = session.exec(select(Department).where(Department.name == "Billing")).one()
    issue = Issue(
        team_id=TEAM, number=number, title=f"Refund {number} not paid", severity=severity,
        owner_id=person, department_id=billing.department_id, created_by=OMAR, created_at=MONDAY,
        due_at=due + DAY, customer_id=customer.customer_id if customer else None,
    )  # fmt: skip
    ask = Ask(
        team_id=TEAM, kind=kind, noun="issue", number=number, person_id=person, severity=severity,
        department_id=billing.department_id, opened_at=min(due, MONDAY) - 3 * DAY, due_at=due,
        rung=max(0, rung - 1),
    )  # fmt: skip
    session.add_all([issue, ask])
    session.add(
        Nudge(
            team_id=TEAM, ask_id=ask.ask_id, person_id=person, part=part, rung=rung, due_at=MONDAY
        )
    )


def owe_many(database: Database, count: int) -> None:
    with database.write() as session:
        for number in range(1, count + 1):
            owe(session, number, due=MONDAY + (200 - number) * HOUR)


def a_slice(database: Database, now: datetime = MONDAY, most: int = 10) -> bool:
    with database.write() as session:
        return nudges.handle_one(routes.REGISTERS, session, now, most)


def answer(database: Database, *numbers: int) -> None:
    with database.write() as session:
        for number in numbers:
            for ask in stored_asks.open_about(session, TEAM, "issue", number):
                asks.answer(session, MONDAY, ask, MARIA, Outcome.ANSWERED)
            faces.refresh(session, MONDAY, TEAM, "issue", number)


def reminded(database: Database) -> list[int]:
    """The issue of each reminder that was sent."""
    with database.read() as session:
        return sorted(session.exec(_reminders(sent=True)))


def planned(database: Database) -> list[int]:
    """The issue of each reminder that is to come."""
    with database.read() as session:
        return sorted(session.exec(_reminders(sent=False)))


def _reminders(*, sent: bool) -> Any:
    query = select(Ask.number).join(Nudge, col(Nudge.ask_id) == col(Ask.ask_id))
    return query.where(col(Nudge.sent_at).is_not(None) == sent)


def messages(database: Database) -> list[Message]:
    with database.read() as session:
        return list(session.exec(select(Message).where(Message.method == outbox.POST)))


def under_way(database: Database) -> list[Bundle]:
    with database.read() as session:
        return list(session.exec(select(Bundle)))


def drawn(database: Database, now: datetime = MONDAY) -> str:
    with database.read() as session:
        [card] = session.exec(select(Card).where(Card.noun == BUNDLE))
        shown = nudges.render(routes.REGISTERS, session, card, now)
    return str(shown.blocks) if shown else ""


# --- one message, when all is in it ---


def test_a_bundle_leaves_when_all_is_in_it_and_says_how_much_more_there_is(
    database: Database,
) -> None:
    owe_many(database, 35)
    for so_far in (10, 20, 30):
        assert a_slice(database)
        assert len(reminded(database)) == so_far
        [message] = messages(database)
        assert message.not_before > MONDAY, "it does not leave yet"
        assert len(under_way(database)) == 1
    assert a_slice(database)
    assert not a_slice(database)
    assert reminded(database) == planned(database) == list(range(1, 36)), "each once, and its next"
    [message] = messages(database)
    assert message.not_before <= MONDAY
    assert under_way(database) == []
    said = drawn(database)
    assert "35 things wait for your answer" in said
    assert "Show all 35…" in said
    assert [f"(I-{number})" in said for number in (35, 34, 29, 28, 1)] == [
        True, True, True, False, False,
    ], "what is due first comes first"  # fmt: skip


@pytest.mark.parametrize(
    ("answered", "opening", "more"),
    [
        (0, "At least 12 things wait for your answer", "Show all…"),
        (3, "At least 12 things wait for your answer", "Show all…"),
        (12, "At least seven things wait for your answer", "Show all…"),
        (30, "What matters most here is answered.", "Show all…"),
    ],
)
def test_of_a_very_long_bundle_it_is_said_how_much_there_is_at_least(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    answered: int,
    opening: str,
    more: str,
) -> None:
    monkeypatch.setattr(words, "COUNTED", 12)
    owe_many(database, 35)
    while a_slice(database, most=50):
        pass
    with database.write() as session:
        [card] = session.exec(select(Card))
        card.ts, card.channel_id = "1.1", "D1"
    answer(database, *range(36 - answered, 36))
    said = drawn(database)
    assert opening in said
    assert more in said


@pytest.mark.parametrize(("owed", "more"), [(18, "Show all 18…"), (19, "Show all…")])
def test_a_bundle_is_counted_to_the_end_as_long_as_that_is_soon_reached(
    database: Database, monkeypatch: pytest.MonkeyPatch, owed: int, more: str
) -> None:
    monkeypatch.setattr(words, "COUNTED", 12)
    owe_many(database, owed)
    while a_slice(database, most=50):
        pass
    said = drawn(database)
    assert more in said
    opening = (
        "18 things wait for your answer"
        if owed == 18
        else "At least 12 things wait for your answer"
    )
    assert opening in said


def test_what_is_answered_between_two_slices_is_not_reminded_of(database: Database) -> None:
    owe_many(database, 25)
    a_slice(database)
    first = reminded(database)
    later = [number for number in range(1, 26) if number not in first]
    answer(database, first[0], later[0], later[1])
    while a_slice(database):
        pass
    assert reminded(database) == sorted({*range(1, 26)} - {later[0], later[1]})
    assert planned(database) == sorted({*range(1, 26)} - {first[0], later[0], later[1]})
    assert "22 things wait for your answer" in drawn(database), (
        "what is answered by now is not counted"
    )


def test_a_bundle_whose_last_reminders_are_answered_leaves_all_the_same(
    database: Database,
) -> None:
    owe_many(database, 20)
    a_slice(database)
    first = reminded(database)
    answer(database, *(number for number in range(1, 21) if number not in first))
    assert a_slice(database)
    assert under_way(database) == []
    [message] = messages(database)
    assert message.not_before <= MONDAY
    assert not a_slice(database)


@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
def test_a_worker_that_dies_between_or_within_slices_loses_and_doubles_nothing(
    database: Database, killed_at: int
) -> None:
    owe_many(database, 32)
    for number in range(1, 9):
        if number == killed_at:
            with suppress(SystemExit), database.write() as session:
                assert nudges.handle_one(
                    routes.REGISTERS, session, MONDAY + number * timedelta(minutes=1), 10
                )
                raise SystemExit
        a_slice(database, MONDAY + number * timedelta(minutes=1))
    assert reminded(database) == planned(database) == list(range(1, 33))
    assert len(messages(database)) == 1
    assert under_way(database) == []


def test_a_bundle_interrupted_until_the_next_day_is_that_days_bundle_too(
    database: Database,
) -> None:
    owe_many(database, 15)
    a_slice(database)
    tomorrow = MONDAY + DAY
    while a_slice(database, tomorrow):
        pass
    # What was planned in the first slice may be due tomorrow as well.
    assert set(reminded(database)) == set(range(1, 16))
    assert len(messages(database)) == 1, "it had not left, and takes in what is new"
    with database.read() as session:
        maria = people.find(session, TEAM, MARIA)
    assert maria is not None
    assert maria.bundled_on == tomorrow.date()


def test_a_bundle_that_left_before_it_was_complete_grows_where_it_stands(
    database: Database,
) -> None:
    owe_many(database, 15)
    a_slice(database)
    with database.write() as session:
        [message] = session.exec(select(Message))
        message.state = MessageState.SENT
        [card] = session.exec(select(Card))
        card.ts, card.channel_id = "1.1", "D1"
    assert a_slice(database)
    with database.read() as session:
        updates = session.exec(select(Message).where(Message.method == outbox.UPDATE)).all()
    assert [update.card_id for update in updates] == [card.card_id]
    assert len(messages(database)) == 1
    assert "15 things wait for your answer" in drawn(database)


def test_severity_1_after_the_bundle_opens_no_second_bundle_for_the_rest(
    database: Database,
) -> None:
    with database.write() as session:
        maria = people.find(session, TEAM, MARIA)
        assert maria is not None
        maria.bundled_on = MONDAY.date()
        for number in range(1, 16):
            owe(session, number, severity=1 if number <= 12 else 3)
    while a_slice(database):
        pass
    assert set(reminded(database)) == set(range(1, 13))
    with database.read() as session:
        calm = select(Nudge.due_at).join(Ask, col(Ask.ask_id) == col(Nudge.ask_id))
        waits = set(session.exec(calm.where(Ask.severity == 3, col(Nudge.sent_at).is_(None))))
    assert waits == {(MONDAY + DAY).replace(hour=8, minute=30)}
    assert len(messages(database)) == 1


# --- what breaks ---


@pytest.mark.tampers
def test_one_that_breaks_among_many_is_found_and_waits_alone(stage: Stage) -> None:
    database = stage.duly.database
    owe_many(database, 60)
    with database.write() as session:
        poisoned = session.exec(select(Ask).where(Ask.number == 33)).one()
        poisoned.kind = "nonsense"
        for nudge in session.exec(select(Nudge)):
            nudge.due_at = stage.now
    Worker(stage.duly).tick()
    assert reminded(database) == [number for number in range(1, 61) if number != 33]
    with database.read() as session:
        waits = session.exec(select(Nudge).where(Nudge.ask_id == poisoned.ask_id)).one()
    assert (waits.due_at, waits.error) == (
        stage.now + HOUR,
        "Unregistered: no kind of ask is called “nonsense”",
    )
    assert len(messages(database)) == 1
    assert under_way(database) == []


# --- the same outcome as in one go ---

REMINDERS = st.fixed_dictionaries(
    {
        "person": st.sampled_from([MARIA, MARIA, MARIA, LEE, TOM]),
        "severity": st.sampled_from([1, 3, 3, 3]),
        "late": st.integers(-200, 200),
        "rung": st.integers(0, 5),
        "kind": st.sampled_from(["acknowledge", "finish"]),
        "answered": st.sampled_from([False, False, False, True]),
        "tier": st.sampled_from(["", "Acme", "Globex", "Corner Café"]),
    }
)


OF_MARIA = {
    "person": MARIA, "severity": 3, "late": 77, "rung": 3, "kind": "finish", "answered": False,
    "tier": "",
}  # fmt: skip
OF_TOM = {**OF_MARIA, "person": TOM}


@only_sqlite
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    # An example takes a tenth of a second: to look for the smallest would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    reminders=st.lists(REMINDERS, min_size=1, max_size=14),
    most=st.integers(1, 6),
    hours=st.sampled_from([-1.6, -0.5, 0, 0, 0, 3, 9.5]),
    bundled=st.booleans(),
    gone=st.booleans(),
)
# Tom has left, and what was his comes to Maria while her bundle of this very minute is gathered.
@example(
    reminders=[OF_MARIA, OF_MARIA, OF_TOM, OF_TOM, OF_MARIA], most=2, hours=-0.5, bundled=False,
    gone=True,
)  # fmt: skip
def test_slices_of_any_size_bring_about_what_one_transaction_does(
    database: Database,
    reminders: list[dict[str, Any]],
    most: int,
    hours: float,
    bundled: bool,
    gone: bool,
) -> None:
    now = MONDAY + timedelta(hours=hours)
    found = [
        _outcome(database, reminders, now, size, bundled=bundled, gone=gone)
        for size in (ONE_SLICE, most)
    ]
    assert found[0] == found[1]


def _outcome(
    database: Database,
    reminders: Sequence[dict[str, Any]],
    now: datetime,
    most: int,
    *,
    bundled: bool,
    gone: bool,
) -> object:
    """What these reminders lead to, in a transaction that is thrown away."""
    with database.read() as session:
        customers = {each.name: each for each in session.exec(select(Customer))}
        for number, given_ in enumerate(reminders, start=1):
            owe(
                session, number, given_["person"], severity=given_["severity"],
                due=MONDAY - given_["late"] * HOUR, rung=given_["rung"], kind=given_["kind"],
                customer=customers.get(given_["tier"]),
            )  # fmt: skip
        session.flush()
        for ask in session.exec(select(Ask)):
            if reminders[ask.number - 1]["answered"]:
                ask.answered_at = MONDAY
        for nudge in session.exec(select(Nudge)):
            nudge.due_at = now - timedelta(minutes=1)
        for person in [people.find(session, TEAM, each) for each in (MARIA, TOM)]:
            assert person is not None
            person.bundled_on = MONDAY.date() if bundled else None
            person.gone = gone and person.user_id == TOM
        session.flush()
        for _ in range(200):
            if not nudges.handle_one(routes.REGISTERS, session, now, most):
                break
            session.flush()
        outcome = _seen(session, now)
        session.rollback()
    return outcome


def _seen(session: Session, now: datetime) -> object:
    sent_or_planned = select(Ask.number, Nudge.person_id, Nudge.rung, Nudge.part, Nudge.due_at)
    sent_or_planned = sent_or_planned.add_columns(Nudge.sent_at, Nudge.weight)
    rows = session.exec(sent_or_planned.join(Nudge, col(Nudge.ask_id) == col(Ask.ask_id)))
    rungs = session.exec(select(Ask.number, Ask.rung).order_by(col(Ask.number)))
    bundles = session.exec(select(Card).where(Card.noun == BUNDLE).order_by(col(Card.lane)))
    posts = session.exec(select(Message.lane, Message.not_before).order_by(col(Message.lane)))
    drawings = []
    for card in bundles:
        shown = nudges.render(routes.REGISTERS, session, card, now)
        drawings.append((card.lane, shown.text if shown else ""))
    left = session.exec(select(func.count()).select_from(Bundle)).one()
    return sorted(map(str, rows)), rungs.all(), sorted(drawings), posts.all(), left


# --- what it costs ---


def questions(database: Database, work: Any) -> int:
    """How many questions are asked of the database meanwhile."""
    asked: list[str] = []

    def hear(_c: object, _cursor: object, words: str, *_: object) -> None:
        asked.append(words)

    event.listen(database.engine, "before_cursor_execute", hear)
    work()
    event.remove(database.engine, "before_cursor_execute", hear)
    return len(asked)


def test_a_bundle_of_three_hundred_is_drawn_with_the_questions_of_one_of_ten(
    database: Database,
) -> None:
    counts = []
    for first, last in ((1, 10), (11, 300)):
        with database.write() as session:
            for number in range(first, last + 1):
                owe(session, number, due=MONDAY - HOUR)
            for person in session.exec(select(people.Person)):
                person.bundled_on = None
        while a_slice(database, most=100):
            pass
        counts.append(questions(database, lambda: drawn(database)))
    assert counts[0] == counts[1]


def test_a_reminder_in_a_large_slice_asks_no_questions_of_its_own(database: Database) -> None:
    owe_many(database, 20)
    few = questions(database, lambda: a_slice(database, most=20))
    with database.write() as session:
        for number in range(21, 121):
            owe(session, number, TOM)
    many = questions(database, lambda: a_slice(database, most=100))
    assert many <= few + 5


def test_many_people_in_a_slice_are_reminded_with_the_questions_of_one(
    database: Database,
) -> None:
    counts = []
    for first, last in ((1, 1), (2, 11)):
        with database.write() as session:
            for number in range(first, last + 1):
                user_id = f"U1MANY{number:03}"
                session.add(Person(team_id=TEAM, user_id=user_id, zone=BERLIN))
                session.flush()
                owe(session, number, user_id)
                owe(session, 100 + number, user_id)
        counts.append(questions(database, lambda: a_slice(database, most=50)))
    assert counts[1] <= counts[0] + 2
    assert reminded(database) == [*range(1, 12), *range(101, 112)]
    assert set(planned(database)) == set(reminded(database))
    assert len(messages(database)) == 11, "one message for each"


def test_of_each_person_no_more_is_read_than_one_slice_takes(database: Database) -> None:
    owe_many(database, 30)
    with database.write() as session:
        owe(session, 31, LEE)
    with database.read() as session:
        due = stored_nudges.asks_due(session, TEAM, [MARIA, LEE, TOM], MONDAY, 11)
        theirs = set(session.exec(select(Ask.ask_id).where(Ask.person_id == MARIA)))
    assert {user_id: len(ask_ids) for user_id, ask_ids in due.items()} == {MARIA: 11, LEE: 1}
    assert set(due[MARIA]) < theirs
