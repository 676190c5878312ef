"""What reminders and everybody else who gathers things know of themes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.themes import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import themes
from storage.asks import Ask
from storage.nudges import Nudge
from storage.themes import Theme, ThemeState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = themes.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    theme = themes.find(session, ask.team_id, ask.number)
    if theme is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, theme, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


THEME = Noun(
    name=Theme.noun,
    letter=Theme.letter,
    states=tuple(ThemeState),
    table=Theme,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
