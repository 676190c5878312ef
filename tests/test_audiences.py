"""Who may see a thing: one rule, said of one thing and asked of the database, for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import not_
from sqlmodel import Session, select

from handlers.people import access, audiences
from storage import asks, departments, exports, history, people, scopes
from storage import audiences as stored
from storage.asks import Owed
from storage.audiences import Audience
from storage.database import Database
from storage.decisions import Decision
from storage.exports import Excerpt
from storage.issues import Issue
from storage.people import Person, Standing
from storage.scopes import Reader
from storage.tasks import Task
from tests import cast
from tests.cast import (
    BEN,
    DIEGO,
    GRACE,
    HANA,
    LEE,
    MARIA,
    MONDAY,
    NORA,
    OMAR,
    PRIYA,
    RAVI,
    SARA,
    TEAM,
    TOM,
    VICTOR,
    WEI,
)

Thing = Task | Issue | Decision
MODELS: tuple[type[Thing], ...] = (Task, Issue, Decision)
EXPORTED: dict[type[Thing], Callable[[Session, Excerpt], Sequence[Any]]] = {
    Task: lambda session, wanted: exports.tasks(session, wanted, None, 100).rows,
    Issue: lambda session, wanted: exports.issues(session, wanted, None, 100).rows,
    Decision: lambda session, wanted: exports.decisions(session, wanted, None, 100).rows,
}
GUEST, STRANGER, NEWCOMER = "U0GUEST", "U0STRANGER", "U0NEWCOMER"
OUTSIDE = {GUEST: Standing.GUEST, STRANGER: Standing.STRANGER, NEWCOMER: Standing.NEWCOMER}
EVERYBODY = tuple(user_id for user_id, *_ in cast.PEOPLE)
EXECUTIVES = {NORA, VICTOR, PRIYA}


def _meet(session: Session) -> None:
    """Those who do not work here, beside the cast."""
    for user_id, standing in OUTSIDE.items():
        if people.find(session, TEAM, user_id) is None:
            session.add(Person(team_id=TEAM, user_id=user_id, name=user_id, standing=standing))
    session.flush()


def _change(session: Session, user_id: str, **facts: object) -> None:
    person = people.find(session, TEAM, user_id)
    assert person
    for name, value in facts.items():
        setattr(person, name, value)
    session.add(person)
    session.flush()


def _readers(session: Session, thing: Thing, *, exports_too: bool = True) -> set[str]:
    """Who sees a thing by the rule; the database, and every export, has to say the same of each."""
    found = set()
    for person in session.exec(select(Person).where(Person.team_id == TEAM)):
        told = access.may_see(session, person, thing)
        model = type(thing)
        reader = audiences.reader(session, person)
        seen = scopes.decision_seen_by(reader) if isinstance(thing, Decision) else (
            scopes.seen_by(type(thing), reader)
        )  # fmt: skip
        asked = select(model.number).where(model.team_id == TEAM, model.number == thing.number)
        assert (session.exec(asked.where(seen)).first() is not None) == told, (person.name, thing)
        hidden = session.exec(asked.where(not_(seen))).first() is not None
        assert hidden != told, (person.name, thing)
        if exports_too:
            assert _is_exported(session, thing, reader) == told, (person.name, thing)
        if told:
            found.add(person.user_id)
    return found


def _is_exported(session: Session, thing: Thing, reader: Reader) -> bool:
    """Whether an export holds a thing; what it is asked and what happened to it are in it alike."""
    wanted = Excerpt(reader)
    held = any(row.number == thing.number for row in EXPORTED[type(thing)](session, wanted))
    happened = [row.number for row in exports.history(session, wanted, None, 100).rows]
    assert (thing.number in happened) == held
    if reader.works_here:
        about = [row.number for row in exports.asks(session, wanted, None, 100).rows]
        assert not about or held
    return held


def _ask(session: Session, thing: Thing, user_id: str, *, answered: bool = False) -> None:
    asks.add(
        session,
        Owed(
            team_id=TEAM, kind="tell", noun=thing.noun, number=thing.number, person_id=user_id,
            opened_at=MONDAY, due_at=MONDAY, answered_at=MONDAY if answered else None,
        ),
    )  # fmt: skip


def _happens(session: Session, thing: Thing) -> None:
    history.add(
        session, team_id=TEAM, now=MONDAY, actor=BEN, verb="given", noun=thing.noun,
        number=thing.number,
    )  # fmt: skip


def _task(session: Session, **facts: object) -> Task:
    """T-1: Ben asked Sara in Billing, which Maria leads and in which Lee stands in."""
    billing = departments.named(session, TEAM, "Billing")
    assert billing
    given = {
        "title": "Call", "owner_id": SARA, "created_by": BEN, "created_at": MONDAY,
        "department_id": billing.department_id, "audience": Audience.PRIVATE, **facts,
    }  # fmt: skip
    task = Task(team_id=TEAM, number=1, **given)
    session.add(task)
    session.flush()
    _happens(session, task)
    return task


def test_what_is_of_the_department_is_for_all_who_work_here(database: Database) -> None:
    with database.write() as session:
        _meet(session)
        _change(session, WEI, gone=True)
        task = _task(session, audience=Audience.DEPARTMENT)
        assert _readers(session, task) == {*EVERYBODY} - {WEI}


def test_what_is_private_is_for_those_whom_it_concerns(database: Database) -> None:
    with database.write() as session:
        _meet(session)
        task = _task(session)
        assert _readers(session, task) == {SARA, BEN, MARIA, OMAR}
        names = [each.name for each in audiences.known_to(session, task)]
        assert names == ["Sara Novak", "Ben Fischer", "Maria Costa", "Omar Haddad"]


def test_who_owes_an_answer_sees_it_until_it_is_given(database: Database) -> None:
    with database.write() as session:
        task = _task(session)
        _ask(session, task, TOM)
        _ask(session, task, GRACE, answered=True)
        assert _readers(session, task) == {SARA, BEN, MARIA, OMAR, TOM}


def test_who_is_added_sees_it(database: Database) -> None:
    with database.write() as session:
        task = _task(session)
        assert stored.add(session, TEAM, "task", 1, HANA)
        assert not stored.add(session, TEAM, "task", 1, HANA), "once is enough"
        assert stored.add(session, TEAM, "issue", 1, RAVI), "of another thing of that number"
        assert _readers(session, task) == {SARA, BEN, MARIA, OMAR, HANA}


def test_what_follows_from_a_decision_is_for_the_executives_as_well(database: Database) -> None:
    with database.write() as session:
        task = _task(session, decision_number=1)
        assert _readers(session, task) == {SARA, BEN, MARIA, OMAR, *EXECUTIVES}
        names = [each.user_id for each in audiences.known_to(session, task)]
        assert names == [SARA, BEN, MARIA, OMAR], "executives are named as such"


def test_a_decision_is_for_executives(database: Database) -> None:
    with database.write() as session:
        _meet(session)
        decision = Decision(
            team_id=TEAM, number=1, title="Close the depot", asked_by=NORA, channel_id="C0EXEC",
            created_at=MONDAY, due_at=MONDAY,
        )  # fmt: skip
        session.add(decision)
        _happens(session, decision)
        _ask(session, decision, TOM)
        assert _readers(session, decision) == {OMAR, TOM, *EXECUTIVES}
        decision.audience = Audience.DEPARTMENT
        assert _readers(session, decision) == {*EVERYBODY}


def test_a_deputy_sees_it_where_the_lead_is_not_there(database: Database) -> None:
    with database.write() as session:
        task = _task(session)
        assert LEE not in _readers(session, task)
        _change(session, MARIA, gone=True)
        assert _readers(session, task) == {SARA, BEN, LEE, OMAR}


def test_who_stands_in_for_the_lead_or_the_cco_sees_what_they_see(database: Database) -> None:
    with database.write() as session:
        task = _task(session)
        _change(session, MARIA, stand_in_id=LEE)
        _change(session, OMAR, stand_in_id=HANA)
        assert _readers(session, task) == {SARA, BEN, MARIA, LEE, OMAR, HANA}


def test_guests_and_strangers_see_only_what_is_theirs(database: Database) -> None:
    with database.write() as session:
        _meet(session)
        task = _task(session, owner_id=GUEST, audience=Audience.DEPARTMENT)
        assert _readers(session, task) & OUTSIDE.keys() == {GUEST}
        task.audience, task.created_by = Audience.PRIVATE, STRANGER
        assert _readers(session, task) == {GUEST, STRANGER, MARIA, OMAR}


@pytest.mark.parametrize("who", [NORA, OMAR, MARIA])
def test_an_office_ends_with_the_work_here(database: Database, who: str) -> None:
    with database.write() as session:
        task = _task(session, decision_number=1)
        _change(session, who, standing=Standing.GUEST)
        assert who not in _readers(session, task)


# --- the rule and the question agree, however a company and its things are made ---


@dataclass(frozen=True)
class Drawn:
    """A thing, and what people are to it and to the company."""

    model: type[Thing]
    private: bool
    asker: str
    owner: str | None
    department: str | None
    decision: bool
    asked: Sequence[tuple[str, bool]]
    added: Sequence[str]
    gone: Sequence[str]
    guests: Sequence[str]


A_GUEST_AS_DEPUTY = Drawn(
    Task, private=True, asker=OMAR, owner=None, department="Support", decision=False, asked=(),
    added=(), gone=(OMAR, GRACE), guests=(DIEGO,),
)  # fmt: skip
"""Support has a deputy who is a guest by now, and its lead has left."""
SOMEBODY = st.sampled_from([*EVERYBODY, *OUTSIDE])
SOME = st.lists(SOMEBODY, max_size=3, unique=True)
DRAWN = st.builds(
    Drawn,
    model=st.sampled_from(MODELS),
    private=st.booleans(),
    asker=SOMEBODY,
    owner=st.none() | SOMEBODY,
    department=st.none() | st.sampled_from([name for name, *_ in cast.DEPARTMENTS]),
    decision=st.booleans(),
    asked=st.lists(st.tuples(SOMEBODY, st.booleans()), max_size=3),
    added=SOME,
    gone=SOME,
    guests=st.lists(st.sampled_from(EVERYBODY), max_size=3),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=DRAWN, exports_too=st.sampled_from([False] * 5 + [True]))
@example(drawn=A_GUEST_AS_DEPUTY, exports_too=False)
def test_the_rule_and_the_question_agree(
    database: Database, drawn: Drawn, exports_too: bool
) -> None:
    with database.write() as session:
        nested = session.begin_nested()
        _meet(session)
        for user_id in drawn.guests:
            _change(session, user_id, standing=Standing.GUEST)
        for user_id in drawn.gone:
            _change(session, user_id, gone=True)
        thing = _made(session, drawn)
        for user_id, answered in drawn.asked:
            _ask(session, thing, user_id, answered=answered)
        for user_id in drawn.added:
            stored.add(session, TEAM, thing.noun, thing.number, user_id)
        readers = _readers(session, thing, exports_too=exports_too)
        assert drawn.asker in readers
        assert drawn.owner in {*readers, None} or drawn.model is Decision
        named = {each.user_id for each in audiences.known_to(session, thing)}
        absent = {*drawn.gone}
        assert drawn.private is False or named <= readers, "nobody is named who cannot see it"
        assert not named & absent
        nested.rollback()
        session.expunge_all()


def _made(session: Session, drawn: Drawn) -> Thing:
    audience = Audience.PRIVATE if drawn.private else Audience.DEPARTMENT
    made = {"team_id": TEAM, "number": 1, "title": "Call", "created_at": MONDAY}
    if drawn.model is Decision:
        thing: Thing = Decision(
            **made, asked_by=drawn.asker, channel_id="C0EXEC", due_at=MONDAY + timedelta(days=1),
            audience=audience,
        )  # fmt: skip
    else:
        where = departments.named(session, TEAM, drawn.department) if drawn.department else None
        more = {"decision_number": 1 if drawn.decision else None} if drawn.model is Task else {}
        thing = drawn.model(
            **made, **more, owner_id=drawn.owner, created_by=drawn.asker, audience=audience,
            department_id=where.department_id if where else None,
        )  # fmt: skip
    session.add(thing)
    session.flush()
    _happens(session, thing)
    return thing


def test_two_who_let_in_the_same_person_at_once_do_not_collide(database: Database) -> None:
    def let_in() -> bool:
        with database.write() as session:
            return stored.add(session, TEAM, "task", 7, SARA)

    with ThreadPoolExecutor(1) as other:
        with database.write() as session:
            assert stored.add(session, TEAM, "task", 7, SARA)
            later = other.submit(let_in)
            # It has begun, and waits for this one to end.
            with suppress(TimeoutError):
                later.result(0.2)
        assert later.result(10) is False
    with database.read() as session:
        assert stored.added(session, TEAM, "task", 7) == [SARA]
