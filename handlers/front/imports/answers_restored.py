"""Answers that a file brought go again, and what it put right in others is as before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from handlers.customers.surveys import taking_back
from handlers.front.imports import answers_kept, cards
from handlers.front.imports.brought import named
from handlers.front.imports.lines import since
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
    different = since(answers_kept.facts_of(response), record)
    if different:
        return cards.changed_since(named(CALLED, different))
    run = imports.find(session, record.team_id, record.import_number)
    if run is None:
        return ""
    ref = taking_back.held_by(session, response, run.started_at, run.last_at)
    return cards.answer_followed(ref) if ref else ""


def _give_back(
    session: Session, response: SurveyResponse, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Figures get their earlier value; of earlier words nothing is kept."""
    different = since(answers_kept.facts_of(response), record)
    given: dict[str, object] = {}
    for name, value in (record.before or {}).items():
        if name not in different and name != answers_kept.WORDS:
            annotation: Any = SurveyResponse.model_fields[name].annotation
            given[name] = TypeAdapter(annotation).validate_python(value)
    surveys.correct(session, response, given)
    left, called = list[str](), cards.answer_named(response.external_id)
    if different:
        left.append(cards.stays(called, cards.changed_since(named(CALLED, different))))
    elif answers_kept.WORDS in record.after:
        left.append(cards.stays(called, cards.words_stay()))
    return bool(given) or not left, left
