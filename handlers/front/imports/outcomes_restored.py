"""Outcomes that a file brought are taken back, and what it changed in others is as before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.roadmap import bringing
from handlers.front.imports import brought_cards, cards
from handlers.front.imports.lines import known_of, since
from handlers.front.imports.outcomes import CALLED
from handlers.speech.errors import UserError
from storage import customer_outcomes, imports, people
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.imported_records import ImportedRecord
from storage.people import Person


def restore(
    session: Session, now: datetime, actor: str, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Take one outcome back, or what a file changed in it: whether it was, and what stays."""
    by = people.find(session, record.team_id, actor)
    outcome = customer_outcomes.find(session, record.team_id, int(record.row), lock=True)
    if outcome is None or by is None or outcome.state == OutcomeState.TAKEN_BACK:
        return True, []
    why = _why_it_stays(session, outcome, record)
    if why:
        return False, [cards.stays(outcome.ref, why)]
    try:
        if record.before is None:
            return _take_back(session, now, by, outcome, record)
        return _give_back(session, now, by, outcome, record)
    except UserError as error:
        return False, [cards.stays(outcome.ref, error.message)]


def _why_it_stays(session: Session, outcome: CustomerOutcome, record: ImportedRecord) -> str:
    """Why nothing of it can be taken back; empty where it can."""
    if not outcome.is_open:
        return brought_cards.stands_so(bringing.how(outcome))
    if record.before is not None:
        return ""
    if different := since(bringing.facts_of(outcome), record):
        return cards.changed_since(_named(different))
    if outcome.stands and outcome.owner_id != outcome.written_by:
        return brought_cards.stands_so(bringing.how(outcome))
    return brought_cards.is_moved() if bringing.is_moved(session, outcome) else ""


def _take_back(
    session: Session, now: datetime, by: Person, outcome: CustomerOutcome, record: ImportedRecord
) -> tuple[bool, list[str]]:
    run = imports.find(session, record.team_id, record.import_number)
    bringing.take_back(session, now, by, outcome, run.file if run else "")
    imports.forget(session, record.team_id, known_of(session, record))
    return True, []


def _give_back(
    session: Session, now: datetime, by: Person, outcome: CustomerOutcome, record: ImportedRecord
) -> tuple[bool, list[str]]:
    different = since(bringing.facts_of(outcome), record)
    stood = {name: value for name, value in (record.before or {}).items() if name not in different}
    if stood:
        bringing.give_back(session, now, by, outcome, stood)
    for each in known_of(session, record):
        # So that the same file can change it again.
        each.content = ""
        session.add(each)
    if not different:
        return True, []
    return bool(stood), [cards.stays(outcome.ref, cards.changed_since(_named(different)))]


def _named(columns: list[str]) -> list[str]:
    return list(dict.fromkeys(CALLED.get(name, name) for name in columns))
