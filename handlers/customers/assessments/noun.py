"""What reminders and everybody else who gathers things know of assessments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.assessments import moves, telling
from handlers.promises import lifecycle
from handlers.promises.lifecycle import things
from storage import assessments
from storage.asks import Ask
from storage.assessments import Assessment, AssessmentState
from storage.nudges import Nudge


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = assessments.find(session, team_id, number)
    return things.about(found) if found else None


def _escalated(session: Session, now: datetime, ask: Ask, sent: Sequence[Nudge]) -> None:
    """Its story says from then on who was told that an answer is missing."""
    assessment = assessments.find(session, ask.team_id, ask.number)
    if assessment is None:
        return
    for nudge in sent:
        lifecycle.note(
            session, now, moves.ESCALATE, assessment, ask, to=nudge.person_id, owner=ask.person_id,
            rung=nudge.rung,
        )  # fmt: skip


ASSESSMENT = Noun(
    name=Assessment.noun,
    letter=Assessment.letter,
    states=tuple(AssessmentState),
    table=Assessment,
    about=_about,
    escalated=_escalated,
    telling=telling.TOLD,
)
