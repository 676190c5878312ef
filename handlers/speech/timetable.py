"""Standing appointments such as "weekly monday 9:30": read from words, and when the next one is.

The time of day is that of the place's own clock and stays the same when clocks change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.speech.errors import WrongSchedule
from handlers.speech.words import WEEKDAYS
from storage.schedules import Schedule

LONGEST = 60
USUAL_TIME = time(9)

_CLOCK = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.?m\.?)?"
_AT = rf"(?:,? (?:at )?{_CLOCK})?"
_WEEKDAY = r"(?P<weekday>mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?"
_WEEKLY = re.compile(rf"(?:(?:weekly|every|each),? )?(?:on )?{_WEEKDAY}{_AT}")
_DAILY = re.compile(rf"(?:daily|weekdays|(?:every|each) (?:working ?|week)?day){_AT}")


@dataclass(frozen=True)
class Timetable:
    """A time of day on one weekday, Monday 0; without a weekday, from Monday to Friday."""

    weekday: int | None
    at: time


def read(words: str) -> Timetable:
    """The timetable of "weekly monday 9:30" or "daily 9:00"; without a time it is 9:00.

    Raises WrongSchedule.
    """
    plain = " ".join(words.lower().split()) if len(words) <= LONGEST else ""
    match = _WEEKLY.fullmatch(plain) or _DAILY.fullmatch(plain)
    at = _clock(match) if match else None
    if match is None or at is None:
        shown = "".join(sign for sign in words[:LONGEST] if sign.isprintable())
        raise WrongSchedule(words=shown + ("…" if len(words) > LONGEST else ""))
    return Timetable(_weekday(match.groupdict().get("weekday")), at)


def next_after(timetable: Timetable, zone: str, now: datetime) -> datetime:
    """The first moment (UTC) after `now` at which the clock of `zone` (IANA) shows the time.

    A time that a clock change skips comes as much later; one that it repeats comes once.
    Raises ValueError for a `now` without a time zone.
    """
    calendar = Calendar(zone=zone)
    today = hours.local_day(calendar, now)
    days = hours.WEEKDAYS if timetable.weekday is None else {timetable.weekday}
    week = (today + timedelta(days=ahead) for ahead in range(len(WEEKDAYS) + 1))
    moments = (hours.at_local(calendar, day, timetable.at) for day in week if day.weekday() in days)
    return next(moment for moment in moments if moment > now)


def said(timetable: Timetable) -> str:
    """The timetable in words: "every Monday at 9:00" or "every working day at 9:00"."""
    day = "working day" if timetable.weekday is None else WEEKDAYS[timetable.weekday]
    return f"every {day} at {timetable.at.hour}:{timetable.at.minute:02}"


def planned(schedule: Schedule | None) -> str:
    """By which timetable something comes, as history tells it; empty where nothing is planned."""
    if schedule is None or schedule.next_at is None:
        return ""
    return f"{said(Timetable(schedule.weekday, schedule.at))}, {schedule.zone} time"


def _weekday(name: str | None) -> int | None:
    if name is None:
        return None
    return next(n for n, day in enumerate(WEEKDAYS) if day.lower().startswith(name[:3]))


def _clock(match: re.Match[str]) -> time | None:
    """The time of day that was said, the usual one if none was; None for 25:00 or 13 pm."""
    if match["hour"] is None:
        return USUAL_TIME
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute) if hour < 24 else None
