"""Decisions, as everything knows them that looks after what is owed without being one."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.executives.decisions import drawing
from storage import decisions
from storage.decisions import Decision


def about(decision: Decision) -> About:
    """What there is to say about a decision."""
    return About(
        team_id=decision.team_id,
        noun=decision.noun,
        number=decision.number,
        ref=decision.ref,
        title=decision.title,
        due_at=decision.due_at,
    )


def _about(session: Session, team_id: str, number: int) -> About | None:
    decision = decisions.find(session, team_id, number)
    return about(decision) if decision else None


DECISION = Noun(
    name=Decision.noun,
    letter=Decision.letter,
    table=Decision,
    about=_about,
    render=drawing.render,
)
