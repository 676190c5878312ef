"""Whoever said something of an initiative takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import initiatives as room
from handlers.customers.initiatives import changing, moves, words
from handlers.customers.initiatives.twins import finding
from handlers.executives.decisions import needless
from handlers.people import access
from handlers.promises import lifecycle, undoable
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import history
from storage.history import Event
from storage.initiatives import Initiative
from storage.people import Person

PASSING: tuple[str, ...] = (moves.PUT.verb,)
"""What changes nothing of it, so that what was before it can still be undone."""
UNDOABLE = frozenset({moves.WRITE.verb, *(each.verb for each in moves.MOVES if each.can_undo)})


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Initiative:
    """Take back what somebody did last with an initiative: it stands as it stood before.

    What they wrote down is taken back. Raises NothingToUndo, UndoneAlready, ChangedSince,
    TooLateToUndo, and what `initiatives.named` raises.
    """
    access.check(session, actor, access.READ)
    initiative = room.named(session, actor, ref, moves.UNDO)
    event = _newest(session, initiative)
    if undoable.has_undone(_happened(session, initiative), actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=initiative.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=initiative.ref)
    if event.verb == moves.WRITE.verb:
        lifecycle.make(session, now, moves.TAKE_BACK, initiative, actor, undid=event.verb)
        why = words.ended_meanwhile(initiative)
        needless.close(session, now, actor.team_id, initiative.decision, why, actor.user_id)
    else:
        _restore(session, now, actor, initiative, event)
    finding.look(session, now, initiative, actor.user_id)
    return initiative


def can(session: Session, now: datetime, actor: Person, initiative: Initiative) -> bool:
    """Whether somebody may undo what they did last with it, at this moment."""
    if not lifecycle.may(session, actor, initiative, moves.UNDO):
        return False
    event = _newest(session, initiative)
    is_new = not undoable.has_undone(_happened(session, initiative), actor.user_id, now)
    return (
        event is not None
        and is_new
        and event.verb in UNDOABLE
        and undoable.is_theirs(event, actor.user_id, now)
    )


def _restore(
    session: Session, now: datetime, actor: Person, initiative: Initiative, event: Event
) -> None:
    stood = {name: value for name, value in event.details["before"].items() if name != "state"}
    if "decision" in stood:
        # Nobody is asked whether it is cut any more: who wants that asks anew.
        stood["decision"] = None
    was = {name: value for name, value in event.details["after"].items() if name in stood}
    changing.set_columns(session, initiative, stood)
    lifecycle.make(
        session, now, moves.UNDO, initiative, actor,
        undid=event.verb, before={**was, "state": str(initiative.state)}, after=stood,
    )  # fmt: skip


def _newest(session: Session, initiative: Initiative) -> Event | None:
    """What happened last and was not undone since."""
    return next(undoable.standing(_happened(session, initiative)), None)


def _happened(session: Session, initiative: Initiative) -> list[Event]:
    place = (initiative.team_id, initiative.noun, initiative.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
