"""What reminders and everybody else who gathers things know of what is asked about accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.segments.matters import moves, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import customers, matters
from storage.asks import Ask
from storage.matters import Matter, MatterState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = matters.find(session, team_id, number)
    if found is None:
        return None
    return things.about(found, customers.find(session, team_id, found.customer_id))


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    matter = matters.find(session, ask.team_id, ask.number)
    if matter is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, matter, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


MATTER = Noun(
    name=Matter.noun,
    letter=Matter.letter,
    states=tuple(MatterState),
    table=Matter,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
)
