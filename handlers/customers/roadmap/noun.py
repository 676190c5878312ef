"""What reminders and everybody else who gathers things know of outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.roadmap import moves, searched, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import customer_outcomes
from storage.asks import Ask
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = customer_outcomes.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    outcome = customer_outcomes.find(session, ask.team_id, ask.number)
    if outcome is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, outcome, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


OUTCOME = Noun(
    name=CustomerOutcome.noun,
    letter=CustomerOutcome.letter,
    states=tuple(OutcomeState),
    table=CustomerOutcome,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
