"""What reminders and everybody else who gathers things know of decisions."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.executives.decisions import drawing, telling
from handlers.promises.lifecycle import things
from storage import decisions
from storage.decisions import Decision, DecisionState


def _about(session: Session, team_id: str, number: int) -> About | None:
    decision = decisions.find(session, team_id, number)
    return things.about(decision) if decision else None


DECISION = Noun(
    name=Decision.noun,
    letter=Decision.letter,
    states=tuple(DecisionState),
    table=Decision,
    about=_about,
    render=drawing.render,
    telling=telling.TOLD,
)
