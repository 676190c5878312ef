"""What reminders and everybody else who gathers things know of aims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.plans.aims import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import aims
from storage.aims import Aim, AimState
from storage.asks import Ask
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = aims.find(session, team_id, number)
    return things.about(found, things.customer_of(session, found)) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    aim = aims.find(session, ask.team_id, ask.number)
    if aim is None or aim.state not in moves.ESCALATE.start:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, aim, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


AIM = Noun(
    name=Aim.noun,
    letter=Aim.letter,
    states=tuple(AimState),
    table=Aim,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
