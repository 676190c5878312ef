"""From where a date is read: on which day, in whose week, and in which order its numbers stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from handlers.calendar.hours import Calendar, shift_days

ONE_DAY = timedelta(days=1)
FARTHEST = timedelta(days=2 * 366)
"""How far ahead a day may be."""
_MONDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 4, 5, 6


class NumericDates(StrEnum):
    """What “1/5/2027” is: the first of May, the fifth of January, or a question back."""

    ASK = "ask"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True)
class Standpoint:
    """The day on which something is said, whose calendar counts, and how numbers are meant.

    “Two more days” are counted from the day that a thing `has`, where it is still ahead.
    """

    today: date
    calendar: Calendar
    numeric: NumericDates = NumericDates.ASK
    has: date | None = None

    def allows(self, day: date) -> bool:
        """Whether a day is neither past nor too far ahead."""
        return self.today <= day <= self.today + FARTHEST


class Days(NamedTuple):
    """The days that a phrase names: “by” them is by the `last`, and “before” is before the `first`.

    `again` says that a weekday was named on just such a day, so that it is a week away.
    """

    first: date
    last: date
    again: bool = False


def one(day: date) -> Days:
    """A single day."""
    return Days(day, day)


def until(day: date) -> Days:
    """The end of something, whose last day is `day`: before the end is by that day as well."""
    return Days(day + ONE_DAY, day)


def week_begins(calendar: Calendar, day: date) -> date:
    """The first day of the week of `day`: Monday, or the day after the days off where that differs.

    Where Sunday to Thursday is worked the week begins on Sunday, where Saturday to Wednesday is, on
    Saturday.
    """
    return day - (day.weekday() - _beginning(calendar.days)) % 7 * ONE_DAY


def first_weekday(days: frozenset[int]) -> int:
    """The first of the days worked in a week that begins where theirs does, Monday 0."""
    return min(days, key=lambda day: (day - _beginning(days)) % 7)


def _beginning(days: frozenset[int]) -> int:
    if {_SUNDAY, _MONDAY} <= days and _SATURDAY not in days:
        return _SUNDAY
    if {_SATURDAY, _SUNDAY} <= days and _FRIDAY not in days:
        return _SATURDAY
    return _MONDAY


def day_before(point: Standpoint, day: date) -> date:
    """The working day before a day; today or later, where there is still a day in between."""
    worked = shift_days(point.calendar, day, -1)
    return day - ONE_DAY if worked < point.today < day else worked
