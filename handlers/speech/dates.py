"""What people mean by "friday", "27 nov" or "in 2 working days", as the instant a promise is due.

A phrase must have one of the shapes in `_SHAPES` as a whole; nothing is guessed out of a longer
sentence or a bare number. Numeric dates are read day first.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from handlers.calendar.hours import Calendar, at_local, local_day, shift_days
from handlers.speech.errors import FarDate, PastDate, UnclearDate
from handlers.speech.words import MONTHS, NUMBERS, WEEKDAYS, dated, moment

# No date that people say is longer, and nothing longer is looked at.
LONGEST = 60
FARTHEST = timedelta(days=2 * 366)

_LAST_MINUTE = time(23, 59)
_ONE_DAY = timedelta(days=1)
# Between two leap days there are eight years where a century is none.
_LEAP_YEARS_APART = 8
_NAMED_DAYS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_DAYS_IN = {"d": 1, "day": 1, "w": 7, "week": 7, "fortnight": 14}

_COUNTED = (*NUMBERS[1:], "ten", "eleven", "twelve")
_NUMBER = rf"(?P<number>\d{{1,3}}|an?|{'|'.join(_COUNTED)})"
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs?|rsday)?"
    r"|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_TH = r"(?:st|nd|rd|th)"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_NUMBER = r"(?P<month>1[0-2]|0?[1-9])"
_YEAR = r"(?P<year>\d{4}|\d\d)"
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}

# A deadline "in the morning" is kept by noon. None stands for closing time.
_PARTS: dict[str, time | None] = {
    "noon": time(12),
    "midday": time(12),
    "morning": time(12),
    "afternoon": None,
    "evening": time(20),
    "eod": None,
    "cob": None,
    "end of day": None,
    "end of the day": None,
    "close of business": None,
}
_NEEDS_DAY = frozenset({"morning", "afternoon", "evening"})
_CLOCK = (
    r"(?:(?P<hour12>1[0-2]|0?[1-9])(?::(?P<minute12>[0-5]\d))? ?(?P<half>[ap])\.?m"
    r"|(?P<hour24>2[0-3]|[01]?\d):(?P<minute24>[0-5]\d)"
    rf"|(?P<part>{'|'.join(_PARTS)}))"
)
_TIMED = (
    re.compile(rf"(?:(?P<rest>.+?)(?:,? (?:at |by )?|t(?=\d\d:)))?{_CLOCK}"),
    re.compile(rf"{_CLOCK},? (?:on |of )?(?P<rest>.+)"),
)
# "17h" is a time of day to many, so that the short units need "in" before them.
_AHEAD = re.compile(
    rf"(?:in |within |(?=\w+ (?:hour|minute))){_NUMBER} ?(?P<unit>h|hours?|hrs?|min|minutes?)"
    r"(?: from now)?"
)
# A full stop ends the sentence, except after "27.11.", where it belongs to the date.
_FULL_STOP = re.compile(r"(?<!\.\d)(?<!\.\d\d)\.+$")
_LEAD = re.compile(r"^(?:(?:due|by|on|at|until|till) )+")
_SAID_OTHERWISE = {
    "tonight": "today evening",
    "this morning": "today morning",
    "this afternoon": "today afternoon",
    "this evening": "today evening",
    "eow": "end of week",
    "eom": "end of month",
    "eoq": "end of quarter",
    "eoy": "end of year",
}

_Reader = Callable[[re.Match[str], date, Calendar], date | None]
_Phrase = tuple[_Reader, re.Match[str], time | None]


def looks_like_date(words: str) -> bool:
    """Say whether a phrase has the shape of a date or time; `read_due` may still refuse it.

    "31 nov" and "yesterday" look like dates, so that people hear what is wrong with them.
    """
    plain = _plain(words)
    return _AHEAD.fullmatch(plain) is not None or _taken_apart(plain) is not None


def read_due(words: str, now: datetime, calendar: Calendar) -> datetime:
    """Return the UTC instant that people mean by `words`, said at `now` in the calendar's zone.

    A day without a time of day means closing time on that day, worked or not; today after closing
    time means the last minute of today. A date without a year is the next such date. Raises
    UnclearDate, PastDate, FarDate (more than two years ahead), and ValueError for a `now` without
    a time zone.
    """
    today = local_day(calendar, now)
    plain = _plain(words)
    if ahead := _AHEAD.fullmatch(plain):
        unit = timedelta(hours=1) if ahead["unit"].startswith("h") else timedelta(minutes=1)
        return now.astimezone(UTC) + _number(ahead) * unit
    phrase = _taken_apart(plain)
    if phrase is None:
        raise _unclear(words)
    read, shape, clock = phrase
    day = read(shape, today, calendar)
    if day is None or _contradicts(shape, day):
        raise _unclear(words)
    if day < today:
        raise PastDate(day=dated(day))
    if day > today + FARTHEST:
        raise FarDate(day=dated(day))
    return _due(day, clock, now, calendar)


def _due(day: date, clock: time | None, now: datetime, calendar: Calendar) -> datetime:
    due = at_local(calendar, day, calendar.closes if clock is None else clock)
    if due >= now:
        return due
    if clock is not None:
        raise PastDate(day=moment(due, calendar.zone))
    return max(at_local(calendar, day, _LAST_MINUTE), now.astimezone(UTC))


def _unclear(words: str) -> UnclearDate:
    """Quote what was said, without what could turn or break the sentence around it."""
    shown = "".join(sign for sign in words[:LONGEST] if sign.isprintable())
    return UnclearDate(words=shown + ("…" if len(words) > LONGEST else ""))


def _plain(words: str) -> str:
    """Return the phrase in plain small letters without "by" or "on", or nothing if hopeless."""
    if len(words) > LONGEST or not words.isascii():
        return ""
    plain = " ".join(words.lower().split()).rstrip("!?,;")
    plain = _FULL_STOP.sub("", _LEAD.sub("", plain))
    return _SAID_OTHERWISE.get(plain, plain)


def _taken_apart(plain: str) -> _Phrase | None:
    """Return how to read the day, and the time of day if one was said, or None if unreadable."""
    if day := _shape(plain):
        return *day, None
    for pattern in _TIMED:
        said = pattern.fullmatch(plain)
        if said is None or (said["rest"] is None and said["part"] in _NEEDS_DAY):
            continue
        if day := _shape(_SAID_OTHERWISE.get(said["rest"], said["rest"]) or "today"):
            return *day, _clock(said)
    return None


def _shape(plain: str) -> tuple[_Reader, re.Match[str]] | None:
    for pattern, read in _SHAPES:
        if shape := pattern.fullmatch(plain):
            return read, shape
    return None


def _clock(said: re.Match[str]) -> time | None:
    if said["part"]:
        return _PARTS[said["part"]]
    if said["hour24"]:
        return time(int(said["hour24"]), int(said["minute24"]))
    hour = int(said["hour12"]) % 12 + (12 if said["half"] == "p" else 0)
    return time(hour, int(said["minute12"] or 0))


def _contradicts(shape: re.Match[str], day: date) -> bool:
    """Say whether a weekday, day or month that was said is not the one that was read."""
    said = shape.groupdict()
    weekday, of_month, month = (said.get(part) for part in ("weekday", "day", "month"))
    return bool(
        (weekday and _weekday(weekday) != day.weekday())
        or (of_month and int(of_month) != day.day)
        or (month and _month(month) != day.month)
    )


def _weekday(said: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.lower().startswith(said[:3]))


def _month(said: str) -> int:
    return int(said) if said.isdigit() else MONTHS.index(said[:3].capitalize()) + 1


def _number(said: re.Match[str]) -> int:
    number = said["number"]
    if number.isdigit():
        return int(number)
    return _COUNTED.index(number) + 1 if number in _COUNTED else 1


def _read_named(said: re.Match[str], today: date, _calendar: Calendar) -> date:
    return today + _NAMED_DAYS[said["named"]] * _ONE_DAY


def _read_counted(said: re.Match[str], today: date, _calendar: Calendar) -> date:
    count = _number(said) * (-1 if said["ago"] else 1)
    unit = said["unit"].rstrip("s")
    if unit in _DAYS_IN:
        return today + count * _DAYS_IN[unit] * _ONE_DAY
    return _months_on(today, count * _MONTHS_IN[unit])


def _months_on(today: date, count: int) -> date:
    """Return the same day so many months later, or the last day of a month that has no such day."""
    months = today.year * 12 + today.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _read_dated(said: re.Match[str], today: date, _calendar: Calendar) -> date | None:
    day, month = int(said["day"]), _month(said["month"])
    if year := said.groupdict().get("year"):
        return _date(int(year) + 2000 * (len(year) == 2), month, day)
    years = range(today.year, today.year + _LEAP_YEARS_APART + 1)
    days = (_date(year, month, day) for year in years)
    return next((day for day in days if day and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_weekday(said: re.Match[str], today: date, _calendar: Calendar) -> date:
    index = _weekday(said["weekday"])
    monday = today - today.weekday() * _ONE_DAY
    if said["week"] or said["which"] == "next":
        return monday + (index + 7 * ("next" in (said["week"], said["which"]))) * _ONE_DAY
    if said["which"] == "last":
        return today - ((today.weekday() - index - 1) % 7 + 1) * _ONE_DAY
    if said["which"] == "this":
        return today + ((index - today.weekday()) % 7) * _ONE_DAY
    return today + ((index - today.weekday() - 1) % 7 + 1) * _ONE_DAY


def _read_end(said: re.Match[str], today: date, calendar: Calendar) -> date:
    """Return the last working day of a week, or the last day of a month, quarter or year."""
    following = said["which"] == "next"
    if said["period"] == "week":
        return _end_of_week(today, following, calendar)
    length = _MONTHS_IN[said["period"]]
    block = (today.year * 12 + today.month - 1) // length + 1 + following
    return _first_of(block * length) - _ONE_DAY


def _end_of_week(today: date, following: bool, calendar: Calendar) -> date:
    """Return the last day worked before the longest break of the calendar's week.

    During the weekend this week and next week both mean the one about to begin.
    """
    breaks = {day: min((next_ - day - 1) % 7 for next_ in calendar.days) for day in calendar.days}
    last = max(breaks, key=lambda day: (breaks[day], day))
    ahead = (last - today.weekday()) % 7
    if following and ahead < 7 - breaks[last]:
        ahead += 7
    end = today + ahead * _ONE_DAY
    worked = shift_days(calendar, end + _ONE_DAY, -1)
    return worked if worked >= today else end


def _read_end_of_month(said: re.Match[str], today: date, _calendar: Calendar) -> date:
    month = _month(said["month"])
    year = int(said["year"] or today.year + (month < today.month))
    return _first_of(year * 12 + month) - _ONE_DAY


def _first_of(months: int) -> date:
    """Return the first day of a month counted from January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def _read_working_days(said: re.Match[str], today: date, calendar: Calendar) -> date:
    return shift_days(calendar, today, _number(said) if said["number"] else 1)


def _read_day_of_month(said: re.Match[str], today: date, _calendar: Calendar) -> date:
    # Of any two months in a row at least one has a 31st.
    days = (today + ahead * _ONE_DAY for ahead in range(62))
    return next(day for day in days if day.day == int(said["day"]))


_ON = rf"(?:{_WEEKDAY},? )?"
_FROM_NOW = r"(?: from (?:now|today))?"
_SHAPES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"(?:the )?(?P<named>{'|'.join(_NAMED_DAYS)})"), _read_named),
    (
        re.compile(
            rf"(?:(?:this )?(?P<which>this|next|last|coming) )?{_WEEKDAY}"
            r"(?: (?P<week>this|next) week)?"
        ),
        _read_weekday,
    ),
    (
        re.compile(
            rf"(?:in |within )?{_NUMBER} ?(?P<unit>d|days?|w|weeks?|fortnights?|months?|years?)"
            rf"(?:(?P<ago> ago)|{_FROM_NOW})"
        ),
        _read_counted,
    ),
    (
        re.compile(
            rf"(?:in |within )?{_NUMBER} (?:working|business|work) ?days?{_FROM_NOW}"
            r"|(?:the )?next (?:working|business|work) ?day"
        ),
        _read_working_days,
    ),
    (
        re.compile(
            r"(?:the )?end of (?:the )?(?:(?P<which>this|next) )?"
            r"(?P<period>week|month|quarter|year)"
        ),
        _read_end,
    ),
    (re.compile(r"(?P<which>this|next) (?P<period>week|month)"), _read_end),
    (re.compile(rf"(?:the )?end of {_MONTH}(?: (?P<year>20\d\d))?"), _read_end_of_month),
    (re.compile(rf"(?:the )?{_DAY}{_TH}"), _read_day_of_month),
    (
        re.compile(
            rf"{_ON}(?:the )?{_DAY}{_TH}?(?: of |\. ?|-| )?{_MONTH}(?:(?:\.?,? |-){_YEAR})?"
        ),
        _read_dated,
    ),
    (
        re.compile(rf"{_ON}{_MONTH}\.?[ -]?{_DAY}{_TH}?(?:,? (?P<year>\d{{4}}))?"),
        _read_dated,
    ),
    (re.compile(rf"{_ON}{_DAY}(?P<sep>[./-]){_MONTH_NUMBER}(?P=sep){_YEAR}\.?"), _read_dated),
    (
        re.compile(rf"(?P<year>\d{{4}})(?P<sep>[/-]){_MONTH_NUMBER}(?P=sep){_DAY}"),
        _read_dated,
    ),
    # Without a year, only what cannot be taken for a decimal number such as 1.5.
    (re.compile(rf"{_ON}{_DAY}/{_MONTH_NUMBER}"), _read_dated),
    (re.compile(rf"{_ON}{_DAY}\.{_MONTH_NUMBER}\."), _read_dated),
    (re.compile(r"(?P<day>[0-3]\d)\.(?P<month>[01]\d)"), _read_dated),
)
