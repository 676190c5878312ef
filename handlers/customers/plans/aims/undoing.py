"""Whoever wrote what a customer should be able to do takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import whom
from handlers.customers.plans import aims as room
from handlers.customers.plans.aims import changing, moves
from handlers.promises import lifecycle, undoable
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import history
from storage.aims import Aim, AimState
from storage.history import Event
from storage.people import Person

PASSING: tuple[str, ...] = (moves.ESCALATE.verb,)
"""What changes nothing of it, so that what was before it can still be undone."""
UNDOABLE = frozenset({moves.WRITE.verb, moves.SAY.verb})


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Aim:
    """Take back what somebody wrote: it stands as before, and is asked again if it was.

    Raises NothingToUndo, UndoneAlready, ChangedSince, TooLateToUndo, and what `aims.named` raises.
    """
    aim = room.named(session, actor, ref, moves.SAY)
    event = next(undoable.standing(_happened(session, aim)), None)
    if undoable.has_undone(_happened(session, aim), actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=aim.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=aim.ref)
    _restore(session, now, actor, aim, event)
    return aim


def can(session: Session, now: datetime, actor: Person, aim: Aim) -> bool:
    """Whether somebody may undo what they wrote last, at this moment."""
    if not room.may_write(session, actor, aim) or aim.state != AimState.SAID:
        return False
    happened = _happened(session, aim)
    event = next(undoable.standing(happened), None)
    return (
        event is not None
        and event.verb in UNDOABLE
        and not undoable.has_undone(happened, actor.user_id, now)
        and undoable.is_theirs(event, actor.user_id, now)
    )


def _restore(session: Session, now: datetime, actor: Person, aim: Aim, event: Event) -> None:
    nothing = {"words": "", "said_by": None, "said_on": None, "state": AimState.OVER.value}
    stood = dict(event.details.get("before") or nothing)
    state = AimState(stood.pop("state"))
    is_known = changing.TOLD.told_of(aim)
    changing.TOLD.set_columns(aim, stood)
    who = (
        whom.looks_after(session, room.customer_of(session, aim))
        if state == AimState.ASKED
        else None
    )
    lifecycle.make(
        session, now, moves.UNDONE[state], aim, actor,
        asked=[room.asked_of(who)] if who else [], undid=event.verb,
        before={**{name: is_known.get(name) for name in stood}, "state": AimState.SAID.value},
        after=stood,
    )  # fmt: skip


def _happened(session: Session, aim: Aim) -> list[Event]:
    place = (aim.team_id, aim.noun, aim.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
