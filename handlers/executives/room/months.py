"""Of which month a customer room pack is: its first and last day, and whether it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar import hours
from handlers.speech import cleaning, values, words
from handlers.speech.setup_errors import MonthToCome, UnclearMonth
from storage.scopes import Period

WEEKS = 8
WEEK = timedelta(days=7)
EARLIEST = 1970
_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
_NAMED = re.compile(r"(?P<name>[a-z]{3,9})\.?,?(?: (?P<year>[0-9]{4}))?")


@dataclass(frozen=True)
class PackMonth:
    """One local month of a zone, as far as it has come at `now` (UTC)."""

    first: date
    zone: str
    now: datetime

    @property
    def name(self) -> str:
        """What people call it: “November 2026”."""
        return f"{words.MONTH_NAMES[self.first.month - 1]} {self.first.year}"

    @property
    def key(self) -> str:
        """“2026-11”."""
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> PackMonth:
        """The month before it."""
        return PackMonth(_first_of(self.first - timedelta(days=1)), self.zone, self.now)

    @property
    def _next(self) -> date:
        return _first_of(self.first + timedelta(days=31))

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return _midnight(self._next, self.zone) <= self.now

    @property
    def today(self) -> date:
        """The day there on which the pack is made."""
        return hours.day_of(self.now, self.zone)

    @property
    def through(self) -> date:
        """The last day of it that has begun."""
        return min(self._next - timedelta(days=1), self.today)

    @property
    def period(self) -> Period:
        """From its first instant to its last, or until now."""
        return self._between(self.first, self._next)

    @property
    def weeks(self) -> tuple[tuple[date, Period], ...]:
        """The eight weeks up to its last day, oldest first, each with its first day."""
        end = self.through + timedelta(days=1)
        starts = [end - each * WEEK for each in range(WEEKS, 0, -1)]
        return tuple((day, self._between(day, day + WEEK)) for day in starts)

    def _between(self, first: date, behind: date) -> Period:
        until = min(_midnight(behind, self.zone), self.now)
        return Period(_midnight(first, self.zone), until)


def read(said: str, zone: str, now: datetime) -> PackMonth:
    """The month that is named like “2026-11”, “november” or “nov 2025”.

    A name without a year is the last month of that name that has begun; without words it is the
    last one that is over. Raises UnclearMonth, and MonthToCome for one that has not begun.
    """
    today = hours.day_of(now, zone)
    text = cleaning.line(said)
    this = PackMonth(_first_of(today), zone, now)
    if not text or text.lower() == "last month":
        return this.before
    if text.lower() == "this month":
        return this
    first = _numbered(text) or _named(text.lower(), today)
    if first is None:
        raise UnclearMonth(words=values.quoted(text))
    month = PackMonth(first, zone, now)
    if month.first > today:
        raise MonthToCome(month=month.name, this=this.name, key=this.key)
    return month


def _numbered(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match["month"]) <= 12 or int(match["year"]) < EARLIEST:
        return None
    return date(int(match["year"]), int(match["month"]), 1)


def _named(text: str, today: date) -> date | None:
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    names = [each.lower() for each in words.MONTH_NAMES]
    meant = [n for n, name in enumerate(names, 1) if name.startswith(match["name"])]
    if len(meant) != 1:
        return None
    if match["year"]:
        return date(int(match["year"]), meant[0], 1) if int(match["year"]) >= EARLIEST else None
    return date(today.year - (meant[0] > today.month), meant[0], 1)


def _first_of(day: date) -> date:
    return day.replace(day=1)


def _midnight(day: date, zone: str) -> datetime:
    """The instant (UTC) at which a day begins there."""
    return datetime.combine(day, time.min, tzinfo=hours.time_zone(zone)).astimezone(UTC)
