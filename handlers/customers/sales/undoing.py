"""Whoever said something of a sale takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.customers import sales
from handlers.customers.sales import changing, moves
from handlers.customers.sales.kind import KINDS, NEED
from handlers.people import access, facts
from handlers.promises import lifecycle, undoable
from handlers.promises.lifecycle import past
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import asks as stored_asks
from storage import history
from storage.history import Event
from storage.people import Person
from storage.sales import Sale, SaleState

PASSING = (moves.ESCALATE.verb,)
"""What changes nothing, so that what was before it can still be undone."""
UNDOABLE = frozenset({moves.SELL.verb, *(each.verb for each in moves.MOVES if each.can_undo)})
BEGINS = {moves.FIND_OUT.verb: NEED.name}
"""What is asked because of a move, and is asked no more where that is undone."""


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Sale:
    """Take back what somebody did last with a sale: it stands as it stood before.

    What that ended is asked again; what they wrote down is taken back. Raises NothingToUndo,
    UndoneAlready, ChangedSince, TooLateToUndo, and what `sales.named` and `access.check` raise.
    """
    access.check(session, actor, access.READ)
    sale = sales.named(session, actor, ref, *moves.UNDO_TO.values())
    event = _newest(session, sale)
    if undoable.has_undone(_happened(session, sale), actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=sale.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=sale.ref)
    if event.verb == moves.SELL.verb:
        lifecycle.make(session, now, moves.TAKE_BACK, sale, actor, undid=event.verb)
        return sale
    _restore(session, now, actor, sale, event)
    return sale


def can(session: Session, now: datetime, actor: Person, sale: Sale) -> bool:
    """Whether somebody may undo what they did last with it, at this moment."""
    if not access.may(session, actor, access.UNDO, sale) or not sale.stands:
        return False
    event = _newest(session, sale)
    is_new = not undoable.has_undone(_happened(session, sale), actor.user_id, now)
    is_theirs = event is not None and undoable.is_theirs(event, actor.user_id, now)
    return event is not None and is_new and is_theirs and event.verb in UNDOABLE


def _restore(session: Session, now: datetime, actor: Person, sale: Sale, event: Event) -> None:
    stood = event.details.get("before", {})
    back = past.back_from(event)
    columns = {name: value for name, value in stood.items() if name != "state"}
    before = {name: facts.plain(getattr(sale, name)) for name in columns}
    before["state"] = str(sale.state)
    changing.TOLD.set_columns(sale, columns)
    ends = BEGINS.get(event.verb)
    lifecycle.make(
        session, now, moves.UNDO_TO[SaleState(stood.get("state", sale.state))], sale, actor,
        goes_on=[kind for kind in KINDS if kind != ends],
        undid=event.verb, before=before, after=columns,
    )  # fmt: skip
    for ask in stored_asks.hold(session, sale.team_id, list(back.ended)) if back else []:
        asks.owe_again(session, now, ask, KINDS[ask.kind])


def _newest(session: Session, sale: Sale) -> Event | None:
    """What happened last and was not undone since."""
    return next(undoable.standing(_happened(session, sale)), None)


def _happened(session: Session, sale: Sale) -> list[Event]:
    place = (sale.team_id, sale.noun, sale.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
