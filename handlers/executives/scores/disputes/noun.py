"""What reminders and everybody else who gathers things know of disputes."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.executives.scores.disputes import telling
from handlers.promises.lifecycle import things
from storage import disputes
from storage.disputes import Dispute, DisputeState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = disputes.find(session, team_id, number)
    return things.about(found) if found else None


DISPUTE = Noun(
    name=Dispute.noun,
    letter=Dispute.letter,
    states=tuple(DisputeState),
    table=Dispute,
    about=_about,
    telling=telling.TOLD,
)
