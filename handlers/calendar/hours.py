"""When people are at work: opening hours, public holidays and leave, in their own time zone.

Every instant that comes in or goes out is timezone-aware and leaves as UTC. Local times that a
clock change skips move forward by the length of the gap, and local times that it repeats mean the
first of the two (PEP 495, fold=0). Holidays come from the package `holidays`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from holidays import country_holidays

WEEKDAYS = frozenset({0, 1, 2, 3, 4})
OPENS = time(9)
CLOSES = time(18)
# One bundle of reminders a day, half an hour into the working day.
BUNDLE = time(9, 30)

# Every walk over days ends here, even for a calendar on which no day is left to work.
_FARTHEST = timedelta(days=40 * 366)
COUNTRY = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<part>[A-Z0-9]{1,4}))?", re.ASCII)
"""An ISO 3166 code with an optional part of the country: DE, US-NY."""


@dataclass(frozen=True)
class Calendar:
    """The working week of one person or department.

    `zone` is an IANA name; an empty or unknown one means UTC. `days` are weekdays with Monday 0.
    `country` is an ISO 3166 code with an optional part ("DE", "DE-BY"); an unknown country has no
    holidays. Until `away_until` (aware) there is no working time. Raises ValueError for a week
    that never opens and for an `away_until` without a time zone.
    """

    zone: str = "UTC"
    days: frozenset[int] = WEEKDAYS
    opens: time = OPENS
    closes: time = CLOSES
    country: str | None = None
    away_until: datetime | None = None

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("A calendar needs at least one working day, Monday 0 to Sunday 6")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("Opening and closing times are local and carry no time zone")
        if self.opens >= self.closes:
            raise ValueError("A working day must open before it closes")
        if self.away_until is not None:
            object.__setattr__(self, "away_until", _utc(self.away_until))

    def without_leave(self) -> Calendar:
        """Return the same week as if the person were not away."""
        return self if self.away_until is None else replace(self, away_until=None)


class _Window(NamedTuple):
    """The working time of one local day, in UTC; the closing instant is not part of it."""

    day: date
    opens: datetime
    closes: datetime


@lru_cache(maxsize=1024)
def time_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name, or UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        # An empty name, a path or a folder of zones such as "America" is no zone either.
        return ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year; a part that is not known counts as the country."""
    code = COUNTRY.fullmatch(country.strip().upper())
    if code is None:
        return frozenset()
    for part in (code["part"], None):
        with suppress(NotImplementedError), warnings.catch_warnings():
            # Some countries warn that moon-dated holidays far ahead are not announced yet.
            warnings.simplefilter("ignore", UserWarning)
            return frozenset(country_holidays(code["country"], subdiv=part, years=year))
    return frozenset()


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("An instant needs a time zone")
    return at.astimezone(UTC)


def at_local(calendar: Calendar, day: date, clock: time) -> datetime:
    """Return the UTC instant at which the calendar's local clock shows `clock` on `day`."""
    local = datetime.combine(day, clock.replace(fold=0), tzinfo=time_zone(calendar.zone))
    return local.astimezone(UTC)


def day_of(at: datetime, zone: str) -> date:
    """Return the date that clocks in a zone show at an instant."""
    return _utc(at).astimezone(time_zone(zone)).date()


def local_day(calendar: Calendar, at: datetime) -> date:
    """Return the date that the calendar's local clock shows at an instant."""
    return _local(calendar, at).date()


def _local(calendar: Calendar, at: datetime) -> datetime:
    return _utc(at).astimezone(time_zone(calendar.zone))


def closing(calendar: Calendar, day: date) -> datetime:
    """Return closing time on a local day in UTC, whether or not that day is worked."""
    return at_local(calendar, day, calendar.closes)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Say whether a local day is worked: a day of the week that opens, and no holiday."""
    if day.weekday() not in calendar.days:
        return False
    return not calendar.country or day not in _public_holidays(calendar.country, day.year)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Say whether an instant is working time: opening included, closing not, never while away."""
    window = _window(calendar, local_day(calendar, at))
    if window is None or not window.opens <= at < window.closes:
        return False
    return calendar.away_until is None or at >= calendar.away_until


def next_open(calendar: Calendar, at: datetime) -> datetime:
    """Return the first instant of working time from `at` on, which is `at` itself while open."""
    at = _back(calendar, at)
    windows = _windows(calendar, local_day(calendar, at))
    return next(max(at, window.opens) for window in windows if at < window.closes)


def shift_days(calendar: Calendar, day: date, days: int) -> date:
    """Return the local day that lies `days` working days later, or earlier if negative.

    The day itself is not counted, so one working day after a Saturday is Monday. Zero days return
    the day unchanged. Raises ValueError beyond forty years.
    """
    left, step = abs(days), timedelta(days=1 if days > 0 else -1)
    for _ in range(_FARTHEST.days):
        if not left:
            return day
        day += step
        left -= is_working_day(calendar, day)
    raise ValueError("That many working days lie too far away")


def add_days(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Return the instant `days` working days after `start`, at the same local time of day.

    Zero days return the next opening. A start outside working time counts from the next opening;
    closing time itself still belongs to its day, so that "closing time plus one day" is closing
    time of the next working day. Negative days count back. The result lies inside working time,
    closing included. Raises ValueError beyond forty years.
    """
    if not days:
        return next_open(calendar, start)
    if not _is_closing(calendar, start):
        start = next_open(calendar, start)
    local = _local(calendar, start)
    day = shift_days(calendar, local.date(), days)
    at, window = at_local(calendar, day, local.time()), _window(calendar, day)
    if window is None or _back(calendar, at) != at:
        return next_open(calendar, at)
    return min(max(at, window.opens), window.closes)


def add_hours(calendar: Calendar, start: datetime, hours: float) -> datetime:
    """Return the instant after `hours` business hours of working time from `start`.

    The result lies inside working time, closing included. Raises ValueError for a negative number
    of hours and beyond forty years.
    """
    if not 0 <= hours <= _FARTHEST / timedelta(hours=1):
        raise ValueError("Business hours to add must be a number from zero up, within reason")
    at, left = next_open(calendar, start), timedelta(hours=hours)
    windows = _windows(calendar, local_day(calendar, at))
    window = next(windows)
    while at + left > window.closes:
        left -= window.closes - at
        window = next(windows)
        at = window.opens
    return at + left


def next_bundle(calendar: Calendar, not_before: datetime, at: time = BUNDLE) -> datetime:
    """Return the first moment from `not_before` on that is local `at` of a working day.

    A time of day outside working hours means opening time. The result is inside working time and
    after any leave, so a change of clocks never moves a bundle into the evening or the night.
    """
    start = _back(calendar, not_before)
    clock = at if calendar.opens <= at < calendar.closes else calendar.opens
    windows = _windows(calendar, local_day(calendar, start))
    moments = ((window, at_local(calendar, window.day, clock)) for window in windows)
    return next(
        moment
        for window, moment in moments
        if start <= moment and window.opens <= moment < window.closes
    )


@lru_cache(maxsize=1024)
def working_hours_between(calendar: Calendar, a: datetime, b: datetime) -> float:
    """Return the business hours from `a` to `b`, negative when `b` is earlier; leave counts none.

    Raises ValueError when the two lie more than forty years apart.
    """
    if _utc(b) < _utc(a):
        return -working_hours_between(calendar, b, a)
    a, worked = _back(calendar, a), timedelta()
    for window in _windows(calendar, local_day(calendar, a)):
        if window.opens >= b:
            break
        worked += max(min(b, window.closes) - max(a, window.opens), timedelta())
    return worked / timedelta(hours=1)


def working_days_between(calendar: Calendar, a: datetime, b: datetime) -> int:
    """Return how many working days begin after the day of `a`, up to and with the day of `b`.

    Thursday to Friday is one, Friday to Monday is one, Friday to Saturday none. Negative when `b`
    is earlier; days of leave count none.
    """
    if _utc(b) < _utc(a):
        return -working_days_between(calendar, b, a)
    return _working_days(calendar, local_day(calendar, _back(calendar, a)), local_day(calendar, b))


def working_days_late(calendar: Calendar, due: datetime, now: datetime, *, zone: str = "") -> int:
    """Return how many working days of the calendar have begun after the day of `due`, up to `now`.

    `zone` is the clock on which that day was named, where it is not the calendar's own: what is due
    on Thursday in New York is a day late on Friday in Berlin. Leave does not stop the count, and
    nothing is late before `due` (UTC).
    """
    if _utc(now) <= _utc(due):
        return 0
    day = _utc(due).astimezone(time_zone(zone or calendar.zone)).date()
    return _working_days(calendar.without_leave(), day, local_day(calendar, now))


@lru_cache(maxsize=4096)
def _working_days(calendar: Calendar, after: date, until: date) -> int:
    """Count the working days after a local day, up to and with another."""
    days = (after + timedelta(days=n + 1) for n in range((until - after).days))
    return sum(is_working_day(calendar, day) for day in days)


def _back(calendar: Calendar, at: datetime) -> datetime:
    """Return the instant itself or, during leave, the instant at which the leave ends."""
    at = _utc(at)
    return at if calendar.away_until is None else max(at, calendar.away_until)


def _is_closing(calendar: Calendar, at: datetime) -> bool:
    """Say whether an instant is closing time of a working day on which nobody is away."""
    window = _window(calendar, local_day(calendar, at))
    return window is not None and at == window.closes and _back(calendar, at) == at


@lru_cache(maxsize=4096)
def _window(calendar: Calendar, day: date) -> _Window | None:
    """Return the working time of a local day, if there is any.

    A change of clocks can swallow a short night shift or, in Samoa in 2011, a whole day.
    """
    if not is_working_day(calendar, day):
        return None
    opens, closes = at_local(calendar, day, calendar.opens), closing(calendar, day)
    if opens >= closes or local_day(calendar, opens) != day:
        return None
    return _Window(day, opens, closes)


def _windows(calendar: Calendar, day: date) -> Iterator[_Window]:
    """Yield the working time of each local day from `day` on; ValueError after forty years."""
    for ahead in range(_FARTHEST.days):
        window = _window(calendar, day + timedelta(days=ahead))
        if window is not None:
            yield window
    raise ValueError("This calendar has no working time within forty years")
