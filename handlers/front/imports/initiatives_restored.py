"""Initiatives that a file brought are taken back, and what it changed in others is as before."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.initiatives import bringing
from handlers.front.imports import brought_cards, cards
from handlers.front.imports.initiatives import CALLED
from handlers.front.imports.lines import known_of, since
from handlers.speech.errors import UserError
from storage import imports, initiatives, people
from storage.imported_records import ImportedRecord
from storage.initiatives import Initiative, InitiativeState
from storage.people import Person


def restore(
    session: Session, now: datetime, actor: str, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Take one initiative back, or what a file changed in it: whether it was, and what stays."""
    by = people.find(session, record.team_id, actor)
    initiative = initiatives.find(session, record.team_id, int(record.row), lock=True)
    if initiative is None or by is None or initiative.state == InitiativeState.TAKEN_BACK:
        return True, []
    try:
        if record.before is None:
            return _take_back(session, now, by, initiative, record)
        return _give_back(session, now, by, initiative, record)
    except UserError as error:
        return False, [cards.stays(initiative.ref, error.message)]


def _take_back(
    session: Session, now: datetime, by: Person, initiative: Initiative, record: ImportedRecord
) -> tuple[bool, list[str]]:
    why = _why_it_stays(session, initiative, record)
    if why:
        return False, [cards.stays(initiative.ref, why)]
    run = imports.find(session, record.team_id, record.import_number)
    bringing.take_back(session, now, by, initiative, run.file if run else "")
    known = known_of(session, record)
    imports.forget(session, record.team_id, known)
    return True, []


def _why_it_stays(session: Session, initiative: Initiative, record: ImportedRecord) -> str:
    """Why one that a file brought cannot go; empty where it can."""
    if not initiative.stands:
        return brought_cards.stands_so(bringing.how(initiative))
    if different := since(bringing.facts_of(session, initiative), record):
        return cards.changed_since(_named(different))
    ref = bringing.held_by(session, initiative)
    return brought_cards.has_task(ref) if ref else ""


def _give_back(
    session: Session, now: datetime, by: Person, initiative: Initiative, record: ImportedRecord
) -> tuple[bool, list[str]]:
    if not initiative.stands:
        why = brought_cards.stands_so(bringing.how(initiative))
        return False, [cards.stays(initiative.ref, why)]
    different = since(bringing.facts_of(session, initiative), record)
    stood = {name: value for name, value in (record.before or {}).items() if name not in different}
    bringing.give_back(session, now, by, initiative, stood)
    for each in known_of(session, record):
        # So that the same file can change it again.
        each.content = ""
        session.add(each)
    left = (
        [cards.stays(initiative.ref, cards.changed_since(_named(different)))] if different else []
    )
    return bool(stood), left


def _named(columns: list[str]) -> list[str]:
    return list(dict.fromkeys(CALLED.get(name, name) for name in columns))
