"""Whoever told of a conversation, passed or corrected it takes that back for ten minutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import asks
from handlers.executives import voices
from handlers.executives.voices import moves
from handlers.executives.voices.kind import HEAR
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
from storage.audiences import Audience
from storage.history import Event
from storage.people import Person
from storage.voices import Voice

UNDOABLE = frozenset({moves.TELL.verb, moves.PASS.verb, moves.CORRECT.verb})
_MEANS: dict[str, Callable[[str], object]] = {
    "customer_id": UUID,
    "heard_on": date.fromisoformat,
    "audience": Audience,
}


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Voice:
    """Take back what somebody did last with a voice: it stands as it stood before.

    What they told by themselves counts no more; what they were asked is asked again. Raises
    NothingToUndo, UndoneAlready, ChangedSince, TooLateToUndo, and what `voices.named` raises.
    """
    voice = voices.named(session, actor, ref)
    happened = history.newest_but(
        session, voice.team_id, voice.noun, voice.number, (), undoable.LOOKED_AT
    )
    event = next(undoable.standing(happened), None)
    if undoable.has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=voice.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=voice.ref)
    _undo(session, now, actor, voice, event)
    return voice


def can(session: Session, now: datetime, actor: Person, voice: Voice) -> bool:
    """Whether somebody may undo what they did last with it, at this moment."""
    place = (voice.team_id, voice.noun, voice.number)
    happened = history.newest_but(session, *place, (), undoable.LOOKED_AT)
    event = next(undoable.standing(happened), None)
    is_new = event is not None and not undoable.has_undone(happened, actor.user_id, now)
    return (
        is_new
        and event is not None
        and event.verb in UNDOABLE
        and undoable.is_theirs(event, actor.user_id, now)
    )


def _undo(session: Session, now: datetime, actor: Person, voice: Voice, event: Event) -> None:
    if event.verb == moves.CORRECT.verb:
        _restore(voice, event.details["before"])
        lifecycle.make(session, now, moves.UNDO_CORRECTION, voice, actor, undid=event.verb)
        return
    back = past.back_from(event)
    if back is None:
        lifecycle.make(session, now, moves.TAKE_BACK, voice, actor, undid=event.verb)
        return
    voice.reason, voice.told_at = "", None
    _restore(voice, voices.told_of(Voice(**_key(voice))))
    for ask in stored_asks.hold(session, voice.team_id, list(back.ended)):
        asks.owe_again(session, now, ask, HEAR)
    lifecycle.make(session, now, moves.UNDO_ANSWER, voice, actor, undid=event.verb)


def _key(voice: Voice) -> dict[str, Any]:
    return {"team_id": voice.team_id, "number": voice.number}


def _restore(voice: Voice, stood: dict[str, Any]) -> None:
    for name, value in stood.items():
        means = _MEANS.get(name)
        setattr(voice, name, means(value) if means and value is not None else value)
