"""What the CCO is asked where a figure is disputed: whether it is corrected or stays."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.kinds import OWNER_RUNGS, Kind, within
from handlers.executives.scores.disputes import words
from storage import disputes, people
from storage.asks import Owed
from storage.people import Role


def _said(session: Session, ask: Owed) -> str:
    """Who disputes what, in their words: whoever is asked holds the office, and sees all."""
    dispute = disputes.find(session, ask.team_id, ask.number)
    if dispute is None:
        return ""
    by = people.find(session, dispute.team_id, dispute.asked_by)
    return words.said(dispute, by.name if by else "", dispute.words)


DISPUTED = Kind(
    name="dispute",
    wants="whether a disputed figure stays",
    rungs=OWNER_RUNGS,
    due=within(lambda policy: policy.impact_answer),
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO,),
    has_card=False,
    stands=words.STANDS,
    begins_with=_said,
)
