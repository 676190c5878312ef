"""What is asked after low scores that came in old: which accounts still hear from us."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, Kind, within
from handlers.customers.surveys.lookbacks import words
from storage import look_backs
from storage.asks import Owed

RECALL_WITHIN = "5 bd"


def _came_old(session: Session, ask: Owed, today: date) -> str:
    """How many low scores are old; the survey stands above it."""
    del today
    found = look_backs.find(session, ask.team_id, ask.number)
    if found is None:
        return ""
    return words.came_old(look_backs.count(session, found.team_id, found.survey_id))


RECALL = Kind(
    name="recall",
    wants="which accounts still hear from us",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: RECALL_WITHIN),
    says=words.RECALL_SAYS,
    buttons=words.recall_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.RECALL_STANDS,
    begins_with=_came_old,
)
