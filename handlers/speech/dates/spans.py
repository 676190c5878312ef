"""Hours and minutes from now: “in half an hour”, “in 2 hours”, “in 1h30”, “in 4 business hours”."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from handlers.calendar.hours import Calendar, add_hours
from handlers.speech.dates.names import NUMBER, WORKING, number

Ahead = Callable[[datetime, Calendar], datetime]

_IN = r"(?:(?:in|within|after) (?:the next |another )?)"
_FROM_NOW = r"(?: from (?:now|here)|(?:'s|s'|s)? time)?"
_MINUTES = r"(?:m|mins?|minutes?)"
# "17h" is a time of day to many, so that the short units need "in" before them.
_HOURS = re.compile(
    rf"(?:{_IN}|(?=\w+ hour)){NUMBER} ?(?:h|hrs?|hours?)"
    rf"(?:,? ?(?:and )?(?P<minutes>\d{{1,2}}) ?{_MINUTES}?)?{_FROM_NOW}"
)
_ONLY_MINUTES = re.compile(
    rf"(?:{_IN}|(?=\d|\w+ minute)){NUMBER} ?(?:min|mins|minutes?){_FROM_NOW}"
)
# No clock shows these, so that they need no "in".
_MANY_HOURS = re.compile(r"(?P<number>2[5-9]|[3-9]\d|\d{3}) ?(?:h|hrs?)")
_DECIMAL = re.compile(rf"{_IN}?(?P<hours>\d{{1,2}}[.,]\d{{1,2}}) ?(?:h|hrs?|hours?){_FROM_NOW}")
_AND_A_HALF = re.compile(rf"{_IN}?{NUMBER} (?:(?:hours? )?and a half hours?|hours? and a half)")
_HALF = re.compile(rf"{_IN}?(?:half an hour|a half[- ]hour|half[- ]hour|half hour){_FROM_NOW}")
_QUARTERS = re.compile(rf"{_IN}?{NUMBER} quarters?(?: of)? an hour{_FROM_NOW}")
_WORKING_HOURS = re.compile(rf"{_IN}?{NUMBER} {WORKING} hours?{_FROM_NOW}")
_THE_HOUR = re.compile(r"within the (?:next )?hour|in the next hour")


def read(words: str) -> Ahead | None:
    """How to count the hours or minutes that plain words name; None where they name none."""
    if said := _WORKING_HOURS.fullmatch(words):
        hours = number(said)
        return lambda now, calendar: add_hours(calendar, now, hours)
    minutes = _minutes(words)
    if minutes is None:
        return None
    return lambda now, _calendar: now.astimezone(UTC) + timedelta(minutes=minutes)


def _minutes(words: str) -> float | None:
    if said := _HOURS.fullmatch(words):
        return number(said) * 60 + int(said["minutes"] or 0)
    if said := _MANY_HOURS.fullmatch(words):
        return number(said) * 60
    if said := _ONLY_MINUTES.fullmatch(words):
        return number(said)
    if said := _DECIMAL.fullmatch(words):
        return float(said["hours"].replace(",", ".")) * 60
    if said := _AND_A_HALF.fullmatch(words):
        return number(said) * 60 + 30
    if said := _QUARTERS.fullmatch(words):
        return number(said) * 15
    if _HALF.fullmatch(words):
        return 30
    return 60 if _THE_HOUR.fullmatch(words) else None
