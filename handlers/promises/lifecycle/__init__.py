"""What becomes of a promise: each thing that may is a move, and all moves are made here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import asks, faces
from handlers.people import access
from handlers.people.facts import WrongFacts
from handlers.promises import items
from handlers.promises.items import events
from handlers.promises.lifecycle.permits import permit
from handlers.promises.lifecycle.shapes import (
    NOTHING,
    Asked,
    Changes,
    Column,
    Move,
    check_asked,
    check_changes,
    check_noun,
    encode,
)
from storage import asks as stored_asks
from storage import handoffs, issues, tasks
from storage.asks import Ask
from storage.customers import Customer
from storage.decisions import Decision
from storage.issues import Experience
from storage.items import CLOSED_STATES, Item, State
from storage.people import Person
from storage.tasks import Promise, Task

__all__ = [
    "Asked",
    "Changes",
    "Column",
    "Move",
    "WrongFacts",
    "begin",
    "begin_asks",
    "encode",
    "make",
    "note",
    "permit",
    "record",
    "stand",
]


def make(
    session: Session,
    now: datetime,
    move: Move,
    item: Item,
    actor: Person,
    *,
    changes: Changes = NOTHING,
    asked: Sequence[Asked] = (),
    **facts: object,
) -> None:
    """Make a move with an item that is held, as `items.get` brings it.

    Its columns are set, asks end and begin, history is written, and its cards show it. Raises what
    `permit` raises; WrongFacts, and ValueError for changes or asks that are not the move's.
    """
    check_noun(move, item)
    permit(session, actor, item, move)
    written = encode(move, facts)
    check_changes(move, changes)
    check_asked(move, asked)
    stand(move, item, now, changes, str(facts.get("reason", "")))
    session.add(item)
    by = actor.user_id
    if not item.live:
        _end_offer(session, now, item, by)
    _end_asks(session, now, move, item, by)
    customer = items.customer_of(session, item)
    begin_asks(session, now, item, customer, *asked)
    events.happened(session, now, item, customer, by, move.verb, **written, **_zone(changes))
    _show(session, now, item)


def begin(
    session: Session,
    now: datetime,
    move: Move,
    new: Promise | Experience,
    actor: Person,
    *,
    asked: Sequence[Asked] = (),
    **facts: object,
) -> None:
    """Make the move that begins a promise: it is stored, and whoever it is with is asked.

    Nobody else knows of it yet, so nothing is held; its cards are for the caller to post. Raises
    what `access.check` raises, WrongFacts and ValueError as `make` does.
    """
    check_noun(move, new)
    if move.start or move.right is None:
        raise ValueError(f"“{move.verb}” begins nothing that somebody could begin")
    access.check(session, actor, move.right)
    written = encode(move, facts)
    check_asked(move, asked)
    stand(move, new, now, NOTHING)
    _store(session, new)
    customer = items.customer_of(session, new)
    begin_asks(session, now, new, customer, *asked)
    snapshot = events.stands(new, customer)
    events.began(session, now, new, actor.user_id, move.verb, snapshot, **written)


def record(
    session: Session,
    at: datetime,
    move: Move,
    item: Promise | Experience,
    actor: str,
    customer: Customer | None,
    *,
    changes: Changes = NOTHING,
    **facts: object,
) -> None:
    """Write down a move that was made elsewhere at `at` (UTC), as a file of the past tells it.

    `item` is a row in the making: its columns are set as the move sets them, and the caller stores
    it with the asks as they ended. `customer` is whom it is for; nothing is read. Raises
    WrongFacts, and ValueError as `make` does and for a state that the move does not start from.
    """
    check_noun(move, item)
    if move.start and item.state not in move.start:
        raise ValueError(f"“{move.verb}” cannot follow on {item.state}")
    written = encode(move, facts)
    check_changes(move, changes)
    stand(move, item, at, changes, str(facts.get("reason", "")))
    written |= _zone(changes) | {"imported": True}
    snapshot = events.stands(item, customer)
    if move.start:
        events.recalled(session, at, item, actor, move.verb, snapshot, **written)
    else:
        events.began(session, at, item, actor, move.verb, snapshot, **written)


def note(
    session: Session, now: datetime, move: Move, item: Item, ask: Ask, **facts: object
) -> None:
    """Write down what Duly itself did about an ask, which is held; the item need not be.

    The item stays as it is. Raises WrongFacts, and ValueError for a move that is somebody's or
    changes something.
    """
    check_noun(move, item)
    if move.right is not None or move.end is not None or move.changes or move.ends or move.others:
        raise ValueError(f"“{move.verb}” is more than a note")
    events.noted(session, now, item, ask, move.verb, **encode(move, facts))
    _show(session, now, item)


def begin_asks(
    session: Session, now: datetime, item: Item, customer: Customer | None, *asked: Asked
) -> None:
    """Ask people about an item as it stands, each by their own clock; `customer` is whom it is for.

    This is what moves do, and alone it is for what a file brought in or nobody was asked about.
    """
    about = items.about(item, customer)
    for each in asked:
        asks.open_ask(
            session,
            now,
            each.kind,
            about,
            each.person,
            each.department_id,
            announced=each.announced,
        )


def stand(move: Move, item: Item, at: datetime, changes: Changes, reason: str = "") -> None:
    """Set the columns of an item as a move leaves them: the one place where a state is set."""
    if changes.due_at is not None and changes.zone is not None:
        item.due_at, item.due_zone = changes.due_at, changes.zone
        if changes.owner:
            # What somebody is given with a date: the one that later dates are measured by.
            item.original_due_at = changes.due_at
    if changes.owner:
        item.owner_id = changes.owner.user_id
    if changes.department:
        item.department_id = changes.department.department_id
    if move.end is None:
        return
    if move.end == State.ACKNOWLEDGED and (changes.owner or item.state != State.ACKNOWLEDGED):
        item.acknowledged_at = at
    if move.end in CLOSED_STATES:
        item.closed_at, item.close_reason = at, reason
    item.state = move.end


# --- what follows ---


def _store(session: Session, new: Promise | Experience) -> None:
    if isinstance(new, Promise):
        tasks.add(session, new)
    else:
        issues.add(session, new)


def _end_offer(session: Session, now: datetime, item: Item, by: str) -> None:
    """What is closed is not on offer any more."""
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer:
        handoffs.answer(session, now, offer, by, accepted=False)


def _end_asks(session: Session, now: datetime, move: Move, item: Item, by: str) -> None:
    if not move.ends and move.others is None:
        return
    for ask in stored_asks.open_about(session, item.team_id, item.noun, item.number):
        outcome = move.ends.get(ask.kind, move.others)
        if outcome is not None and (not move.own or ask.person_id == by):
            asks.answer(session, now, ask, by, outcome)


def _zone(changes: Changes) -> dict[str, Any]:
    """The clock of a date is told with it."""
    return {"zone": changes.zone} if changes.zone else {}


def _show(session: Session, now: datetime, item: Item) -> None:
    """Bring the cards of an item up to date, and that of the decision which a task follows from."""
    faces.refresh(session, now, item.team_id, item.noun, item.number)
    if isinstance(item, Task) and item.decision_number:
        faces.refresh(session, now, item.team_id, Decision.noun, item.decision_number)
