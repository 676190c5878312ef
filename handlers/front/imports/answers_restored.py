"""Answers that a file brought go again, and what it put right in others is as before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from handlers.customers.surveys import taking_back
from handlers.front.imports import answers_kept, cards
from storage import imports, people, surveys
from storage.imported_records import ImportedRecord
from storage.surveys import SurveyResponse

CALLED = {"answered_on": "answered on", "customer_id": "customer", "respondent_id": "person"}


def restore(
    session: Session, now: datetime, actor: str, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Take one answer back, or what was put right in it: whether anything was, and what stays."""
    response = surveys.response(session, record.team_id, UUID(record.row), lock=True)
    if response is None:
        return True, []
    if record.before is not None:
        return _give_back(session, response, record)
    why = _why_it_stays(session, response, record)
    if why:
        return False, [cards.stays(cards.answer_named(response.external_id), why)]
    by = people.find(session, record.team_id, actor)
    run = imports.find(session, record.team_id, record.import_number)
    if by is not None and run is not None:
        taking_back.take_back(session, now, by, response, run.file)
    return True, []


def _why_it_stays(session: Session, response: SurveyResponse, record: ImportedRecord) -> str:
    stands = answers_kept.facts_of(response)
    different = [name for name, value in record.after.items() if stands.get(name) != value]
    if different:
        return cards.changed_since([CALLED.get(name, name) for name in different])
    run = imports.find(session, record.team_id, record.import_number)
    if run is None:
        return ""
    ref = taking_back.held_by(session, response, run.started_at, run.last_at)
    return cards.answer_followed(ref) if ref else ""


def _give_back(
    session: Session, response: SurveyResponse, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Figures get their earlier value; of earlier words nothing is kept."""
    stands, stood = answers_kept.facts_of(response), record.before or {}
    since = [name for name, wrote in record.after.items() if stands.get(name) != wrote]
    given: dict[str, object] = {}
    for name, value in stood.items():
        if name not in since and name != answers_kept.WORDS:
            annotation: Any = SurveyResponse.model_fields[name].annotation
            given[name] = TypeAdapter(annotation).validate_python(value)
    surveys.correct(session, response, given)
    left, named = list[str](), cards.answer_named(response.external_id)
    if since:
        fields = [CALLED.get(name, name) for name in since]
        left.append(cards.stays(named, cards.changed_since(fields)))
    elif answers_kept.WORDS in record.after:
        left.append(cards.stays(named, cards.words_stay()))
    return bool(given) or not left, left
