"""A promise lives by its moves: each is made whole or not at all, by one person at a time."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot import routes
from handlers.promises import items, lifecycle, moves
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    FINISH,
    HELP,
    INFORM,
    REVIEW,
    TELL,
    TRIAGE,
)
from handlers.promises.lifecycle import Asked, Changes, Column, Move, WrongFacts
from handlers.speech.errors import UserError
from handlers.speech.people_errors import GuestMayNot
from storage import asks, cards, departments, history, people, tasks
from storage.asks import Ask, Owed
from storage.cards import Face, Place
from storage.database import Database
from storage.handoffs import Handoff
from storage.issues import Experience
from storage.items import State
from storage.people import Person, Standing
from storage.tasks import Promise, Task
from tests.cast import BEN, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM
from tests.rows import BESIDE

FRIDAY = MONDAY + timedelta(days=4, hours=8)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# --- made whole or not at all ---


def promise(session: Session, owner: str = SARA) -> Promise:
    billing = departments.named(session, TEAM, "Billing")
    assert billing
    return Promise(
        team_id=TEAM, number=1, title="Call", owner_id=owner, created_by=BEN, created_at=MONDAY,
        department_id=billing.department_id, due_at=FRIDAY, original_due_at=FRIDAY,
        due_zone="Europe/Berlin",
    )  # fmt: skip


def owes(session: Session, kind: str, user: str) -> None:
    asks.add(
        session,
        Owed(
            team_id=TEAM, kind=kind, noun="task", number=1, person_id=user, opened_at=MONDAY,
            due_at=FRIDAY,
        ),
    )  # fmt: skip


def person(session: Session, user: str) -> Person:
    found = people.find(session, TEAM, user)
    assert found
    return found


def ask(session: Session, kind: str, user: str) -> Asked:
    one = person(session, user)
    return Asked(routes.KINDS[kind], one, one.department_id)


@on_sqlite
def test_what_a_right_is_not_open_to_does_not_begin(database: Database) -> None:
    with database.write() as session:
        ben = person(session, BEN)
        ben.standing = Standing.GUEST
        with pytest.raises(GuestMayNot):
            lifecycle.begin(session, MONDAY, moves.GIVE, promise(session), ben, owner=SARA)
        assert tasks.find(session, TEAM, 1) is None


def give(session: Session) -> Task:
    """T-1 from Ben to Sara, with the card in her messages."""
    new = promise(session)
    lifecycle.begin(
        session, MONDAY, moves.GIVE, new, person(session, BEN),
        asked=[ask(session, ACKNOWLEDGE, SARA)], owner=SARA,
    )  # fmt: skip
    cards.post(
        session, team_id=TEAM, now=MONDAY, noun="task", number=1, places=[Place(Face.OWNER, SARA)]
    )
    session.flush()
    task = tasks.find(session, TEAM, 1, lock=True)
    assert task
    return task


def asked(session: Session) -> list[tuple[str, str, str | None]]:
    """Every ask about T-1 in the order of asking: its kind, whose it is, and how it ended.

    But for those beside another, which end as it does and with it.
    """
    rows = list(session.exec(select(Ask).order_by(col(Ask.ask_id))))
    for number, ask in enumerate(rows):
        if ask.kind == BESIDE:
            first = rows[number - 1]
            assert (ask.person_id, ask.outcome) == (first.person_id, first.outcome)
            assert (first.kind, ask.answered_at) == (ACKNOWLEDGE, first.answered_at)
    return [(ask.kind, ask.person_id, ask.outcome) for ask in rows if ask.kind != BESIDE]


def verbs(session: Session) -> list[str]:
    return [event.verb for event in history.of(session, TEAM, "task", 1)]


def take(session: Session, task: Task, user: str = SARA, at: datetime = MONDAY) -> None:
    lifecycle.make(
        session, at, moves.TAKE, task, person(session, user),
        asked=[ask(session, FINISH, SARA)],
    )  # fmt: skip


def test_a_promise_is_given_taken_and_kept(database: Database) -> None:
    with database.write() as session:
        task = give(session)
        assert (task.state, task.acknowledged_at, task.closed_at) == (State.OPEN, None, None)
        later = MONDAY + timedelta(hours=1)
        take(session, task, at=later)
        assert (task.state, task.acknowledged_at) == (State.ACKNOWLEDGED, later)
        lifecycle.make(session, FRIDAY, moves.DONE, task, person(session, MARIA))
    with database.read() as session:
        kept = tasks.find(session, TEAM, 1)
        assert kept
        assert (kept.state, kept.acknowledged_at, kept.closed_at) == (State.DONE, later, FRIDAY)
        assert asked(session) == [(ACKNOWLEDGE, SARA, "answered"), (FINISH, SARA, "answered")]
        assert verbs(session) == ["created", "acknowledged", "done"]
        assert [event.actor for event in history.of(session, TEAM, "task", 1)] == [
            BEN, SARA, MARIA,
        ]  # fmt: skip


@on_sqlite
def test_whoever_gives_themselves_a_task_has_taken_it(database: Database) -> None:
    with database.write() as session:
        new = promise(session)
        lifecycle.begin(
            session, MONDAY, moves.GIVE_ONESELF, new, person(session, SARA),
            asked=[ask(session, FINISH, SARA)], owner=SARA,
        )  # fmt: skip
        task = tasks.find(session, TEAM, 1)
        assert task
        assert (task.state, task.acknowledged_at) == (State.ACKNOWLEDGED, MONDAY)
        assert asked(session) == [(FINISH, SARA, None)]


@on_sqlite
def test_a_new_date_ends_what_was_asked_as_redated_and_keeps_the_first(database: Database) -> None:
    with database.write() as session:
        task = give(session)
        for days, move in ((7, moves.REDATE_AND_TAKE), (14, moves.REDATE)):
            at = MONDAY + timedelta(days=days - 7)
            lifecycle.make(
                session, at, move, task, person(session, SARA),
                changes=Changes(due_at=FRIDAY + timedelta(days=days), zone="Asia/Singapore"),
                asked=[ask(session, FINISH, SARA)],
                due=FRIDAY + timedelta(days=days), reason="Legal reads it",
            )  # fmt: skip
        assert (task.due_at, task.due_zone) == (FRIDAY + timedelta(days=14), "Asia/Singapore")
        assert (task.original_due_at, task.acknowledged_at) == (FRIDAY, MONDAY)
        assert asked(session) == [
            (ACKNOWLEDGE, SARA, "redated"), (FINISH, SARA, "redated"), (FINISH, SARA, None),
        ]  # fmt: skip
        newest = history.latest(session, TEAM, "task", 1)
        assert newest
        assert {name: fact for name, fact in newest.details.items() if name != "back"} == {
            "due": (FRIDAY + timedelta(days=14)).isoformat(),
            "reason": "Legal reads it",
            "zone": "Asia/Singapore",
        }


@on_sqlite
def test_a_date_by_the_cco_leaves_the_answer_to_the_owner(database: Database) -> None:
    with database.write() as session:
        task = give(session)
        lifecycle.make(
            session, MONDAY, moves.REDATE_FOR_THEM, task, person(session, OMAR),
            changes=Changes(due_at=FRIDAY, zone="UTC"), asked=[ask(session, ACKNOWLEDGE, SARA)],
            due=FRIDAY, reason="Before the board meets",
        )  # fmt: skip
        assert task.state == State.OPEN
        assert asked(session) == [(ACKNOWLEDGE, SARA, "withdrawn"), (ACKNOWLEDGE, SARA, None)]


@on_sqlite
def test_what_is_handed_over_is_owed_by_whoever_took_it_from_then_on(database: Database) -> None:
    with database.write() as session:
        task, tom = give(session), person(session, TOM)
        take(session, task)
        logistics = departments.named(session, TEAM, "Logistics")
        assert logistics
        session.add(
            Handoff(team_id=TEAM, noun="task", number=1, from_id=SARA, to_id=TOM, offered_at=MONDAY)
        )
        session.flush()
        lifecycle.make(
            session, MONDAY, moves.OFFER, task, person(session, SARA),
            asked=[ask(session, ACCEPT, TOM)], to=TOM, reason="They print it",
        )  # fmt: skip
        lifecycle.make(
            session, FRIDAY, moves.TAKE_OVER, task, tom,
            changes=Changes(owner=tom, department=logistics),
            asked=[ask(session, FINISH, TOM)], from_id=SARA,
        )  # fmt: skip
        assert (task.owner_id, task.department_id) == (TOM, logistics.department_id)
        assert (task.acknowledged_at, task.original_due_at) == (FRIDAY, FRIDAY)
        assert asked(session) == [
            (ACKNOWLEDGE, SARA, "answered"), (FINISH, SARA, "handed over"),
            (ACCEPT, TOM, "answered"), (FINISH, TOM, None),
        ]  # fmt: skip


CLOSINGS = {
    "done": (moves.DONE, SARA, {}, "answered"),
    "no": (moves.DECLINE, SARA, {"reason": "We may not"}, "declined"),
    "taken back": (moves.WITHDRAW, BEN, {}, "withdrawn"),
}


@pytest.mark.parametrize(("move", "user", "facts", "outcome"), CLOSINGS.values(), ids=CLOSINGS)
@on_sqlite
def test_what_ends_is_not_on_offer_any_more_and_asks_nobody(
    database: Database, move: Move, user: str, facts: dict[str, str], outcome: str
) -> None:
    with database.write() as session:
        task = give(session)
        session.add(
            Handoff(team_id=TEAM, noun="task", number=1, from_id=SARA, to_id=TOM, offered_at=MONDAY)
        )
        owes(session, ACCEPT, TOM)
        lifecycle.make(session, FRIDAY, move, task, person(session, user), **facts)
        assert (task.state, task.closed_at) == (move.end, FRIDAY)
        assert task.close_reason == facts.get("reason", "")
        assert asked(session) == [(ACKNOWLEDGE, SARA, outcome), (ACCEPT, TOM, "withdrawn")]
        [offer] = session.exec(select(Handoff))
        assert (offer.accepted, offer.answered_at) == (False, FRIDAY)


@on_sqlite
def test_an_issue_is_routed_with_its_first_date_and_by_its_own_table(database: Database) -> None:
    with database.write() as session:
        omar, maria = person(session, OMAR), person(session, MARIA)
        billing = departments.named(session, TEAM, "Billing")
        assert billing
        new = Experience(
            team_id=TEAM, number=1, title="Paid twice", created_by=BEN, created_at=MONDAY
        )
        lifecycle.begin(
            session, MONDAY, moves.REPORT_UNROUTED, new, person(session, BEN),
            asked=[ask(session, TRIAGE, OMAR)], rule="",
        )  # fmt: skip
        session.flush()
        issue = items.find(session, TEAM, "issue", 1, lock=True)
        assert issue
        lifecycle.make(
            session, MONDAY, moves.ROUTE, issue, omar,
            changes=Changes(owner=maria, department=billing, due_at=FRIDAY, zone=maria.zone),
            asked=[ask(session, ACKNOWLEDGE, MARIA)], department="Billing", words=["refund"],
        )  # fmt: skip
        assert (issue.owner_id, issue.due_at, issue.original_due_at, issue.due_zone) == (
            MARIA, FRIDAY, FRIDAY, "Europe/Berlin",
        )  # fmt: skip
        assert asked(session) == [(TRIAGE, OMAR, "answered"), (ACKNOWLEDGE, MARIA, None)]
        assert issue.state == State.OPEN


@on_sqlite
def test_what_duly_did_is_noted_and_changes_nothing(database: Database) -> None:
    with database.write() as session:
        task = give(session)
        [owed] = session.exec(select(Ask).where(Ask.kind != BESIDE))
        before = task.model_dump()
        lifecycle.note(session, MONDAY, moves.ESCALATE, task, owed, to=MARIA, owner=SARA, rung=4)
        assert task.model_dump() == before
        assert verbs(session) == ["created", "escalated"]
        with pytest.raises(ValueError, match="more than a note"):
            lifecycle.note(session, MONDAY, moves.DONE, task, owed)
        with pytest.raises(ValueError, match="nobody's to do"):
            lifecycle.make(
                session, MONDAY, moves.ESCALATE, task, person(session, OMAR),
                to=MARIA, owner=SARA, rung=4,
            )  # fmt: skip


# --- a slip in the code stops where it is written ---

REASON = {"due": FRIDAY, "reason": "Legal"}
LATER = {"until": FRIDAY, "reason": "Legal"}
SLIPS = {
    "missing": (moves.REDATE_AND_TAKE, {"due": FRIDAY}, "missing: reason"),
    "too many": (moves.DONE, {"reason": "because"}, "too many: reason"),
    "both": (moves.HELP, {"until": FRIDAY}, "missing: reason; too many: until"),
    "no instant": (moves.SNOOZE, {**LATER, "until": FRIDAY.isoformat()}, "of a wrong type: until"),
    "none": (moves.SNOOZE, {**LATER, "until": None}, "of a wrong type: until"),
    "no zone": (moves.SNOOZE, {**LATER, "until": FRIDAY.replace(tzinfo=None)}, "wrong type: until"),
    "no words": (moves.REDATE_AND_TAKE, REASON | {"reason": 7}, "of a wrong type: reason"),
}


@pytest.mark.parametrize(("move", "facts", "words"), SLIPS.values(), ids=SLIPS)
@on_sqlite
def test_a_fact_missing_too_many_or_of_a_wrong_type_is_an_error_and_changes_nothing(
    database: Database, move: Move, facts: dict[str, object], words: str
) -> None:
    with database.write() as session:
        task = give(session)
        before = task.model_dump()
        asking = [ask(session, kind, SARA) for kind in move.opens]
        with pytest.raises(WrongFacts, match=words):
            lifecycle.make(
                session, FRIDAY, move, task, person(session, SARA), asked=asking, **facts
            )
        assert task.model_dump() == before
        assert asked(session) == [(ACKNOWLEDGE, SARA, None)]
        assert verbs(session) == ["created"]


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"to": MARIA, "owner": SARA, "rung": 4}, True),
        ({"to": MARIA, "owner": SARA, "rung": True}, False),
        ({"to": MARIA, "owner": SARA, "rung": "4"}, False),
    ],
)
def test_a_number_is_no_word_and_no_yes(facts: dict[str, object], fits: bool) -> None:
    if fits:
        assert lifecycle.encode(moves.ESCALATE, facts) == facts
        return
    with pytest.raises(WrongFacts, match="rung"):
        lifecycle.encode(moves.ESCALATE, facts)


@pytest.mark.parametrize("words", [["refund"], []])
def test_a_list_holds_words(words: list[str]) -> None:
    facts = {"department": "Billing", "words": words}
    assert lifecycle.encode(moves.ROUTE, facts) == facts
    for wrong in ([1], [None], "refund"):
        with pytest.raises(WrongFacts, match="words"):
            lifecycle.encode(moves.ROUTE, facts | {"words": wrong})


@on_sqlite
def test_changes_asks_and_nouns_that_are_not_the_moves_are_errors(database: Database) -> None:
    with database.write() as session:
        task, sara = give(session), person(session, SARA)
        asking = [ask(session, FINISH, SARA)]

        def slip(said: str, move: Move, **more: object) -> None:
            with pytest.raises(ValueError, match=said):
                lifecycle.make(session, FRIDAY, move, task, sara, **more)  # type: ignore[arg-type]

        slip("does not change", moves.TAKE, changes=Changes(owner=sara), asked=asking)
        slip("does not ask for", moves.TAKE)
        slip("does not ask for", moves.DONE, asked=asking)
        slip("no move of a task", moves.ROUTE, department="Billing", words=[])
        assert task.state == State.OPEN
        assert verbs(session) == ["created"]
    with pytest.raises(ValueError, match="zone"):
        Changes(due_at=FRIDAY)


# --- a file of the past ---


@on_sqlite
def test_the_past_is_written_down_with_its_own_times_and_asks_nobody(database: Database) -> None:
    taken, done = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    with database.write() as session:
        row = promise(session)
        lifecycle.record(session, MONDAY, moves.GIVE, row, BEN, None, owner=SARA)
        lifecycle.record(session, taken, moves.TAKE, row, SARA, None)
        lifecycle.record(session, done, moves.DONE, row, SARA, None)
        tasks.add(session, row)
        assert (row.state, row.acknowledged_at, row.closed_at) == (State.DONE, taken, done)
        with pytest.raises(ValueError, match="cannot follow on done"):
            lifecycle.record(session, done, moves.TAKE, row, SARA, None)
        with pytest.raises(WrongFacts, match="missing: reason"):
            lifecycle.record(
                session, done, moves.RETURN, promise(session), SARA, None, from_id=SARA
            )
        told = history.of(session, TEAM, "task", 1)
        assert [(each.verb, each.happened_at) for each in told] == [
            ("created", MONDAY), ("acknowledged", taken), ("done", done),
        ]  # fmt: skip
        assert all(each.details["imported"] is True for each in told)
        assert asked(session) == []


# --- two at once ---


def test_of_two_who_take_it_at_once_one_is_first_and_the_other_reads_so(
    database: Database,
) -> None:
    with database.write() as session:
        give(session)
    start, answers = threading.Barrier(2), []

    def take_at_once(user: str) -> None:
        start.wait()
        try:
            with database.write() as session:
                sara = person(session, user)
                task = tasks.find(session, TEAM, 1, lock=True)
                assert task
                take(session, task, sara.user_id)
            answers.append("taken")
        except UserError as refused:
            answers.append(refused.message)

    threads = [threading.Thread(target=take_at_once, args=(user,)) for user in (SARA, MARIA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        [event] = [each for each in history.of(session, TEAM, "task", 1) if each.verb != "created"]
        first = person(session, event.actor).name
        assert sorted(answers) == sorted(
            ["taken", f"T-1 was taken already, by {first}. Nothing was changed."]
        )
        assert asked(session) == [(ACKNOWLEDGE, SARA, "answered"), (FINISH, SARA, None)]


# --- whatever happens, in whatever order ---

STEPS = {
    "take": (moves.TAKE, SARA),
    "date": (moves.REDATE_AND_TAKE, MARIA),
    "another date": (moves.REDATE, OMAR),
    "date for them": (moves.REDATE_FOR_THEM, OMAR),
    "snooze": (moves.SNOOZE, SARA),
    "help": (moves.HELP, LEE),
    "done": (moves.DONE, SARA),
    "no": (moves.DECLINE, MARIA),
    "take back": (moves.WITHDRAW, BEN),
    "told": (moves.TOLD, BEN),
}
VALUES = {"due": FRIDAY, "until": FRIDAY, "reason": "Legal"}


@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=7))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@on_sqlite
def test_after_any_moves_the_owner_is_asked_for_what_is_next_and_for_nothing_else(
    database: Database, steps: list[str]
) -> None:
    with database.write() as session:
        task = give(session)
        made = ["created"]
        for step in steps:
            move, user = STEPS[step]
            asking = [ask(session, kind, SARA) for kind in move.opens]
            asking += [
                ask(session, kind, {ACKNOWLEDGE: SARA, TELL: BEN, HELP: MARIA}[kind])
                for kind in move.opens_if
                if kind not in (REVIEW, INFORM)
            ]
            dated = Column.DUE in move.changes
            before = (task.model_dump(), asked(session))
            try:
                lifecycle.make(
                    session, FRIDAY, move, task, person(session, user),
                    changes=Changes(due_at=FRIDAY, zone="UTC") if dated else Changes(),
                    asked=asking, **{name: VALUES[name] for name in move.facts},
                )  # fmt: skip
                made.append(move.verb)
            except UserError:
                assert (task.model_dump(), asked(session)) == before
            open_asks = [(kind, whose) for kind, whose, end in asked(session) if end is None]
            waiting = [each for each in open_asks if each != (HELP, MARIA)]
            assert task.live or waiting == open_asks, "what has ended needs no help"
            assert waiting == {
                State.OPEN: [(ACKNOWLEDGE, SARA)],
                State.ACKNOWLEDGED: [(FINISH, SARA)],
                State.DECLINED: [] if "told" in made else [(TELL, BEN)],
            }.get(State(task.state), [])
            assert task.live == (task.closed_at is None)
            assert (task.state != State.ACKNOWLEDGED) or task.acknowledged_at is not None
        assert verbs(session) == made
        session.rollback()
