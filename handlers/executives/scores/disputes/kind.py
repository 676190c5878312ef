"""What the CCO is asked where a figure is disputed: whether it is corrected or stays."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import OWNER_RUNGS, Kind, within
from handlers.executives.scores.disputes import reading, words
from storage import disputes, people
from storage.asks import Owed
from storage.people import Person, Role


def _said(session: Session, ask: Owed, today: date) -> str:
    """Who disputes what, in their words as far as whoever is asked may read them."""
    del today
    dispute = disputes.find(session, ask.team_id, ask.number)
    if dispute is None:
        return ""
    by = people.find(session, dispute.team_id, dispute.asked_by)
    reader = people.find(session, ask.team_id, ask.person_id)
    is_seen = reader is not None and reading.may_read_words(session, reader, dispute)
    return words.said(dispute, by.name if by else "", dispute.words if is_seen else "")


def _is_own(session: Session, number: int, person: Person) -> bool:
    """Whether somebody disputed it themselves, or speaks for the department that did."""
    dispute = disputes.find(session, person.team_id, number)
    return dispute is not None and reading.is_own(session, person, dispute)


DISPUTED = Kind(
    name="dispute",
    wants="whether a disputed figure stays",
    rungs=OWNER_RUNGS,
    due=within(lambda policy: policy.impact_answer),
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO,),
    passes_to_deputies=True,
    is_own=_is_own,
    has_card=False,
    stands=words.STANDS,
    begins_with=_said,
)
