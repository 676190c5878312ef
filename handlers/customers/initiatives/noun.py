"""What reminders and everybody else who gathers things know of initiatives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.initiatives import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import initiatives
from storage.asks import Ask
from storage.initiatives import Initiative, InitiativeState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = initiatives.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    one = initiatives.find(session, ask.team_id, ask.number)
    if one is None or one.state not in moves.ESCALATE.start:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, one, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


INITIATIVE = Noun(
    name=Initiative.noun,
    letter=Initiative.letter,
    states=tuple(InitiativeState),
    table=Initiative,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
