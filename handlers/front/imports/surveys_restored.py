"""Surveys that a file brought go again where nobody answered; who is asked is as before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from handlers.front.imports import cards, survey_cards
from handlers.front.imports.lines import since
from handlers.people import records
from storage import imported_records, invitations, surveys
from storage.imported_records import ImportedRecord
from storage.surveys import Survey

NOUN = Survey.__name__.lower()
INVITED = "invited"
"""Under this is kept who is asked by name: the numbers of contacts."""
CALLED = {
    "is_named": "names", "asked": "how many", "tiers": "who is asked", "narrowed": "who is asked",
    INVITED: "who is asked", "opened_on": "opens", "closes_on": "closes",
}  # fmt: skip
"""What people call a column."""


def facts_of(session: Session, survey: Survey) -> dict[str, Any]:
    """How a survey stands, by column, and whom it asks by name."""
    listed = invitations.of_survey(session, survey.team_id, survey.survey_id)
    return {**records.facts_of(survey), INVITED: [each.number for each in listed]}


def named(columns: Collection[str]) -> list[str]:
    """Columns as people call them, each once."""
    return list(dict.fromkeys(CALLED.get(name, name) for name in columns))


def restore(
    session: Session, now: datetime, actor: str, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Take one survey back, or what a file changed of it: whether it was, and what stays."""
    survey = surveys.find(session, record.team_id, UUID(record.row))
    if survey is None:
        return True, []
    different = since(facts_of(session, survey), record)
    if record.before is not None:
        return _give_back(session, now, actor, survey, record, different)
    why = cards.changed_since(named(different)) if different else ""
    if not why and imported_records.survey_in_use(session, survey):
        why = survey_cards.survey_in_use()
    if why:
        return False, [cards.stays(survey.name, why)]
    numbers = [each.number for each in invitations.of_survey(
        session, survey.team_id, survey.survey_id,
    )]  # fmt: skip
    invitations.remove(session, survey.team_id, survey.survey_id, numbers)
    records.removed(session, now, actor, survey)
    session.delete(survey)
    session.flush()
    return True, []


def _give_back(
    session: Session,
    now: datetime,
    actor: str,
    survey: Survey,
    record: ImportedRecord,
    different: list[str],
) -> tuple[bool, list[str]]:
    """Let each column that nobody has changed since say again what it said."""
    before = records.facts_of(survey)
    stood = {name: value for name, value in (record.before or {}).items() if name not in different}
    numbers = stood.pop(INVITED, None)
    if numbers is not None:
        _put_back(session, actor, survey, set(numbers))
    for name, value in stood.items():
        annotation: Any = Survey.model_fields[name].annotation
        setattr(survey, name, TypeAdapter(annotation).validate_python(value))
    session.add(survey)
    session.flush()
    records.changed(session, now, actor, survey, before)
    if not different:
        return True, []
    left = [cards.stays(survey.name, cards.changed_since(named(different)))]
    return bool(stood) or numbers is not None, left


def _put_back(session: Session, actor: str, survey: Survey, numbers: set[int]) -> None:
    """Let the same people be asked as before, since the day on which it opened."""
    listed = {
        each.number for each in invitations.of_survey(session, survey.team_id, survey.survey_id)
    }
    invitations.remove(session, survey.team_id, survey.survey_id, listed - numbers)
    invitations.invite(
        session, survey.team_id, survey.survey_id, numbers - listed, survey.opened_on, actor
    )
