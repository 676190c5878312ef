"""Whoever added what shows an area takes that away again for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers import assessments as room
from handlers.customers.assessments import adding, moves
from handlers.people import access
from handlers.promises import lifecycle, undoable
from handlers.speech.promise_errors import (
    ChangedSince,
    NothingToUndo,
    TooLateToUndo,
    UndoneAlready,
)
from storage import history
from storage.assessments import Assessment
from storage.history import Event
from storage.people import Person

PASSING: tuple[str, ...] = (moves.ESCALATE.verb,)
"""What changes nothing of it, so that what was before it can still be undone."""


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Assessment:
    """Take away again what somebody added last: the area stands as it stood before.

    Raises NothingToUndo, UndoneAlready, ChangedSince, TooLateToUndo, and what `access.check` and
    `named` raise.
    """
    access.check(session, actor, access.READ)
    assessment = room.named(session, actor, ref, moves.UNDO)
    happened = _happened(session, assessment)
    event = next(undoable.standing(happened), None)
    if undoable.has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb != moves.SHOW.verb:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=assessment.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=assessment.ref)
    area = str(event.details["area"])
    adding.take_away(session, assessment, area)
    lifecycle.make(session, now, moves.UNDO, assessment, actor, undid=event.verb, area=area)
    return assessment


def can(session: Session, now: datetime, actor: Person, assessment: Assessment) -> bool:
    """Whether somebody may take away again what they added last, at this moment."""
    if not lifecycle.may(session, actor, assessment, moves.UNDO):
        return False
    happened = _happened(session, assessment)
    event = next(undoable.standing(happened), None)
    return (
        event is not None
        and event.verb == moves.SHOW.verb
        and not undoable.has_undone(happened, actor.user_id, now)
        and undoable.is_theirs(event, actor.user_id, now)
    )


def _happened(session: Session, assessment: Assessment) -> list[Event]:
    place = (assessment.team_id, assessment.noun, assessment.number)
    return history.newest_but(session, *place, PASSING, undoable.LOOKED_AT)
