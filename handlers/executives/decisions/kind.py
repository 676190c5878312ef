"""What executives are asked: what a decision means for customers."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.kinds import Kind, within
from handlers.executives.decisions import words
from storage import decisions
from storage.asks import Owed
from storage.people import Role


def _know_it(session: Session, ask: Owed) -> set[str]:
    """Who has answered it, or wants to know it."""
    decision = decisions.find(session, ask.team_id, ask.number)
    answers = decisions.answers(session, ask.team_id, ask.number)
    return {each.user_id for each in answers} | ({decision.asked_by} if decision else set())


IMPACT = Kind(
    name="impact",
    wants="what it means for customers",
    rungs=(1, 2),
    due=within(lambda policy: policy.impact_answer),
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO, Role.EXECUTIVE),
    asked_already=_know_it,
)
