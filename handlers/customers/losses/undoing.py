"""Whoever said something of a customer who left takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.customers import changes, losses
from handlers.customers.losses import changing, marking, moves, presence
from handlers.customers.losses.kind import CALL, KINDS, PROOF, WHY
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
from storage import counters, customers, history
from storage.customers import Customer
from storage.history import Event
from storage.losses import Loss, LossState, standing_of
from storage.people import Person

PASSING = (moves.ESCALATE.verb, moves.FOLLOW.verb, moves.FOLLOW_NO_MORE.verb)
"""What changes nothing, so that what was before it can still be undone."""
UNDOABLE = frozenset({moves.RECORD.verb, *(each.verb for each in moves.MOVES if each.can_undo)})
BEGINS = {
    moves.EXPLAIN.verb: PROOF.name,
    moves.DOUBT.verb: WHY.name,
    moves.ASK_THEM.verb: WHY.name,
    moves.NO_CALL.verb: CALL.name,
    moves.GIVE_CALL.verb: CALL.name,
}
"""What is asked because of a move, and is asked no more where that is undone."""


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Loss:
    """Take back what somebody did last with a loss: it stands as it stood before.

    What that ended is asked again. What they recorded is taken back, and the customer has not left.
    The return of who left again since stays. Raises NothingToUndo, UndoneAlready, ChangedSince,
    TooLateToUndo, and what `losses.named`, `presence.check_is_here` and `access.check` raise.
    """
    access.check(session, actor, access.READ)
    loss = losses.named(session, actor, ref, *moves.UNDO_TO.values())
    access.check(session, actor, access.READ_LOSSES, loss)
    event = _newest(session, loss)
    if undoable.has_undone(_happened(session, loss), actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=loss.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=loss.ref)
    if event.verb == moves.RECORD.verb:
        before = loss.taken_off
        lifecycle.make(session, now, moves.TAKE_BACK, loss, actor, undid=event.verb)
        marking.mark(session, now, actor.user_id, loss, None, before)
        return loss
    counters.hold(session, loss.team_id, Loss.noun)
    if customer := _left_since(session, loss):
        presence.check_is_here(session, customer)
    before = loss.taken_off
    _restore(session, now, actor, loss, event)
    marking.mark(session, now, actor.user_id, loss, loss.left_on, before)
    return loss


def can(session: Session, now: datetime, actor: Person, loss: Loss) -> bool:
    """Whether somebody may undo what they did last with it, at this moment."""
    if not access.may(session, actor, access.UNDO, loss) or loss.state == LossState.TAKEN_BACK:
        return False
    event = _newest(session, loss)
    is_new = not undoable.has_undone(_happened(session, loss), actor.user_id, now)
    return (
        event is not None
        and is_new
        and event.verb in UNDOABLE
        and undoable.is_theirs(event, actor.user_id, now)
        and _left_since(session, loss) is None
    )


def _left_since(session: Session, loss: Loss) -> Customer | None:
    """Their customer, where they are back from it and left again since."""
    if loss.stands or standing_of(session, loss.team_id, loss.customer_id) is None:
        return None
    return customers.find(session, loss.team_id, loss.customer_id)


def _restore(session: Session, now: datetime, actor: Person, loss: Loss, event: Event) -> None:
    stood = event.details.get("before", {})
    back = past.back_from(event)
    different = changes.ChangedColumns(
        {name: facts.plain(getattr(loss, name)) for name in stood if name != "state"}
        | {"state": str(loss.state)},
        {name: value for name, value in stood.items() if name != "state"},
    )
    changing.TOLD.set_columns(loss, different.after)
    ends = BEGINS.get(event.verb) or event.details.get("asked_for")
    lifecycle.make(
        session, now, moves.UNDO_TO[LossState(stood.get("state", loss.state))], loss, actor,
        goes_on=[kind for kind in KINDS if kind != ends],
        undid=event.verb, before=different.before, after=different.after,
    )  # fmt: skip
    for ask in stored_asks.hold(session, loss.team_id, list(back.ended)) if back else []:
        asks.owe_again(session, now, ask, KINDS[ask.kind])


def _newest(session: Session, loss: Loss) -> Event | None:
    """What happened last and was not undone since."""
    return next(undoable.standing(_happened(session, loss)), None)


def _happened(session: Session, loss: Loss) -> list[Event]:
    place = (loss.team_id, loss.noun, loss.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
