"""Somebody lets their calendar say when they are away; what is read of it becomes absences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import notes
from handlers.front.away import cards, sources
from handlers.front.away.faults import AwaySpan, CalendarFault
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.speech.absence_errors import NoAddress, NoCalendarLink
from storage import calendar_links, people
from storage.absences import Source
from storage.calendar_links import CalendarLink
from storage.people import Person

AHEAD = timedelta(days=60)
AGAIN, SOON, TOMORROW = timedelta(hours=4), timedelta(hours=1), timedelta(days=1)
PATIENCE = 3
"""So many times in a row it may be out of reach before its owner hears of it."""
LONGEST, WEBCAL = 2_000, "webcal://"
_ADDRESS = re.compile(
    r"https://(?P<host>(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)(?::\d{1,5})?(?:[/?][!-~]*)?",
    re.IGNORECASE,
)
"""No user name, no password, no bare number: a name that leads inside is refused by the worker."""
SET, REMOVED = (Occurrence("calendar", verb, {"row": str}) for verb in ("linked", "unlinked"))


@dataclass(frozen=True)
class WantedCalendar:
    """What is to be read: an address, for when, and on whose clock."""

    address: str
    zone: str
    start: datetime
    end: datetime

    def __repr__(self) -> str:
        """Without the address, which is a secret."""
        return f"WantedCalendar({self.start}, {self.end})"


def link(session: Session, now: datetime, actor: Person, address: str) -> CalendarLink:
    """Read somebody's calendar at this address from now on, in place of another.

    Raises NoAddress, and what `access.check` raises.
    """
    access.check(session, actor, access.BE_AWAY)
    known = calendar_links.find(session, actor.team_id, actor.user_id)
    found = known or CalendarLink(team_id=actor.team_id, person_id=actor.user_id, address="")
    found.address = checked(address)
    found.next_at, found.read_at, found.failures, found.told = now, None, 0, False
    session.add(found)
    records.write(session, now, actor.team_id, actor.user_id, SET, row=actor.user_id)
    return found


def unlink(session: Session, now: datetime, actor: Person) -> None:
    """Read somebody's calendar no more; what it said of days to come is forgotten.

    Raises NoCalendarLink, and what `access.check` raises.
    """
    access.check(session, actor, access.BE_AWAY)
    known = calendar_links.find(session, actor.team_id, actor.user_id)
    if known is None:
        raise NoCalendarLink
    session.delete(known)
    records.write(session, now, actor.team_id, actor.user_id, REMOVED, row=actor.user_id)
    sources.agree(session, now, actor, Source.CALENDAR, [])


def checked(address: str) -> str:
    """An address by its shape; webcal means the same. Raises NoAddress."""
    said = address.strip()
    if said.lower().startswith(WEBCAL):
        said = f"https://{said[len(WEBCAL) :]}"
    if len(said) > LONGEST or not _ADDRESS.fullmatch(said):
        raise NoAddress
    return said


def host(address: str) -> str:
    """What may be shown of an address: whose machine it is on."""
    match = _ADDRESS.match(address)
    return match["host"] if match else ""


# --- what the worker reads ---


def wanted(session: Session, now: datetime, found: CalendarLink) -> WantedCalendar | None:
    """What to read of a calendar; None where its owner does not work here any more."""
    person = people.find(session, found.team_id, found.person_id)
    if person is None or not person.works_here:
        return None
    return WantedCalendar(found.address, person.zone, now, now + AHEAD)


def was_read(
    session: Session,
    now: datetime,
    team_id: str,
    person_id: str,
    address: str,
    found: list[AwaySpan] | CalendarFault,
) -> None:
    """Bring what is known of somebody's absences in line with their calendar, or say what is wrong.

    Nothing is done where they have given another address meanwhile.
    """
    known = calendar_links.find(session, team_id, person_id)
    person = people.find(session, team_id, person_id)
    if known is None or person is None or known.address != address:
        return
    session.add(known)
    if not person.works_here:
        known.next_at = None
        return
    if isinstance(found, CalendarFault):
        _failed(session, now, known, person, found)
        return
    known.next_at, known.read_at = now + AGAIN, now
    known.failures, known.told = 0, False
    calendar = calendars.for_person(session, person).without_leave()
    new = sources.agree(session, now, person, Source.CALENDAR, joined(calendar, found))
    if new:
        notes.send(session, now, person, cards.calendar_says(new, person, now))


def _failed(
    session: Session, now: datetime, known: CalendarLink, person: Person, fault: CalendarFault
) -> None:
    known.failures += 1
    passes = fault == CalendarFault.UNREACHABLE and known.read_at is not None
    known.next_at = now + (TOMORROW if known.told else SOON)
    if known.told or (passes and known.failures < PATIENCE):
        return
    known.told = True
    notes.send(session, now, person, cards.calendar_unread(host(known.address), fault))


def joined(calendar: Calendar, spans: list[AwaySpan]) -> list[AwaySpan]:
    """Absences between which nobody works are one: two weeks off have a weekend between them."""
    found: list[AwaySpan] = []
    for first, last in sorted(spans):
        gap = hours.working_hours_between(calendar, found[-1][1], first) if found else 1.0
        if found and (first <= found[-1][1] or not gap):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
