"""Whoever answered what follows from a theme, or named it, takes that back for ten minutes."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.customers import themes
from handlers.customers.themes import changing, moves
from handlers.customers.themes.kind import ACT
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
from storage.themes import Theme, ThemeState

PASSING = (moves.ESCALATE.verb,)
"""What changes nothing, so that what was before it can still be undone."""
UNDOABLE = frozenset(each.verb for each in moves.MOVES if each.can_undo)
"""A task that was given is no answer that can be taken back here: it is taken back itself."""


def undo(session: Session, now: datetime, actor: Person, ref: str) -> Theme:
    """Take back what somebody said last of a theme: it stands as it stood before.

    Whoever was asked before is asked again. Raises NothingToUndo, UndoneAlready, ChangedSince,
    TooLateToUndo, and what `themes.named` and `access.check` raise.
    """
    access.check(session, actor, access.READ)
    theme = themes.named(session, actor, ref, *moves.UNDO_TO.values())
    happened = history.newest_but(
        session, theme.team_id, theme.noun, theme.number, PASSING, undoable.LOOKED_AT
    )
    event = next(undoable.standing(happened), None)
    if undoable.has_undone(happened, actor.user_id, now):
        raise UndoneAlready
    if event is None or event.verb not in UNDOABLE:
        raise NothingToUndo
    if event.actor != actor.user_id:
        raise ChangedSince(ref=theme.ref)
    if now - event.happened_at > undoable.SPAN:
        raise TooLateToUndo(ref=theme.ref)
    _restore(session, now, actor, theme, event)
    return theme


def _restore(session: Session, now: datetime, actor: Person, theme: Theme, event: Event) -> None:
    columns = {name: value for name, value in event.details["before"].items() if name != "state"}
    before = {name: facts.plain(getattr(theme, name)) for name in columns}
    before["state"] = str(theme.state)
    stood = ThemeState(event.details["before"].get("state", theme.state))
    back = past.back_from(event)
    changing.TOLD.set_columns(theme, columns)
    lifecycle.make(
        session, now, moves.UNDO_TO[stood], theme, actor,
        goes_on=[] if event.verb == moves.PASS_ON.verb else [ACT.name],
        undid=event.verb, before=before, after=columns,
    )  # fmt: skip
    for ask in stored_asks.hold(session, theme.team_id, list(back.ended)) if back else []:
        asks.owe_again(session, now, ask, ACT)
