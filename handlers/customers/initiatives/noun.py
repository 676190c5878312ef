"""What reminders and everybody else who gathers things know of initiatives."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.customers.initiatives import searched, telling
from handlers.promises.lifecycle import things
from storage import initiatives
from storage.initiatives import Initiative, InitiativeState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = initiatives.find(session, team_id, number)
    return things.about(found) if found else None


INITIATIVE = Noun(
    name=Initiative.noun,
    letter=Initiative.letter,
    states=tuple(InitiativeState),
    table=Initiative,
    about=_about,
    telling=telling.TOLD,
    may_find=searched.may_find,
)
