"""What reminders and everybody else who gathers things know of initiatives that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.initiatives.twins import moves, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import twins
from storage.asks import Ask
from storage.nudges import Nudge
from storage.twins import Twin, TwinState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = twins.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    twin = twins.find(session, ask.team_id, ask.number)
    if twin is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, twin, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


TWINS = Noun(
    name=Twin.noun,
    letter=Twin.letter,
    states=tuple(TwinState),
    table=Twin,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
)
