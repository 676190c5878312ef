"""Whose clock counts: a person's own zone and absence, their department's hours and holidays."""

from __future__ import annotations

from datetime import UTC

from sqlmodel import Session

from handlers.hours import Calendar
from storage import departments
from storage.departments import Department
from storage.people import Person


def of_person(person: Person, department: Department | None) -> Calendar:
    """Working time of one person, in their own zone."""
    away = person.away_until.astimezone(UTC) if person.away_until else None
    if department is None:
        return Calendar(zone=person.zone, away_until=away)
    return Calendar(
        zone=person.zone,
        days=frozenset(department.days),
        opens=department.opens,
        closes=department.closes,
        country=department.country,
        away_until=away,
    )


def for_person(session: Session, person: Person) -> Calendar:
    """Working time of one person, looked up with their department."""
    return of_person(person, departments.find(session, person.team_id, person.department_id))
