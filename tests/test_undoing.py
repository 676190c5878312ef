"""Any row of moves, each of them undone: the item and its asks stand as they stood before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot import routes
from handlers.promises import (
    answers,
    editing,
    handoffs,
    items,
    noes,
    notes,
    reopening,
    sharing,
    tasks,
    undoing,
)
from handlers.promises.tasks import NewTask
from handlers.speech.errors import UserError
from handlers.speech.promise_errors import NothingToUndo, NotYoursToUndo, UndoneAlready
from storage import audiences, customers, people
from storage.asks import Ask
from storage.audiences import Audience
from storage.database import Database
from storage.handoffs import Handoff
from storage.items import Item
from storage.nudges import Nudge
from storage.people import Person
from tests import replay
from tests.cast import BEN, HANA, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM

Act = Callable[[Session, datetime, Person, Item], object]
WHY = "Legal reads it on Monday"


def person(session: Session, user: str) -> Person:
    found = people.find(session, TEAM, user)
    assert found
    return found


def edit(session: Session, now: datetime, actor: Person, item: Item) -> object:
    globex = customers.named(session, TEAM, "Globex")
    new = replace(
        editing.wanted(session, item), title=f"{item.title}!", customer=globex, severity=1,
        reason=WHY,
    )  # fmt: skip
    return editing.edit(routes.REGISTERS, session, now, actor, item, new)


def see(new: Audience) -> Act:
    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        shared = sharing.set_audience(session, now, actor, item, new)
        if not shared.changed:
            raise NothingToUndo
        return shared

    return act


ACTS: dict[str, Act] = {
    "take": answers.take,
    "take by a day": lambda s, now, who, item: answers.take(s, now, who, item, "2026-12-03"),
    "done": answers.finish,
    "no": lambda s, now, who, item: noes.decline(s, now, who, item, WHY),
    "date": lambda s, now, who, item: answers.redate(s, now, who, item, "2026-12-10", WHY),
    "later": lambda s, now, who, item: answers.snooze(s, now, who, item, "2026-11-24", WHY),
    "withdraw": tasks.withdraw,
    "offer": lambda s, now, who, item: handoffs.offer(s, now, who, item, "@tom", WHY),
    "accept": handoffs.accept,
    "give back": lambda s, now, who, item: handoffs.give_back(s, now, who, item, WHY),
    "give to": lambda s, now, who, item: handoffs.give_to(s, now, who, item, person(s, LEE), WHY),
    "edit": edit,
    "reopen": lambda s, now, who, item: reopening.reopen(s, now, who, item, WHY),
    "note": lambda s, now, who, item: notes.add(s, now, who, item, WHY),
    "make private": see(Audience.PRIVATE),
    "show to all": see(Audience.DEPARTMENT),
    "let in": lambda s, now, who, item: sharing.let_in(s, now, who, item, person(s, HANA)),
}
STAYS = {"later", "give back", "note"}
"""What is not undone: it closes nothing, or somebody else has read of it."""
steps = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([SARA, MARIA, OMAR, BEN, TOM])),
    min_size=3,
    max_size=14,
)


@dataclass(frozen=True)
class Step:
    """What was done, by whom and when, and how all stood before; None before it was there."""

    name: str
    user: str
    at: datetime
    before: dict[str, Any] | None = None


def stands(session: Session) -> dict[str, Any]:
    """The task, the asks that are open about it, whether they are chased, and who may take it."""
    session.flush()
    item = items.find(session, TEAM, "task", 1)
    assert item
    owed = session.exec(select(Ask).where(col(Ask.answered_at).is_(None)).order_by(Ask.ask_id))
    planned = session.exec(select(Nudge.ask_id).where(col(Nudge.sent_at).is_(None))).all()
    offered = session.exec(select(Handoff).where(col(Handoff.answered_at).is_(None)))
    asks = [ask.model_dump() for ask in owed]
    return {
        "row": item.model_dump(),
        "asks": asks,
        "chased": [ask["ask_id"] in planned for ask in asks],
        "offers": [offer.model_dump() for offer in offered],
        "let in": audiences.added(session, TEAM, "task", 1),
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_whatever_happened_before_undoing_restores_it(
    database: Database, walk: list[tuple[str, str]]
) -> None:
    with database.write() as session:
        new = NewTask("Call them", "@sara", "friday", customer="Acme")
        tasks.give(session, MONDAY, person(session, BEN), new)
        session.flush()
        now, so_far = MONDAY, [Step("give", BEN, MONDAY)]
        for name, user in walk:
            now += timedelta(minutes=1)
            _step(session, now, name, person(session, user), so_far)
            told = replay.replayed(session, TEAM)
            assert not told.differing, told.differing
        session.rollback()


def _step(session: Session, now: datetime, name: str, actor: Person, so_far: list[Step]) -> None:
    """Do it; if it can be done, undo it, and what was before; compare, and do it once more."""
    item = items.get(session, person(session, OMAR), "T-1")
    before = stands(session)
    try:
        with session.begin_nested():
            ACTS[name](session, now, actor, item)
            session.flush()
    except UserError:
        session.expire_all()
        assert stands(session) == before, f"{name} was refused and changed something"
        return
    if name in STAYS:
        if name != "note":
            with pytest.raises(NothingToUndo):
                undoing.undo(routes.REGISTERS, session, now, actor, item)
            so_far.append(Step(name, actor.user_id, now, before))
        return
    other = person(session, LEE)
    with pytest.raises(NotYoursToUndo):
        undoing.undo(routes.REGISTERS, session, now, other, item)
    undoing.undo(routes.REGISTERS, session, now, actor, item)
    assert stands(session) == before, f"{name} by {actor.name}"
    _undo_one_more(session, now, actor, item, so_far[-1])
    assert stands(session) == before
    ACTS[name](session, now, actor, item)
    so_far.append(Step(name, actor.user_id, now, before))


def _undo_one_more(
    session: Session, now: datetime, actor: Person, item: Item, earlier: Step
) -> None:
    """The step before is undone as well, where it was theirs, lately, and could be; all is back."""
    is_open = earlier.name not in STAYS and (item.live or earlier.before is not None)
    is_theirs = earlier.user == actor.user_id and now - earlier.at <= timedelta(minutes=10)
    both = session.begin_nested()
    if is_open and is_theirs:
        undoing.undo(routes.REGISTERS, session, now, actor, item)
        assert earlier.before in (None, stands(session)), f"{earlier.name} by {actor.name}"
    else:
        with pytest.raises(UndoneAlready):
            undoing.undo(routes.REGISTERS, session, now, actor, item)
    both.rollback()
    session.expire_all()
