"""People, customers, departments, rules and causes go back to how they stood before an import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from handlers.customers.sales import asking as selling
from handlers.front.imports import (
    answers_kept,
    answers_restored,
    cards,
    initiatives_restored,
    outcomes_restored,
    surveys_restored,
)
from handlers.front.imports import people as imported_people
from handlers.people import access, records
from handlers.people.records import Recorded
from handlers.promises import accounts
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import contacts, departments, imported_records, people
from storage.causes import Cause
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department, Route
from storage.imported_records import ImportedRecord
from storage.initiatives import Initiative
from storage.people import Person

KINDS: dict[str, type[Recorded]] = {
    kind.__name__.lower(): kind for kind in (Person, Customer, Department, Route, Cause)
}
PEOPLE_OF = ("lead_id", "deputy_id")
"""Columns that name somebody on whom others count."""


def restore(
    session: Session, now: datetime, actor: str, record: ImportedRecord
) -> tuple[bool, list[str]]:
    """Take one change back: whether anything was, and in words what stays and why.

    What the import made goes when it stands as the import left it and nobody uses it. Of what it
    changed each column gets its earlier value back that still holds what the import wrote.
    """
    if record.noun == CustomerOutcome.noun:
        return outcomes_restored.GOING_BACK.restore(session, now, actor, record)
    if record.noun == Initiative.noun:
        return initiatives_restored.GOING_BACK.restore(session, now, actor, record)
    if record.noun == answers_kept.NOUN:
        return answers_restored.restore(session, now, actor, record)
    if record.noun == surveys_restored.NOUN:
        return surveys_restored.restore(session, now, actor, record)
    row = _held(session, record)
    if row is None:
        return True, []
    if record.before is None:
        why = _why_it_stays(session, row, record)
        if why:
            return False, [cards.stays(_name(row), why)]
        records.removed(session, now, actor, row)
        if isinstance(row, Customer):
            contacts.forget_brought(session, row.team_id, row.customer_id)
            selling.let_go(session, now, row)
        session.delete(row)
        session.flush()
        return True, []
    return _give_back(session, now, actor, row, record)


def _held(session: Session, record: ImportedRecord) -> Recorded | None:
    kind = KINDS[record.noun]
    row_id: str | UUID = record.row if kind is Person else UUID(record.row)
    found: Any = session.get(
        kind, (record.team_id, row_id), with_for_update=True, populate_existing=True
    )
    return found if isinstance(found, kind) else None


def _why_it_stays(session: Session, row: Recorded, record: ImportedRecord) -> str:
    """Why a row that an import made cannot go; empty where it can."""
    stands = records.facts_of(row)
    # What is kept of an earlier version may name a column that is gone by now.
    different = [
        name for name, value in record.after.items() if name in stands and stands[name] != value
    ]
    if different:
        return cards.changed_since(_fields(different))
    match row:
        case Customer() if imported_records.customer_in_use(session, row):
            return cards.has_items()
        case Department():
            return cards.has_uses(imported_records.uses_of(session, row))
        case Cause() if imported_records.cause_in_use(session, row):
            return cards.has_issues()
    return ""


def _give_back(
    session: Session, now: datetime, actor: str, row: Recorded, record: ImportedRecord
) -> tuple[bool, list[str]]:
    stands, stood = records.facts_of(row), record.before or {}
    led_by = row.owner_id if isinstance(row, Customer) else None
    given, left, since = 0, list[str](), list[str]()
    for name, wrote in record.after.items():
        if name not in stands or stands[name] == stood[name]:
            continue
        if stands[name] != wrote:
            since.append(name)
            continue
        try:
            _set(session, now, row, name, stood[name])
            given += 1
        except UserError as error:
            left.append(cards.stays(_name(row), error.message))
    if since:
        left.append(cards.stays(_name(row), cards.changed_since(_fields(since))))
    session.add(row)
    session.flush()
    records.changed(session, now, actor, row, stands)
    if isinstance(row, Customer):
        accounts.follow(session, now, row, led_by, actor)
    return given > 0 or not left, left


def _set(session: Session, now: datetime, row: Recorded, name: str, value: object) -> None:
    """Give one column its earlier value. Raises a UserError where that would not hold any more."""
    check = CHECKS.get((type(row), name))
    if check:
        check(session, now, row, value)
    annotation: Any = type(row).model_fields[name].annotation
    setattr(row, name, TypeAdapter(annotation).validate_python(value))


def _check_office(session: Session, now: datetime, row: Any, value: Any) -> None:
    imported_people.change_office(session, now, row, value)


def _check_department(session: Session, _now: datetime, row: Any, value: Any) -> None:
    if value and departments.find(session, row.team_id, UUID(value)) is None:
        raise RowRejected(reason=cards.department_gone())


def _check_lead(session: Session, _now: datetime, row: Any, value: Any) -> None:
    person = people.find(session, row.team_id, value) if value else None
    if person:
        access.check_lead(person)


def _check_decider(session: Session, _now: datetime, row: Any, value: Any) -> None:
    person = people.find(session, row.team_id, value) if value else None
    if person:
        access.check_works_here(person)


def _check_joined(session: Session, _now: datetime, row: Any, value: Any) -> None:
    into = session.get(Cause, (row.team_id, UUID(value))) if value else None
    if value and (into is None or into.joined_to):
        raise RowRejected(reason=cards.cause_moved())


def _check_hours(name: str, _session: Session, _now: datetime, row: Any, value: Any) -> None:
    hours = {"opens": row.opens.isoformat(), "closes": row.closes.isoformat(), name: value}
    if hours["opens"] >= hours["closes"]:
        raise RowRejected(reason=cards.closed_before_open())


CHECKS: dict[tuple[type[Recorded], str], Callable[[Session, datetime, Any, Any], None]] = {
    (Person, "role"): _check_office,
    (Person, "department_id"): _check_department,
    (Person, "deputy_id"): _check_lead,
    (Cause, "department_id"): _check_department,
    (Cause, "decider_id"): _check_decider,
    (Cause, "joined_to"): _check_joined,
    **{(Department, name): _check_lead for name in PEOPLE_OF},
    **{(Department, name): partial(_check_hours, name) for name in ("opens", "closes")},
}
"""What must hold before a column gets its earlier value back."""


def _fields(columns: list[str]) -> list[str]:
    return [name.removesuffix("_id").removesuffix("_on").replace("_", " ") for name in columns]


def _name(row: Recorded) -> str:
    match row:
        case Person() | Customer() | Department():
            return row.name
        case Route():
            return cards.rule_named(row.pattern)
        case Cause():
            return row.ref
    return ""
