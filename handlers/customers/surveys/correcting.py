"""What somebody answered is put right by whoever brought it: a later file says something else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from handlers.customers.contacts import answered
from handlers.customers.surveys import GivenAnswer, answers_as
from handlers.people import records
from handlers.people.records import Occurrence
from storage import surveys, themes
from storage.surveys import FollowUp, Respondent, SurveyResponse

CORRECTED = Occurrence("response", "corrected", {"row": str, "survey": str, "fields": list})
"""An answer was put right, and in what. What it said before is nobody's history."""
CALLED = {"answered_on": "answered on", "customer_id": "customer", "respondent_id": "person"}
"""What people call a column, where that is something else."""


def correct(
    session: Session, now: datetime, actor_id: str, response: SurveyResponse, said: GivenAnswer
) -> list[str]:
    """Put an answer right where `said`, which was checked, says something else; what that is.

    What it leaves empty stays. A score that is low no more waits for nobody's word; an issue that
    was opened for it stays, and people decide.
    """
    different, who = differing(session, response, said)
    if not different:
        return []
    surveys.correct(session, response, different)
    themes.correct(session, response)
    if response.follow == FollowUp.WAITING and not said.survey.is_low(response.score):
        response.follow = None
    fields = in_words(different)
    records.write(
        session, now, response.team_id, actor_id, CORRECTED,
        row=str(response.response_id), survey=str(response.survey_id), fields=fields,
    )  # fmt: skip
    if who is not None:
        answered.heard(session, now, who.customer_id, who.name, response)
    return fields


def in_words(columns: Iterable[str]) -> list[str]:
    """Columns of an answer as people call them."""
    return [CALLED.get(name, name) for name in columns]


def differing(
    session: Session, response: SurveyResponse, said: GivenAnswer
) -> tuple[dict[str, object], Respondent | None]:
    """What an answer says otherwise than it is here, by column, and who gave it."""
    named = answers_as(said)
    who = surveys.respondent(session, response.team_id, *named) if named else None
    customer_id = said.customer.customer_id if said.customer and said.survey.is_named else None
    wanted = {
        "score": said.score,
        "words": said.words.strip() or None,
        "answered_on": said.on,
        "came": said.came,
        "feels": said.feels,
        "customer_id": customer_id,
        "respondent_id": who.respondent_id if who else None,
    }
    different: dict[str, object] = {
        name: value
        for name, value in wanted.items()
        if value is not None and getattr(response, name) != value
    }
    return different, who
