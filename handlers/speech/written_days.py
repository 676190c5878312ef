"""Days and moments as computers and people write them in figures: every way that it may be read.

Pure: words in, readings out. Which of two readings holds, day or month first, is for the caller
to decide, by the other values beside it or by asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.speech import day_names, usual_days

YEARS = range(1990, 2101)
_ALL_YEARS = range(1, 10_000)
LONGEST = 80
"""Characters of a date, with its weekday, hour and zone."""


class DayOrder(StrEnum):
    """What comes first where a date is three numbers."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class DayForm(StrEnum):
    """How a date is written, by an example: 27 November 2026."""

    ISO = "2026-11-27"
    NUMBERS = "27/11/2026"
    DOTTED = "27.11.2026"
    NAMED = "27 Nov 2026"
    COMPACT = "20261127"
    SERIAL = "46353 (Excel's number of a day)"
    SERIAL_1904 = "44891 (Excel's number of a day, from 1904)"
    SINCE_1970 = "1795737600 (seconds since 1970)"


@dataclass(frozen=True)
class WrittenDay:
    """A date as it was written, and what it means in each order that makes sense.

    `only_if_said` are readings of it that nobody would think of, unless somebody says what comes
    first: 24.01.09, and 24-Jan-09, are days of 2024 where the year does.
    """

    form: DayForm
    readings: Mapping[DayOrder, date | datetime]
    only_if_said: Mapping[DayOrder, date | datetime] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def meant(self, order: DayOrder) -> date | datetime | None:
        """What it means where somebody or something says what comes first; None for no day."""
        return self.only_if_said.get(order) or self.readings.get(order)

    @property
    def meanings(self) -> set[date | datetime]:
        """What it can mean; one where the order makes no difference."""
        return set(self.readings.values())


_WEEKDAY = rf"(?:(?:{day_names.DAYS_OF_WEEK})(?:day)?\.?,?\s+)?"
_NAME = r"[^\W\d_]{3,12}\.?"
_NTH = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_DAY = re.compile(
    rf"{_WEEKDAY}(?:"
    r"(?P<iso_y>\d{4})(?P<iso>[-/.])\s?(?P<iso_m>\d\d?)(?P=iso)\s?(?P<iso_d>\d\d?)\.?"
    r"|(?P<a>\d\d?)(?P<sep>[-/.])\s?(?P<b>\d\d?)(?P=sep)\s?(?P<c>\d{4}|\d\d)"
    r"|(?P<compact>\d{8})"
    rf"|(?P<d1>\d\d?){_NTH}[-/\s]?\s?(?P<m1>{_NAME})[-/,\s]?\s?(?P<y1>\d{{4}}|\d\d)"
    rf"|(?P<m2>{_NAME})[-/\s]\s?(?P<d2>\d\d?){_NTH}[-/,\s]\s?(?P<y2>\d{{4}})"
    rf"|(?P<y3>\d{{4}})[-/\s](?P<m3>{_NAME})[-/\s](?P<d3>\d\d?)"
    r")(?:(?:T|,?\s(?:(?:at|um|à|às|a las|alle|kl\.?|om|[-–|·])\s)?)(?P<clock>.+))?",
    re.IGNORECASE,
)
_ABBREVIATED = {
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "jst": 9,
}  # fmt: skip
"""Hours ahead of UTC; the American ones as RFC 2822 has them. IST and BST are zones of several."""
_CLOCK = re.compile(
    r"(?P<hour>\d\d?)(?:"
    r"(?P<sign>[:.])(?P<minute>\d\d)(?:(?P=sign)(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"|(?=\s?[ap]\.?\s?m))"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?|\sUhr)?"
    rf"(?:\s?(?P<zone>Z|(?:UTC|GMT)?(?P<offset>[+-]\d\d?(?::?\d\d)?)(?:\s[A-Z]{{3,5}})?|UTC|GMT"
    rf"|(?P<known>{'|'.join(_ABBREVIATED)})|(?P<place>[A-Z]+(?:/[A-Z_-]+)+))"
    r"(?:\s\([^()]*\))?)?",
    re.ASCII | re.IGNORECASE,
)
_COMPACT_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d)?(Z?)", re.ASCII)
_SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:[.,](?P<part>\d{1,12}))?", re.ASCII)
_SINCE_1970 = re.compile(r"(?P<seconds>\d{9,10})(?P<thousandths>\d{3})?(?:\.\d{1,9})?", re.ASCII)
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_SERIAL_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
"""Of Excel for Mac until 2011, and of workbooks that still say so. Source: Microsoft, “Date systems
in Excel”: the two are 1,462 days apart."""
_CENTURY = 90
"""Of two digits: 89 is 2089, and 90 is 1990."""
_NUMBERS = {DayOrder.DMY: (2, 1, 0), DayOrder.MDY: (2, 0, 1), DayOrder.YMD: (0, 1, 2)}
"""At which places year, month and day stand."""


@lru_cache(maxsize=10_000)
def read(words: str, *, serials: bool = False, from_1904: bool = False) -> WrittenDay | None:
    """What these words, on one line, may mean as a date; None for nothing that makes sense.

    `serials` says that a bare number may be a spreadsheet's count of days, `from_1904` that it
    begins there and not in 1900. A moment without a zone comes back without one.
    """
    if serials and (number := _SERIAL.fullmatch(words)):
        return _serial(number, from_1904=from_1904)
    if serials and (number := _SINCE_1970.fullmatch(words)):
        return _since_1970(number)
    return _written(words, YEARS)


def is_far(words: str) -> bool:
    """Whether these words are a date of a year that no list means, such as 1900 or 9999."""
    return _written(words, _ALL_YEARS) is not None and _written(words, YEARS) is None


def _written(words: str, years: range) -> WrittenDay | None:
    # Digits of other scripts are told apart from these by nobody else here.
    if len(words) > LONGEST or any(sign.isdigit() and not sign.isascii() for sign in words):
        return None
    return _parsed(words, years) or _parsed(usual_days.usual(words), years)


def _parsed(words: str, years: range) -> WrittenDay | None:
    said = _DAY.fullmatch(words)
    if said is None:
        return None
    clock = _clock(said["clock"]) if said["clock"] else None
    if said["clock"] and clock is None:
        return None
    form, days = _days(said)

    def at(found: Mapping[DayOrder, date]) -> Mapping[DayOrder, date | datetime]:
        there = {order: _at(day, clock) for order, day in found.items() if day.year in years}
        return MappingProxyType(there)

    readings, only_if_said = at(days), at(_only_if_said(said, days))
    return WrittenDay(form, readings, only_if_said) if readings else None


def _only_if_said(said: re.Match[str], days: Mapping[DayOrder, date]) -> dict[DayOrder, date]:
    """What comes first decides of dots as well, and of a year of two digits beside a name."""
    if said["a"] and said["sep"] == ".":
        others = _by_order(said["a"], said["b"], said["c"], dotted=False)
        return {order: day for order, day in others.items() if order not in days}
    if said["m1"] and len(said["y1"]) == 2:
        first = _sure(said["d1"].zfill(2), day_names.month(said["m1"]), said["y1"])
        return {order: day for order, day in first.items() if order == DayOrder.YMD}
    return {}


def _days(said: re.Match[str]) -> tuple[DayForm, dict[DayOrder, date]]:
    """The days that the numbers and names can mean, by their order."""
    if said["a"]:
        form = DayForm.DOTTED if said["sep"] == "." else DayForm.NUMBERS
        return form, _by_order(said["a"], said["b"], said["c"], dotted=said["sep"] == ".")
    if said["iso_y"]:
        return DayForm.ISO, _sure(said["iso_y"], said["iso_m"], said["iso_d"])
    if compact := said["compact"]:
        return DayForm.COMPACT, _sure(compact[:4], compact[4:6], compact[6:])
    for number in "123":
        if name := said[f"m{number}"]:
            return DayForm.NAMED, _sure(
                said[f"y{number}"], day_names.month(name), said[f"d{number}"]
            )
    return DayForm.ISO, {}


def _by_order(*numbers: str, dotted: bool) -> dict[DayOrder, date]:
    """Three numbers in each order that gives a day; dots are day first where that is one."""
    years_last = len(numbers[2]) == 4
    found: dict[DayOrder, date] = {}
    for order, (year, month, day) in _NUMBERS.items():
        if order == DayOrder.YMD and years_last:
            continue
        if days := _sure(numbers[year], numbers[month], numbers[day]):
            found[order] = days[order]
    return {DayOrder.DMY: found[DayOrder.DMY]} if dotted and DayOrder.DMY in found else found


def _sure(year: str, month: str, day: str) -> dict[DayOrder, date]:
    """A day in every order; none where there is no such day."""
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= _CENTURY else 2000
    try:
        return dict.fromkeys(DayOrder, date(full, int(month), int(day)))
    except ValueError:
        return {}


def _clock(words: str) -> time | None:
    compact = _COMPACT_CLOCK.fullmatch(words)
    if compact:
        words = f"{compact[1]}:{compact[2]}:{compact[3] or '00'}{compact[4]}"
    said = _CLOCK.fullmatch(words)
    if said is None:
        return None
    hour = int(said["hour"])
    if said["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if said["half"].lower() == "p" else 0)
    part = (said["part"] or "")[:6].ljust(6, "0")
    try:
        zone = _zone(said)
        return time(hour, int(said["minute"] or 0), int(said["second"] or 0), int(part), zone)
    except ValueError:
        return None


def _zone(said: re.Match[str]) -> tzinfo | None:
    """The zone of a clock; None for none. Raises ValueError for one that is nowhere."""
    if not said["zone"]:
        return None
    if said["place"]:
        return _place(said["place"])
    if said["known"]:
        return timezone(timedelta(hours=_ABBREVIATED[said["known"].lower()]))
    if not said["offset"]:
        return UTC
    hours, _, minutes = said["offset"][1:].partition(":")
    offset = f"{said['offset'][0]}{hours.zfill(2) if len(hours) < 3 else hours.zfill(4)}{minutes}"
    offset = offset.ljust(5, "0")
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-ahead if offset[0] == "-" else ahead)


def _place(name: str) -> ZoneInfo:
    """The zone of a place, Europe/Berlin. Raises ValueError for one that is nowhere."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def _at(day: date, clock: time | None) -> date | datetime:
    return day if clock is None else datetime.combine(day, clock)


def _serial(number: re.Match[str], *, from_1904: bool) -> WrittenDay | None:
    """A spreadsheet's count of days since its first one, with the hour as a fraction."""
    fraction = float(f"0.{number['part'] or 0}")
    epoch = _SERIAL_EPOCH_1904 if from_1904 else _SERIAL_EPOCH
    at = epoch + timedelta(days=int(number["days"]), seconds=round(fraction * 86_400))
    if at.year not in YEARS:
        return None
    said: date | datetime = at if number["part"] and fraction else at.date()
    form = DayForm.SERIAL_1904 if from_1904 else DayForm.SERIAL
    return WrittenDay(form, MappingProxyType(dict.fromkeys(DayOrder, said)))


def _since_1970(number: re.Match[str]) -> WrittenDay | None:
    """A computer's count of seconds, or of thousandths, since 1970."""
    at = datetime.fromtimestamp(int(number["seconds"]), UTC)
    if at.year not in YEARS:
        return None
    return WrittenDay(DayForm.SINCE_1970, MappingProxyType(dict.fromkeys(DayOrder, at)))
