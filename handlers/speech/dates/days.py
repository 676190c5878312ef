"""Days as people name them: “tomorrow”, “next friday”, “in two weeks”, “a week from monday”."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

from handlers.calendar.hours import shift_days
from handlers.speech.dates import calendar_days, names, periods
from handlers.speech.dates.names import NUMBER, WEEKDAY, WORKING
from handlers.speech.dates.periods import MONTHS_IN, Finder, Phrasing
from handlers.speech.dates.standpoint import ONE_DAY, Days, Standpoint, one, week_begins

_NAMED_DAYS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_DAYS_IN = {"d": 1, "day": 1, "w": 7, "week": 7, "fortnight": 14}


@lru_cache(maxsize=4096)
def read(words: str) -> Finder | None:
    """How to read the days that plain words name; None where they name none.

    Kept, because every end of a long phrase is looked at more than once.
    """
    for pattern, reader in _SHAPES:
        if said := pattern.fullmatch(words):
            return partial(reader, said)
    if found := periods.by_itself(words) or periods.edge(words):
        return found
    for pattern, anchored in _ANCHORED:
        said = pattern.fullmatch(words)
        if said and (anchor := read(said["anchor"])):
            return partial(_from_anchor, said, anchored, anchor)
    return None


def _read_named(said: re.Match[str], point: Standpoint) -> Days:
    return one(point.today + _NAMED_DAYS[said["named"]] * ONE_DAY)


def _read_weekday(said: re.Match[str], point: Standpoint) -> Days:
    parts, today = said.groupdict(), point.today
    index = names.weekday(said["weekday"])
    which, of_week = parts.get("which"), parts.get("week")
    if of_week or which == "next" or parts.get("after_next"):
        begins = week_begins(point.calendar, today)
        weeks = 2 if parts.get("after_next") else int("next" in (of_week, which))
        return one(begins + ((index - begins.weekday()) % 7 + 7 * weeks) * ONE_DAY)
    if which == "last":
        return one(today - ((today.weekday() - index - 1) % 7 + 1) * ONE_DAY)
    if which == "this":
        return one(today + (index - today.weekday()) % 7 * ONE_DAY)
    found = _weekday_after(today, index)
    return Days(found, found, again=which is None and index == today.weekday())


def _weekday_after(day: date, index: int) -> date:
    return day + ((index - day.weekday() - 1) % 7 + 1) * ONE_DAY


def _read_counted(said: re.Match[str], point: Standpoint) -> Days:
    count = names.number(said) * (-1 if said["ago"] else 1)
    return one(_later(point, point.today, count, said["unit"]))


def _read_more(said: re.Match[str], point: Standpoint) -> Days:
    """So much later than the day that something has."""
    count = names.number(said) if said.groupdict().get("number") else 1
    return one(_later(point, max(point.has or point.today, point.today), count, said["unit"]))


def _later(point: Standpoint, day: date, count: int, unit: str) -> date:
    """The day so many units later, or earlier where the count is less than nothing."""
    unit = unit.rstrip("s")
    if unit.endswith("day") and unit != "day":
        return shift_days(point.calendar, day, count)
    if unit in _DAYS_IN:
        return day + count * _DAYS_IN[unit] * ONE_DAY
    return _months_on(day, count * MONTHS_IN[unit])


def _months_on(day: date, count: int) -> date:
    """The same day so many months later, or the last day of a month that has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _read_halves(said: re.Match[str], point: Standpoint) -> Days:
    """Half a year, and years and a half."""
    return one(_months_on(point.today, 12 * names.number(said) + 6 if said["number"] else 6))


def _read_next_working_day(_said: re.Match[str], point: Standpoint) -> Days:
    return one(shift_days(point.calendar, point.today, 1))


_AHEAD = r"(?:(?:in|within|after|over) (?:the next |another )?)?"
_FROM_NOW = r"(?: from (?:now|today|here)|(?:'s|s'|s)? time)?"
_UNIT = r"(?P<unit>d|days?|w|weeks?|fortnights?|months?|quarters?|years?)"
_MORE_UNIT = rf"(?P<unit>d|w|days?|weeks?|fortnights?|months?|{WORKING} ?days?)"
_SHAPES: tuple[Phrasing, ...] = (
    (re.compile(rf"(?:\+ ?|another |a further |an extra ){NUMBER} ?{_MORE_UNIT}"), _read_more),
    (re.compile(rf"(?:another|one more|a further|an extra) {_MORE_UNIT}"), _read_more),
    (re.compile(rf"{NUMBER} (?:more|extra|further|additional) {_MORE_UNIT}"), _read_more),
    (re.compile(rf"{NUMBER} ?{_MORE_UNIT} (?:later|longer|more|extra)"), _read_more),
    (re.compile(rf"(?:the )?(?P<named>{'|'.join(_NAMED_DAYS)})"), _read_named),
    (
        re.compile(
            r"(?:the )?(?:(?:this |the )?(?P<which>this|next|last|coming|upcoming|following) )?"
            rf"{WEEKDAY}(?: (?:of |in )?(?P<week>this|next) week)?"
        ),
        _read_weekday,
    ),
    *calendar_days.SHAPES,
    (re.compile(rf"{_AHEAD}{NUMBER} ?{_UNIT}(?:(?P<ago> ago)|{_FROM_NOW})"), _read_counted),
    (
        re.compile(rf"{_AHEAD}{NUMBER} (?P<unit>{WORKING} ?days?)(?:(?P<ago> ago)|{_FROM_NOW})"),
        _read_counted,
    ),
    (re.compile(rf"(?:the )?next {WORKING} ?day"), _read_next_working_day),
    (re.compile(rf"(?P<week>this|next) week,? (?:on )?{WEEKDAY}"), _read_weekday),
    (re.compile(rf"(?:the )?{WEEKDAY} (?P<after_next>after next)"), _read_weekday),
    (re.compile(rf"{_AHEAD}(?:(?P<number>an?|1) year and a half|half a year)"), _read_halves),
)


# --- so long before or after another day ---


def _from_anchor(
    said: re.Match[str],
    reader: Callable[[re.Match[str], Days, Standpoint], Days],
    anchor: Finder,
    point: Standpoint,
) -> Days | None:
    days = anchor(point)
    return reader(said, days, point) if days else None


def _read_away(said: re.Match[str], anchor: Days, point: Standpoint) -> Days:
    """So many days, weeks or working days before or after the anchor."""
    parts = said.groupdict()
    count = names.number(said) if parts.get("number") else 1
    if parts.get("side") == "before":
        return one(_later(point, anchor.first, -count, said["unit"]))
    return one(_later(point, anchor.last, count, said["unit"]))


def _read_weekday_beside(said: re.Match[str], anchor: Days, _point: Standpoint) -> Days:
    """The first such weekday after, or the last before, the anchor."""
    index = names.weekday(said["weekday"])
    if said["side"] == "before":
        first = anchor.first
        return one(first - ((first.weekday() - index - 1) % 7 + 1) * ONE_DAY)
    return one(_weekday_after(anchor.last, index))


_AROUND = r"(?P<side>from|after|past|before|following)"
_ANCHOR = r"(?P<anchor>.+)"
_LONG_UNIT = rf"(?P<unit>days?|weeks?|fortnights?|months?|years?|{WORKING} ?days?)"
_ANCHORED = (
    (re.compile(rf"{NUMBER} {_LONG_UNIT} {_AROUND} {_ANCHOR}"), _read_away),
    (re.compile(rf"{NUMBER} (?P<unit>weeks?|fortnights?|months?) (?:on )?{_ANCHOR}"), _read_away),
    (
        re.compile(
            rf"(?:the )?(?:1st )?(?P<unit>day|week|month|{WORKING} ?day) {_AROUND} {_ANCHOR}"
        ),
        _read_away,
    ),
    (
        re.compile(
            rf"(?:the )?(?:1st |next )?{WEEKDAY} (?P<side>after|before|following) {_ANCHOR}"
        ),
        _read_weekday_beside,
    ),
    (re.compile(r"(?P<anchor>\S+) (?P<unit>week|fortnight)"), _read_away),
)
