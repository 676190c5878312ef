"""For which days a scorecard is: a month, a quarter, or from one day to another, as people say it.

The days are those of one zone, so that a period begins and ends at the same instant for every
reader.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar import hours
from handlers.speech.score_errors import BackwardPeriod, LongPeriod
from handlers.speech.words import dated
from storage.scopes import Period

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
LONGEST = timedelta(days=366)
QUARTERS = ("first", "second", "third", "fourth")
_NUMBERED_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII)
_QUARTER = re.compile(
    r"(?:(?P<year>\d{4})[- ]?)?q(?P<quarter>[1-4])(?:[- ](?P<after>\d{4}))?", re.ASCII
)
_MONTH = re.compile(r"(?P<name>[a-z]{3,9})\.?(?: (?P<year>\d{4}))?", re.ASCII)
_DAYS = re.compile(
    r"(?:from )?(?P<first>\d{4}-\d{2}-\d{2})(?: ?\.\. ?| (?:to|until|till|-|–) )"
    r"(?P<last>\d{4}-\d{2}-\d{2})",
    re.ASCII,
)
_EARLIEST, _LATEST = 2000, 9000
"""Years that anybody means."""


@dataclass(frozen=True)
class ScorePeriod:
    """From one day to another, both inside; `key` is how files and buttons name it."""

    key: str
    name: str
    first: date
    last: date

    def instants(self, zone: str) -> Period:
        """Where it begins and ends (UTC), by the days of a zone."""
        return Period(_midnight(self.first, zone), _midnight(self.last + timedelta(days=1), zone))

    @property
    def before(self) -> ScorePeriod:
        """The one before it, as long: the month before, the quarter, or so many days."""
        last = self.first - timedelta(days=1)
        if "Q" in self.key:
            return quarter_of(last)
        if ".." in self.key:
            return between(last - (self.last - self.first), last)
        return month_of(last)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), hours.time_zone(zone)).astimezone(UTC)


def month_of(day: date) -> ScorePeriod:
    """The month in which a day is."""
    last = monthrange(day.year, day.month)[1]
    name = f"{MONTHS[day.month - 1].capitalize()} {day.year}"
    return ScorePeriod(f"{day:%Y-%m}", name, day.replace(day=1), day.replace(day=last))


def quarter_of(day: date) -> ScorePeriod:
    """The quarter of a calendar year in which a day is."""
    number = (day.month - 1) // 3
    first = date(day.year, number * 3 + 1, 1)
    last = month_of(date(day.year, number * 3 + 3, 1)).last
    name = f"the {QUARTERS[number]} quarter of {day.year}"
    return ScorePeriod(f"{day.year}-Q{number + 1}", name, first, last)


def between(first: date, last: date) -> ScorePeriod:
    """From one day to another. Raises BackwardPeriod and LongPeriod."""
    if last < first:
        raise BackwardPeriod(first=dated(first), last=dated(last))
    if last - first >= LONGEST:
        raise LongPeriod
    return ScorePeriod(f"{first}..{last}", f"{dated(first)} to {dated(last)}", first, last)


def read(words: str, today: date) -> ScorePeriod | None:
    """The period that words name; None where they name none.

    Without a year it is the last one that has begun. Raises BackwardPeriod and LongPeriod.
    """
    said = " ".join(words.lower().split())
    if said in ("this month", "month"):
        return month_of(today)
    if said == "last month":
        return month_of(today).before
    if said in ("this quarter", "quarter"):
        return quarter_of(today)
    if said == "last quarter":
        return quarter_of(today).before
    if match := _DAYS.fullmatch(said):
        days = [_day(match["first"]), _day(match["last"])]
        return between(days[0], days[1]) if days[0] and days[1] else None
    if match := _NUMBERED_MONTH.fullmatch(said):
        return _month(int(match["year"]), int(match["month"]))
    if match := _QUARTER.fullmatch(said):
        return _quarter(match["year"] or match["after"], int(match["quarter"]), today)
    if match := _MONTH.fullmatch(said):
        return _named_month(match["name"], match["year"], today)
    return None


def carried(key: str) -> ScorePeriod | None:
    """The period of a key; None for what is none."""
    if ".." not in key:
        found = read(key, date.max)
        return found if found and found.key == key else None
    days = [_day(part) for part in key.split("..")[:2]]
    if not (days[0] and days[-1]) or days[-1] < days[0] or days[-1] - days[0] >= LONGEST:
        return None
    return between(days[0], days[-1])


def _month(year: int, month: int) -> ScorePeriod | None:
    is_one = 1 <= month <= len(MONTHS) and _EARLIEST <= year < _LATEST
    return month_of(date(year, month, 1)) if is_one else None


def _quarter(year: str | None, quarter: int, today: date) -> ScorePeriod | None:
    month = quarter * 3 - 2
    if year is None:
        return quarter_of(date(today.year - (month > today.month), month, 1))
    return quarter_of(date(int(year), month, 1)) if _EARLIEST <= int(year) < _LATEST else None


def _named_month(name: str, year: str | None, today: date) -> ScorePeriod | None:
    month = next((n for n, each in enumerate(MONTHS, 1) if name in (each, each[:3], each[:4])), 0)
    if not month:
        return None
    return _month(int(year) if year else today.year - (month > today.month), month)


def _day(words: str) -> date | None:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return None
    return found if _EARLIEST <= found.year < _LATEST else None
