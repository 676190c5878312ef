"""What a file brought of customers' answers is kept, to go back: figures, and never their words.

Who somebody is and what they said stands in one row alone, so that it can be forgotten there. Here
stands a fingerprint of the words, by which it is seen whether they are still those of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlmodel import Session

from handlers.front.imports import kept
from handlers.front.imports.order import Job
from handlers.people import facts
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
            kept.keep(session, job, NOUN, str(each.response_id), None, facts_of(each))


def changed(
    session: Session, job: Job, response: SurveyResponse, before: dict[str, object]
) -> None:
    """Keep what a file put right in an answer that stood as `before`."""
    kept.keep(session, job, NOUN, str(response.response_id), before, facts_of(response))
