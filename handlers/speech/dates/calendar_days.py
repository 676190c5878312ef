"""Dates with a day and a month: “27 nov”, “December the 1st”, “24.12.”, “1/5/2027”."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from handlers.speech.date_errors import AmbiguousDate, NoSuchDay, OtherWeekday, ShortMonth
from handlers.speech.dates import names
from handlers.speech.dates.names import DAY, MONTH, TH, WEEKDAY
from handlers.speech.dates.standpoint import ONE_DAY, Days, NumericDates, Standpoint, one
from handlers.speech.words import MONTH_NAMES, WEEKDAYS, dated

# Between two leap days there are eight years where a century is none.
_LEAP_YEARS_APART = 8
_LONGEST_MONTH = 31
_FEASTS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "new year's": (1, 1),
    "new year's day": (1, 1),
}


def read_dated(said: re.Match[str], point: Standpoint) -> Days:
    """A day and a month by its name, and the year or the next such day.

    Raises NoSuchDay, and OtherWeekday for a weekday that it is not.
    """
    parts = said.groupdict()
    day, month = int(said["day"]), names.month(said["month"])
    found = _next_or_of(point, parts.get("year"), month, day)
    if found is None:
        raise _no_such_day(day, month, parts.get("year"))
    _check_weekday(found, parts.get("weekday") or parts.get("weekday_after"))
    return one(found)


def read_numeric(said: re.Match[str], point: Standpoint) -> Days | None:
    """A day and a month in digits, in the order that only one of them allows or the house has.

    Raises AmbiguousDate where both can be meant, or the year may stand first; NoSuchDay, and
    OtherWeekday.
    """
    parts = said.groupdict()
    first, second = int(said["one"]), int(said["two"])
    if _may_be_hours(said, first, second):
        return None
    day_first = _next_or_of(point, parts.get("year"), second, first)
    month_first = _next_or_of(point, parts.get("year"), first, second)
    known = [day for day in (day_first, month_first) if day]
    weekday = parts.get("weekday")
    fitting = [day for day in known if _is_weekday(day, weekday)]
    if sooner := _year_first(said, point, fitting):
        return sooner
    if known and not fitting:
        _check_weekday(known[0], weekday)
    if not fitting:
        _check_there_is(said[0], first, second, parts.get("year"))
        return None
    if len(set(fitting)) == 1:
        return one(fitting[0])
    # Nowhere are dates written with full stops and the month first (Unicode CLDR).
    if point.numeric == NumericDates.ASK and said["sep"] != ".":
        raise _ambiguous(said, fitting)
    return one(fitting[point.numeric == NumericDates.MONTH_FIRST])


def _year_first(said: re.Match[str], point: Standpoint, behind: list[date]) -> Days | None:
    """The day where two digits in front are the year, and the only day that is still ahead.

    Where the year may stand `behind` as well, the sooner day is what people mean by far more often.
    With full stops the year stands behind.

    Raises AmbiguousDate where the day with the year in front is the sooner one: the order of the
    house says nothing of that.
    """
    parts = said.groupdict()
    digits, year = parts.get("year") or "", said["one"]
    if len(digits) != 2 or len(year) != 2 or said["sep"] == ".":
        return None
    found = calendar_date(2000 + int(year), int(said["two"]), int(digits))
    if not found or not point.allows(found) or not _is_weekday(found, parts.get("weekday")):
        return None
    ahead = [day for day in behind if point.allows(day)]
    if not ahead:
        return one(found)
    if found < min(ahead):
        raise _ambiguous(said, [found, ahead[0]])
    return None


def _may_be_hours(said: re.Match[str], first: int, second: int) -> bool:
    """Whether “friday 9-10” is rather from nine to ten than a day years away."""
    parts = said.groupdict()
    is_bare = bool(parts.get("weekday")) and not parts.get("year")
    return is_bare and said["sep"] == "-" and max(first, second) <= 24


def read_day_of_month(said: re.Match[str], point: Standpoint) -> Days:
    """The next day with such a number.

    Raises OtherWeekday.
    """
    found = _next_with(point, int(said["day"]))
    _check_weekday(found, said.groupdict().get("weekday"))
    return one(found)


def read_feast(said: re.Match[str], point: Standpoint) -> Days:
    """A feast that has one date every year."""
    month, day = _FEASTS[said["feast"]]
    found = date(point.today.year, month, day)
    return one(found if found >= point.today else date(found.year + 1, month, day))


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_or_of(point: Standpoint, year: str | None, month: int, day: int) -> date | None:
    """The day in a year that was named, or the next such day."""
    if year:
        digits = year.lstrip("'")
        return calendar_date(int(digits) + 2000 * (len(digits) == 2), month, day)
    this = point.today.year
    days = (calendar_date(this + ahead, month, day) for ahead in range(_LEAP_YEARS_APART + 1))
    return next((each for each in days if each and each >= point.today), None)


def _next_with(point: Standpoint, number: int) -> date:
    """The next day of any month with this number: one of two months in a row has a 31st."""
    days = (point.today + ahead * ONE_DAY for ahead in range(62))
    return next(day for day in days if day.day == number)


def _is_weekday(day: date, said: str | None) -> bool:
    return said is None or names.weekday(said) == day.weekday()


def _check_weekday(day: date, said: str | None) -> None:
    if said and not _is_weekday(day, said):
        raise OtherWeekday(day=dated(day), weekday=WEEKDAYS[day.weekday()], said=said)


def _check_there_is(words: str, first: int, second: int, year: str | None) -> None:
    """Raises NoSuchDay where one of two numbers is a month and the other no day of it."""
    for day, month in ((first, second), (second, first)):
        if 1 <= month <= 12 and _LONGEST_MONTH >= day > 28:
            raise _no_such_day(day, month, year, f"“{words}”")


def _no_such_day(day: int, month: int, year: str | None, words: str = "") -> NoSuchDay:
    """What is said of a day that its month does not have; without a year, of the longest one."""
    name = MONTH_NAMES[month - 1]
    said = words or f"{day} {name} {year or ''}".strip()
    if not 1 <= day <= _LONGEST_MONTH:
        return NoSuchDay(day=said)
    digits = (year or "2028").lstrip("'")
    count = monthrange(int(digits) + 2000 * (len(digits) == 2), month)[1]
    return ShortMonth(day=said, month=name, count=str(count))


def _ambiguous(said: re.Match[str], days: list[date]) -> AmbiguousDate:
    short = [f"{day.day} {MONTH_NAMES[day.month - 1]}" for day in days]
    whole = [f"{name} {day.year}" for name, day in zip(short, days, strict=True)]
    is_apart = said.groupdict().get("year") and days[0].year != days[1].year
    first, second = whole if is_apart else short
    return AmbiguousDate(
        words=said[0], first=first, second=second, plain=whole[0], iso=days[0].isoformat(),
        isos=" ".join(day.isoformat() for day in days),
    )  # fmt: skip


_ON = rf"(?:{WEEKDAY},? (?:the )?)?"
_AFTER = rf"(?:,? {WEEKDAY.replace('weekday', 'weekday_after', 1)})?"
_SHORT_YEAR = r"(?P<year>\d{4}|'?\d\d)"
_PAIR = r"(?P<one>\d{1,2})(?P<sep>[./-]) ?(?P<two>\d{1,2})"
SHAPES = (
    (
        re.compile(
            rf"{_ON}(?:the )?{DAY}{TH}?(?: of |\. ?|-|/| )?{MONTH}"
            rf"(?:(?:\.?,? |-|/){_SHORT_YEAR})?\.?{_AFTER}"
        ),
        read_dated,
    ),
    (
        re.compile(
            rf"{_ON}{MONTH}\.?[ -]?(?:the )?{DAY}{TH}?(?:,? (?P<year>\d{{4}}|'\d\d))?{_AFTER}"
        ),
        read_dated,
    ),
    (re.compile(rf"{_ON}{_PAIR}(?P=sep) ?{_SHORT_YEAR}\.?"), read_numeric),
    (
        re.compile(rf"(?P<year>\d{{4}})(?P<sep>[./-])(?P<month>1[0-2]|0?[1-9])(?P=sep){DAY}"),
        read_dated,
    ),
    # Without a year, only what cannot be taken for a decimal number such as 1.5.
    (re.compile(rf"{_ON}(?P<one>\d{{1,2}})(?P<sep>[/-])(?P<two>\d{{1,2}})"), read_numeric),
    (re.compile(rf"{_ON}{_PAIR}\."), read_numeric),
    (re.compile(r"(?P<one>[0-3]\d)(?P<sep>\.)(?P<two>0[1-9]|1[0-2])"), read_numeric),
    (re.compile(rf"{_ON}(?:the )?{DAY}{TH}"), read_day_of_month),
    (re.compile(rf"(?:the )?(?P<feast>{'|'.join(_FEASTS)})"), read_feast),
)
