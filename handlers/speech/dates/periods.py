"""Weeks, weekends, months, quarters and years, and their beginnings, middles and ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from handlers.calendar.hours import Calendar, shift_days
from handlers.speech.date_errors import NoSuchDay
from handlers.speech.dates import names
from handlers.speech.dates.calendar_days import calendar_date
from handlers.speech.dates.names import DAY, MONTH, TH, WEEKDAY, WORKING
from handlers.speech.dates.spelling import ordinal
from handlers.speech.dates.standpoint import ONE_DAY, Days, Standpoint, one, until, week_begins
from handlers.speech.words import MONTH_NAMES

Finder = Callable[[Standpoint], Days | None]
Phrasing = tuple[re.Pattern[str], Callable[[re.Match[str], Standpoint], Days | None]]
"""How something is said, and how it is read."""
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_SUNDAY = 6
_MIDDLE_OF_MONTH = 15


def week(point: Standpoint, ahead: int) -> Days:
    """The week of today, or one so many weeks ahead, up to its last working day."""
    last = _end_of_week(point.today + 7 * max(ahead - 1, 0) * ONE_DAY, ahead > 0, point.calendar)
    return Days(week_begins(point.calendar, last), last)


def _end_of_week(today: date, following: bool, calendar: Calendar) -> date:
    """The last day worked before the longest break of the calendar's week.

    During the weekend this week and next week both mean the one about to begin.
    """
    last, length = _longest_break(calendar)
    ahead = (last - today.weekday()) % 7
    if following and ahead < 7 - length:
        ahead += 7
    end = today + ahead * ONE_DAY
    worked = shift_days(calendar, end + ONE_DAY, -1)
    return worked if worked >= today else end


def _longest_break(calendar: Calendar) -> tuple[int, int]:
    """After which weekday most days in a row are off, and how many."""
    breaks = {day: min((next_ - day - 1) % 7 for next_ in calendar.days) for day in calendar.days}
    last = max(breaks, key=lambda day: (breaks[day], day))
    return last, breaks[last]


def block(point: Standpoint, length: int, ahead: int) -> Days:
    """The month, quarter or year of today, or one that is so many of them ahead."""
    index = (point.today.year * 12 + point.today.month - 1) // length + ahead
    return _block(index, length)


def _block(index: int, length: int) -> Days:
    return Days(_first_of(index * length), _first_of((index + 1) * length) - ONE_DAY)


def _first_of(months: int) -> date:
    """The first day of a month counted from January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def _read_relative(said: re.Match[str], point: Standpoint) -> Days:
    parts = said.groupdict()
    ahead = 2 if parts.get("after_next") else int((parts.get("which") or "") in _FOLLOWING)
    if said["period"] == "week":
        return week(point, ahead)
    return block(point, MONTHS_IN[said["period"]], ahead)


def _read_part_of_year(said: re.Match[str], point: Standpoint) -> Days:
    """The fourth quarter, the first half: of the year that was named or the next one to end."""
    parts = said.groupdict()
    length = MONTHS_IN["half" if parts.get("half") else "quarter"]
    nth = int(parts.get("half") or said["quarter"]) - 1
    return _next_block(point, parts.get("year"), nth, length)


def _read_month(said: re.Match[str], point: Standpoint) -> Days:
    return _next_block(point, said["year"], names.month(said["month"]) - 1, 1)


def _next_block(point: Standpoint, year: str | None, nth: int, length: int) -> Days:
    found = _block((int(year or point.today.year) * 12) // length + nth, length)
    if year is None and found.last < point.today:
        return _block(((point.today.year + 1) * 12) // length + nth, length)
    return found


def _read_year(said: re.Match[str], _point: Standpoint) -> Days:
    return _block(int(said["year"]), 12)


def _read_calendar_week(said: re.Match[str], point: Standpoint) -> Days | None:
    """A week by its number (ISO 8601), in the year that was named or the next one to end."""
    for year in (int(said["year"]),) if said["year"] else (point.today.year, point.today.year + 1):
        try:
            monday = date.fromisocalendar(year, int(said["week"]), 1)
        except ValueError:
            continue
        found = Days(monday, _end_of_week(monday, following=False, calendar=point.calendar))
        if said["year"] or found.last >= point.today:
            return found
    return None


def _read_weekend(said: re.Match[str], point: Standpoint) -> Days:
    """The days off after the working week; where every day is worked, Saturday and Sunday."""
    after, length = _longest_break(point.calendar)
    if not length:
        after, length = _SUNDAY - 2, 2
    begins = point.today - (point.today.weekday() - after - 1) % 7 * ONE_DAY
    if begins + length * ONE_DAY <= point.today:
        begins += 7 * ONE_DAY
    if said["which"] == "next":
        begins += 7 * ONE_DAY
    return Days(begins, begins + (length - 1) * ONE_DAY)


_FOLLOWING = frozenset({"next", "coming", "following"})
_WHICH = r"(?P<which>this|next|current|coming|following)"
_UNIT = r"(?P<period>week|month|quarter|year)"
_YEAR = r"(?P<year>20\d\d)"
_BY_ITSELF: tuple[Phrasing, ...] = (
    (re.compile(rf"(?:the )?{_WHICH} {_UNIT}"), _read_relative),
    (re.compile(rf"(?:the )?{_UNIT} (?P<after_next>after next)"), _read_relative),
    (re.compile(rf"q ?(?P<quarter>[1-4])(?:,?[ /-]?(?:of )?{_YEAR})?"), _read_part_of_year),
    (re.compile(rf"h ?(?P<half>[12])(?:,?[ /-]?(?:of )?{_YEAR})?"), _read_part_of_year),
    (re.compile(rf"{_YEAR}[ /-]?q(?P<quarter>[1-4])"), _read_part_of_year),
    (re.compile(rf"{_YEAR}[ /-]?h(?P<half>[12])"), _read_part_of_year),
    (
        re.compile(rf"(?:the )?(?P<quarter>[1-4]){TH} quarter(?: (?:of )?{_YEAR})?"),
        _read_part_of_year,
    ),
    (
        re.compile(rf"(?:calendar week|week|cw|kw) ?(?P<week>\d{{1,2}})(?:[ /-]?(?:of )?{_YEAR})?"),
        _read_calendar_week,
    ),
    (re.compile(rf"in {MONTH}\.?(?:,? (?:of )?{_YEAR})?"), _read_month),
    (
        re.compile(r"(?:the )?(?:(?P<which>this|next|coming|this coming) )?week-?end"),
        _read_weekend,
    ),
)
_WITH_AN_EDGE = (
    *_BY_ITSELF,
    (re.compile(rf"(?:the )?{_UNIT}"), _read_relative),
    (re.compile(rf"{MONTH}\.?(?:,? (?:of )?{_YEAR})?"), _read_month),
    (re.compile(rf"(?:(?:the )?year )?{_YEAR}"), _read_year),
)


def by_itself(words: str) -> Finder | None:
    """A period that is a date by itself, as in “next week” or “q4”; None for anything else."""
    return _among(_BY_ITSELF, words) or _among(_BY_ITSELF, words.removeprefix("in "))


def named(words: str) -> Finder | None:
    """Any period, also one like “january” that is no date unless something is said beside it."""
    return _among(_WITH_AN_EDGE, words)


def _among(shapes: tuple[Phrasing, ...], words: str) -> Finder | None:
    for pattern, read in shapes:
        if said := pattern.fullmatch(words):
            return partial(read, said)
    return None


# --- their edges ---


def _read_end(_said: re.Match[str], period: Days, _point: Standpoint) -> Days:
    return until(period.last)


def _read_start(_said: re.Match[str], period: Days, point: Standpoint) -> Days:
    return one(_worked_from(point, period.first))


def _read_middle(_said: re.Match[str], period: Days, _point: Standpoint) -> Days:
    days = (period.last - period.first).days
    is_month = period.first.day == 1 and period.first.month == period.last.month
    return one(period.first + (_MIDDLE_OF_MONTH - 1 if is_month else days // 2) * ONE_DAY)


def _read_outer_day(said: re.Match[str], period: Days, point: Standpoint) -> Days:
    """The first or last day, or working day, of a period."""
    is_first = said["which"] == "1st"
    if not said["working"]:
        return one(period.first if is_first else period.last)
    if is_first:
        return one(_worked_from(point, period.first))
    return one(shift_days(point.calendar, period.last + ONE_DAY, -1))


def _read_weekday_of(said: re.Match[str], period: Days, _point: Standpoint) -> Days | None:
    """The second or the last Friday of a period."""
    index = names.weekday(said["weekday"])
    if said["nth"] in ("last", "final"):
        return one(period.last - (period.last.weekday() - index) % 7 * ONE_DAY)
    first = period.first + (index - period.first.weekday()) % 7 * ONE_DAY
    found = first + 7 * (int(said["nth"][0]) - 1) * ONE_DAY
    return one(found) if found <= period.last else None


def _worked_from(point: Standpoint, day: date) -> date:
    return shift_days(point.calendar, day - ONE_DAY, 1)


def _read_day_of(said: re.Match[str], point: Standpoint) -> Days:
    """The 15th of next month; “of the month” is the next such day.

    Raises NoSuchDay.
    """
    day, ahead = int(said["day"]), int(said["which"] == "next")
    for months in (ahead, ahead + 1):
        first = block(point, 1, months).first
        found = calendar_date(first.year, first.month, day)
        if said["which"] == "the" and (found is None or found < point.today):
            continue
        if found is None:
            break
        return one(found)
    raise NoSuchDay(day=f"{ordinal(day)} of {MONTH_NAMES[first.month - 1]}")


_PERIOD = r"(?P<period_words>.+)"
_LAST = r"last|final"
_Edge = Callable[[re.Match[str], Days, Standpoint], Days | None]
_EDGES: tuple[tuple[re.Pattern[str], _Edge], ...] = (
    (re.compile(rf"(?:the )?(?:very )?end of {_PERIOD}"), _read_end),
    (re.compile(r"(?P<period_words>.*(?:month|quarter|year|q ?[1-4]))[ -]end"), _read_end),
    (re.compile(rf"(?:the )?(?:start|beginning) of {_PERIOD}"), _read_start),
    (re.compile(rf"(?:the )?(?:middle of |mid[- ]){_PERIOD}"), _read_middle),
    (
        re.compile(
            rf"(?:the )?(?P<which>{_LAST}|1st) (?P<working>{WORKING} ?)?(?:day )?(?:of|in)"
            rf" {_PERIOD}"
        ),
        _read_outer_day,
    ),
    (
        re.compile(rf"(?:the )?(?P<nth>{_LAST}|[1-5]{TH}) {WEEKDAY} (?:of|in) {_PERIOD}"),
        _read_weekday_of,
    ),
)
_FIXED = re.compile(r"this|current|20\d\d")
"""With it a period is the one that was said, even where the day is past."""
_DAY_OF = re.compile(rf"(?:the )?{DAY}(?:{TH})? (?:of|in) (?P<which>the|this|next) month")


def edge(words: str) -> Finder | None:
    """A day of a period, as in “end of q4”, “15th of next month” or “last friday of december”."""
    if said := _DAY_OF.fullmatch(words):
        return partial(_read_day_of, said)
    for pattern, read in _EDGES:
        said = pattern.fullmatch(words)
        if said and (period := named(said["period_words"])):
            return partial(_of_period, said, read, period)
    return None


def _of_period(said: re.Match[str], read: _Edge, period: Finder, point: Standpoint) -> Days | None:
    """A day of a period; where that is past, of the next such period."""
    days = period(point)
    found = read(said, days, point) if days else None
    if days and found and found.last < point.today and not _FIXED.search(said["period_words"]):
        return _of_period(said, read, period, replace(point, today=days.last + ONE_DAY))
    return found
