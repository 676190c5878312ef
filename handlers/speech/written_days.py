"""Days and moments as computers and people write them in figures: every way that it may be read.

Pure: words in, readings out. Which of two readings holds, day or month first, is for the caller
to decide, by the other values beside it or by asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

YEARS = range(1990, 2101)
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


@dataclass(frozen=True)
class WrittenDay:
    """A date as it was written, and what it means in each order that makes sense."""

    form: DayForm
    readings: Mapping[DayOrder, date | datetime]

    @property
    def meanings(self) -> set[date | datetime]:
        """What it can mean; one where the order makes no difference."""
        return set(self.readings.values())


_MONTHS = (
    "january janvier januar januari janeiro janv enero gennaio jänner",
    "february février februar februari fevereiro febrero febbraio",
    "march mars märz maart março marzo mrz mrt",
    "april avril abril aprile",
    "may mai mei maio mayo maggio",
    "june juin juni junho junio giugno",
    "july juillet juli julho julio luglio",
    "august août augustus agosto",
    "september septembre setembro septiembre settembre sept",
    "october octobre oktober outubro octubre ottobre",
    "november novembre novembro noviembre",
    "december décembre dezember dezembro diciembre dicembre",
)
"""The months in English, French, German, Dutch, Portuguese, Spanish and Italian."""
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_NAME = r"[^\W\d_]{3,10}\.?"
_DAY = re.compile(
    rf"{_WEEKDAY}(?:"
    r"(?P<iso_y>\d{4})(?P<iso>[-/.])(?P<iso_m>\d\d?)(?P=iso)(?P<iso_d>\d\d?)"
    r"|(?P<a>\d\d?)(?P<sep>[-/.])(?P<b>\d\d?)(?P=sep)(?P<c>\d{4}|\d\d)"
    r"|(?P<compact>\d{8})"
    rf"|(?P<d1>\d\d?)(?:st|nd|rd|th|\.)?[-/\s]\s?(?P<m1>{_NAME})[-/,\s]\s?(?P<y1>\d{{4}}|\d\d)"
    rf"|(?P<m2>{_NAME})[-/\s]\s?(?P<d2>\d\d?)(?:st|nd|rd|th)?[-/,\s]\s?(?P<y2>\d{{4}})"
    rf"|(?P<y3>\d{{4}})[-/\s](?P<m3>{_NAME})[-/\s](?P<d3>\d\d?)"
    r")(?:(?:T|,?\s(?:at\s)?)(?P<clock>.+))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?"
    r"(?:\s?(?P<zone>Z|(?:UTC|GMT)?(?P<offset>[+-]\d\d(?::?\d\d)?)|UTC|GMT)(?:\s\([^()]*\))?)?",
    re.ASCII | re.IGNORECASE,
)
_COMPACT_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d)?(Z?)", re.ASCII)
_SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?:[.,](?P<part>\d{1,12}))?", re.ASCII)
_SERIAL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_CENTURY = 90
"""Of two digits: 89 is 2089, and 90 is 1990."""
_NUMBERS = {DayOrder.DMY: (2, 1, 0), DayOrder.MDY: (2, 0, 1), DayOrder.YMD: (0, 1, 2)}
"""At which places year, month and day stand."""


@lru_cache(maxsize=10_000)
def read(words: str, *, serials: bool = False) -> WrittenDay | None:
    """What these words, on one line, may mean as a date; None for nothing that makes sense.

    `serials` says that a bare number may be a spreadsheet's count of days. A moment without a
    zone comes back without one.
    """
    # Digits of other scripts are told apart from these by nobody else here.
    if len(words) > LONGEST or any(sign.isdigit() and not sign.isascii() for sign in words):
        return None
    if serials and (number := _SERIAL.fullmatch(words)):
        return _serial(number)
    said = _DAY.fullmatch(words)
    if said is None:
        return None
    clock = _clock(said["clock"]) if said["clock"] else None
    if said["clock"] and clock is None:
        return None
    form, days = _days(said)
    readings = {order: _at(day, clock) for order, day in days.items() if day.year in YEARS}
    return WrittenDay(form, MappingProxyType(readings)) if readings else None


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
            return DayForm.NAMED, _sure(said[f"y{number}"], _month(name), said[f"d{number}"])
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


def _month(name: str) -> str:
    """The number of a month by three or more of its first letters; 0 for none."""
    begun = name.rstrip(".").casefold()
    for number, names in enumerate(_MONTHS, start=1):
        if any(each.startswith(begun) for each in names.split()):
            return str(number)
    return "0"


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
        return time(hour, int(said["minute"]), int(said["second"] or 0), int(part), zone)
    except ValueError:
        return None


def _zone(said: re.Match[str]) -> timezone | None:
    """The zone of a clock; None for none. Raises ValueError for one that is nowhere."""
    if not said["zone"]:
        return None
    offset = (said["offset"] or "").replace(":", "").ljust(5, "0")
    if not said["offset"]:
        return UTC
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-ahead if offset[0] == "-" else ahead)


def _at(day: date, clock: time | None) -> date | datetime:
    return day if clock is None else datetime.combine(day, clock)


def _serial(number: re.Match[str]) -> WrittenDay | None:
    """A spreadsheet's count of days since the end of 1899, with the hour as a fraction."""
    fraction = float(f"0.{number['part'] or 0}")
    at = _SERIAL_EPOCH + timedelta(days=int(number["days"]), seconds=round(fraction * 86_400))
    if at.year not in YEARS:
        return None
    said: date | datetime = at if number["part"] and fraction else at.date()
    return WrittenDay(DayForm.SERIAL, MappingProxyType(dict.fromkeys(DayOrder, said)))
