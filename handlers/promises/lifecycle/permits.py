"""Whether a move may be made: what has ended stays so, then who may, then the rest."""

from __future__ import annotations

from typing import NoReturn

from sqlmodel import Session

from handlers.people import access
from handlers.people.relations import Relation
from handlers.promises import items
from handlers.promises.lifecycle.shapes import Move
from handlers.speech.errors import AlreadyClosed, AlreadyTaken, NothingOwed, NotNow, UserError
from storage import history, people
from storage.items import Item, State
from storage.people import Person


def permit(session: Session, actor: Person, item: Item, *rows: Move) -> Move:
    """The first of these moves that the item's state and the person's rights allow.

    Raises AlreadyClosed; then what `access.check` raises for the last of them, or NothingOwed; then
    AlreadyTaken or NotNow where the state allows none.
    """
    fitting = [row for row in rows if item.state in row.start]
    last = (fitting or rows)[-1]
    if not fitting and not item.live and not _is_for_asked(last):
        raise AlreadyClosed(ref=item.ref, how=items.CLOSED[State(item.state)])
    for row in fitting or rows:
        if row.right is not None and access.may(session, actor, row.right, item):
            break
    else:
        _refuse(session, actor, last, item)
    if not fitting:
        raise _not_now(session, last, item)
    return row


def _is_for_asked(move: Move) -> bool:
    return move.right is not None and Relation.ASKED in move.right.allowed


def _refuse(session: Session, actor: Person, move: Move, item: Item) -> NoReturn:
    if move.right is None:
        raise ValueError(f"“{move.verb}” is nobody's to do")
    if _is_for_asked(move) and move.right.is_open_to(actor):
        raise NothingOwed(ref=item.ref)
    access.refuse(session, actor, move.right, item)


def _not_now(session: Session, move: Move, item: Item) -> UserError:
    if _is_for_asked(move):
        return NothingOwed(ref=item.ref)
    if item.state == move.end == State.ACKNOWLEDGED:
        return AlreadyTaken(ref=item.ref, name=_taker(session, item, move.verb))
    return NotNow(ref=item.ref, state=item.state)


def _taker(session: Session, item: Item, verb: str) -> str:
    """Who gave the word: the owner, or a lead on their behalf."""
    event = history.latest(session, item.team_id, item.noun, item.number, verb)
    taker = people.find(session, item.team_id, event.actor) if event else None
    owner = taker or items.owner_of(session, item)
    return owner.name if owner else "somebody"
