"""Whether a move may be made: what has ended stays so, then who may, then the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from sqlmodel import Session

from handlers.people import access
from handlers.people.relations import Relation
from handlers.promises import items
from handlers.promises.items import loop
from handlers.promises.items.to_come import still
from handlers.promises.items.words import plain_due
from handlers.promises.lifecycle import things
from handlers.promises.lifecycle.shapes import Move
from handlers.promises.lifecycle.things import Movable
from handlers.speech.errors import UserError
from handlers.speech.promise_errors import (
    AlreadyClosed,
    AlreadyTaken,
    NothingOwed,
    NotNow,
    StepsToCome,
    YoursAlready,
)
from storage import history, people
from storage.history import Event
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person

NOW: Mapping[str, str] = {
    State.OPEN: "is open, and waits for its first answer",
    State.ACKNOWLEDGED: "is open, and somebody has taken it",
    State.CORRECTED: "is corrected, and more of its loop is to come",
    **{state: f"is closed: {how}" for state, how in items.CLOSED.items()},
}
"""How an item stands, to whoever wants what cannot be done then."""


def permit(session: Session, actor: Person, thing: Movable, *rows: Move) -> Move:
    """The first of these moves that a thing's state and the person's rights allow.

    Raises AlreadyClosed; then what `access.check` raises for the last of them, or NothingOwed; then
    YoursAlready, AlreadyTaken or NotNow where the state allows none.
    """
    fitting = [row for row in rows if thing.state in row.start]
    last, item = (fitting or rows)[-1], things.item_in(thing)
    if item and not fitting and not item.live and not _is_for_asked(last):
        raise AlreadyClosed(ref=item.ref, how=items.how_closed(item))
    for row in fitting or rows:
        if row.right is not None and access.may(session, actor, row.right, thing):
            break
    else:
        _refuse(session, actor, last, thing)
    if not fitting:
        raise _not_now(session, actor, last, thing)
    return row


def may(session: Session, actor: Person, thing: Movable, *rows: Move) -> bool:
    """Whether somebody may make one of these moves, as the thing stands."""
    return any(
        thing.noun in row.nouns
        and thing.state in row.start
        and row.right is not None
        and access.may(session, actor, row.right, thing)
        for row in rows
    )


def _is_for_asked(move: Move) -> bool:
    """Whether it is only an answer: whoever asked for the thing may not make it unasked."""
    allowed = move.right.allowed if move.right else frozenset()
    return Relation.ASKED in allowed and Relation.ASKER not in allowed


def _refuse(session: Session, actor: Person, move: Move, thing: Movable) -> NoReturn:
    if move.right is None:
        raise ValueError(f"“{move.verb}” is nobody's to do")
    if _is_for_asked(move) and move.right.is_open_to(actor):
        raise NothingOwed(ref=thing.ref)
    access.refuse(session, actor, move.right, thing)


def _not_now(session: Session, actor: Person, move: Move, thing: Movable) -> UserError:
    if _is_for_asked(move):
        return NothingOwed(ref=thing.ref)
    item = things.item_in(thing)
    if item and item.state == move.end == State.ACKNOWLEDGED:
        event = history.latest(session, item.team_id, item.noun, item.number, move.verb)
        if event and event.actor == actor.user_id == item.owner_id:
            return YoursAlready(ref=item.ref, day=plain_due(item, event.happened_at, actor))
        return AlreadyTaken(ref=item.ref, name=_taker(session, item, event))
    if isinstance(item, Issue) and item.state == State.CORRECTED:
        left = loop.left(session, item)
        if left:
            return StepsToCome(ref=item.ref, steps=still(left))
    return NotNow(ref=thing.ref, how=NOW.get(thing.state) or f"is {thing.state}")


def _taker(session: Session, item: Item, event: Event | None) -> str:
    """Who gave the word by this event: the owner, or a lead on their behalf."""
    taker = people.find(session, item.team_id, event.actor) if event else None
    owner = taker or items.owner_of(session, item)
    return owner.name if owner else "somebody"
