"""An absence in words becomes the instants between which somebody is away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.front import away
from handlers.front.away import AwaySaid
from handlers.front.away.rules import TypedAbsence
from handlers.people import lookup
from handlers.speech import dates
from handlers.speech.absence_errors import UntilMissing
from handlers.speech.dates import Deadline, NumericDates
from handlers.speech.errors import PastDate, UserError
from storage.people import Person

A_DAY = timedelta(days=1)
_NOW = re.compile(r"(?:right )?now|immediately|at once|straight away", re.IGNORECASE)


@dataclass
class AwayRead:
    """What could be read of an absence, and a sentence for each part that could not."""

    starts_at: datetime
    ends_at: datetime | None = None
    deputy: Person | None = None
    unread: list[UserError] = field(default_factory=list)

    def said(self, reason: str) -> AwaySaid:
        """All of it. Raises the first that could not be read, or UntilMissing."""
        for error in self.unread:
            raise error
        if self.ends_at is None:
            raise UntilMissing
        return AwaySaid(self.starts_at, self.ends_at, self.deputy, reason)


def read(session: Session, now: datetime, person: Person, typed: TypedAbsence) -> AwayRead:
    """Read an absence on its person's own clock, part by part."""
    calendar = calendars.for_person(session, person).without_leave()
    numeric = policies.of(session, person.team_id).numeric_dates
    found = AwayRead(now)
    days = _Days(now, calendar, numeric)
    try:
        found.starts_at, found.ends_at = days.between(typed)
    except UserError as error:
        found.unread.append(error)
    if typed.deputy:
        try:
            found.deputy = stand_in(session, person, typed.deputy[0])
        except UserError as error:
            found.unread.append(error)
    return found


def stand_in(session: Session, person: Person, words: str) -> Person:
    """Who is called so. Raises what `lookup.person` and `away.check_deputy` raise."""
    found = lookup.person(session, person.team_id, words)
    away.check_deputy(person, found)
    return found


class _Days:
    """Reads days as said at an instant, on somebody's calendar."""

    def __init__(self, now: datetime, calendar: Calendar, numeric: NumericDates) -> None:
        self._now, self._calendar, self._numeric = now, calendar, numeric

    def between(self, typed: TypedAbsence) -> tuple[datetime, datetime | None]:
        """From when until when. Raises WrongDate."""
        if typed.period:
            found = self._read(typed.period)
            if found.timed:
                return self._now, found.at
            return self._begins(found), self._back(found.day + A_DAY)
        start = self._start(typed.start) if typed.start else self._now
        if typed.span:
            return start, self._back(self._day_after(start, typed.span))
        return start, self._end(typed) if typed.end else None

    def _start(self, words: str) -> datetime:
        """What has begun already begins now."""
        if _NOW.fullmatch(words.strip()):
            return self._now
        try:
            found = self._read(words)
        except PastDate:
            return self._now
        if found.again:
            # Of a stretch of days that begins with the name of today, today is the first.
            return self._now
        return max(found.at, self._now) if found.timed else self._begins(found)

    def _end(self, typed: TypedAbsence) -> datetime:
        found = self._read(typed.end)
        if found.timed and not typed.through:
            return found.at
        return self._back(found.day + A_DAY if typed.through else found.first or found.day)

    def _day_after(self, start: datetime, span: str) -> date:
        """The day on which somebody is back who is away for a span from then on."""
        try:
            length = self._read(f"in {span}")
        except UserError:
            length = self._read(span)
            if not length.timed:
                # “for next week”, “for christmas”: the days themselves.
                return length.day + A_DAY
        today = hours.local_day(self._calendar, self._now)
        return hours.local_day(self._calendar, start) + (length.day - today)

    def _read(self, words: str) -> Deadline:
        return dates.read(words, self._now, self._calendar, self._numeric)

    def _begins(self, found: Deadline) -> datetime:
        return away.begins_on(self._calendar, found.first or found.day, self._now)

    def _back(self, day: date) -> datetime:
        """When the first working day from this one on begins."""
        worked = day
        while not hours.is_working_day(self._calendar, worked):
            worked += A_DAY
        return away.back_on(self._calendar, worked)
