"""Whose clock counts: a person's own zone and absence, their department's hours and holidays."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from storage import departments
from storage.departments import Department
from storage.people import Person


def of_person(person: Person, department: Department | None) -> Calendar:
    """Working time of one person, in their own zone."""
    away = person.away_until.astimezone(UTC) if person.away_until else None
    if department is None:
        return Calendar(zone=person.zone, away_until=away)
    days, opens, closes = tuple(department.days), department.opens, department.closes
    return _calendar(person.zone, days, opens, closes, department.country, away)


@lru_cache(maxsize=1024)
def _calendar(
    zone: str,
    days: tuple[int, ...],
    opens: time,
    closes: time,
    country: str | None,
    away_until: datetime | None,
) -> Calendar:
    """Built and checked once: a request asks several times for the calendars of the same few."""
    return Calendar(zone, frozenset(days), opens, closes, country, away_until)


def of_channel(session: Session, team_id: str, channel_id: str, zone: str) -> Calendar:
    """Working time of those who read a channel: its department's, or else the usual."""
    return of_department(departments.in_channel(session, team_id, channel_id), zone)


def of_department(department: Department | None, zone: str) -> Calendar:
    """Working time of a department in a zone, without any one person's leave."""
    if department is None:
        return Calendar(zone=zone)
    days, opens, closes = tuple(department.days), department.opens, department.closes
    return _calendar(zone, days, opens, closes, department.country, None)


def for_person(session: Session, person: Person) -> Calendar:
    """Working time of one person, looked up with their department."""
    return of_person(person, departments.find(session, person.team_id, person.department_id))


def can_read_at(session: Session, person: Person, at: datetime) -> datetime:
    """When (UTC) somebody can first read what is written at an instant."""
    return hours.next_open(for_person(session, person), at)


def later(session: Session, person: Person, at: datetime) -> datetime | None:
    """The same where it is not at once; None where it is."""
    read_at = can_read_at(session, person, at)
    return read_at if read_at > at else None
