"""In which days executives are asked for a conversation, and for which month one counts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.speech import words
from storage.voices import Voice, VoiceState

FROM, UNTIL = 10, 20
"""Days of the month between which somebody is asked: late enough that they may have told of one by
themselves, early enough that a conversation can still be had."""
LAST_MONTH = 7
"""Until this day of a month it is still said how the month before it went."""
EARLIEST = timedelta(days=92)
"""So long ago a conversation may have been."""


def month_of(day: date) -> str:
    """The month of a day, as in “2026-11”."""
    return f"{day:%Y-%m}"


def name_of(month: str) -> str:
    """What people call a month such as 2026-11: “November”."""
    return words.MONTH_NAMES[int(month[5:7]) - 1]


def is_time(calendar: Calendar, day: date) -> bool:
    """Whether it is time to ask on a local day: in the middle of the month, at work."""
    return FROM <= day.day <= UNTIL and hours.is_working_day(calendar, day)


def owed_by(calendar: Calendar, day: date) -> datetime:
    """By when (UTC) it is asked for: the end of the last working day of the month of a day."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    for _ in range(last.day - 1):
        if last <= day or hours.is_working_day(calendar, last):
            break
        last -= timedelta(days=1)
    return hours.closing(calendar, last)


def told_of(today: date) -> str:
    """Of which month it is said on a day how many have spoken with a customer."""
    before = today.replace(day=1) - timedelta(days=1)
    return month_of(before if today.day <= LAST_MONTH else today)


@dataclass(frozen=True)
class Coverage:
    """How many executives, of all there are, told of a conversation with a customer in a month."""

    month: str
    told: int
    of: int
    is_over: bool


def coverage(
    month: str, voices: Iterable[Voice], executives: Collection[str], today: date
) -> Coverage:
    """Count the executives who told of a conversation, each once.

    `executives` are those who are one now and are here: whoever is away counts where they told of
    one, and whoever left does not.
    """
    told = {each.to_id for each in voices if each.state == VoiceState.TOLD} & set(executives)
    return Coverage(month, len(told), len(executives), month < month_of(today))
