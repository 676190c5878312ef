"""What a file brought of customers' answers is kept, to go back: figures, and never their words.

Who somebody is and what they said stands in one row alone, so that it can be forgotten there. Here
stands a fingerprint of the words, by which it is seen whether they are still those of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlmodel import Session

from handlers.front.imports.order import Job
from handlers.people import facts
from storage import imported_records
from storage.gathering import gathered
from storage.surveys import SurveyResponse

NOUN = "response"
COLUMNS = ("score", "answered_on", "came", "feels", "customer_id", "respondent_id")
WORDS = "words"


def facts_of(response: SurveyResponse) -> dict[str, object]:
    """How an answer stands, by column."""
    told = {name: facts.plain(getattr(response, name)) for name in COLUMNS}
    return {**told, WORDS: hashlib.sha256(response.words.encode()).hexdigest()[:32]}


def made(session: Session, job: Job, responses: Sequence[SurveyResponse]) -> None:
    """Keep that a file brought answers."""
    with gathered(session):
        for each in responses:
            _keep(session, job, each, None, facts_of(each))


def changed(
    session: Session, job: Job, response: SurveyResponse, before: dict[str, object]
) -> None:
    """Keep what a file put right in an answer that stood as `before`."""
    after = facts_of(response)
    different = [name for name in after if before[name] != after[name]]
    _keep(
        session, job, response,
        {name: before[name] for name in different}, {name: after[name] for name in different},
    )  # fmt: skip


def _keep(
    session: Session,
    job: Job,
    response: SurveyResponse,
    before: dict[str, object] | None,
    after: dict[str, object],
) -> None:
    imported_records.remember_change(
        session, job.team_id, job.number, NOUN, str(response.response_id), before, after
    )
