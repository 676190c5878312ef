"""A digest comes at its time: on the day itself, on the next working day, or not at all."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.digests.rules import WEEK
from handlers.people import lookup
from handlers.speech import values
from handlers.speech.setup_errors import UnknownZone

LONGEST_GAP = timedelta(days=31)
"""A digest never looks back further than this for what was done."""
MARKED_LATE = timedelta(hours=2)
TOO_LATE = timedelta(hours=24)

_ZONE = re.compile(r"^(?P<when>.*\S)\s+in\s+(?P<zone>[A-Za-z]\S*)$", re.IGNORECASE)


class Turn(StrEnum):
    """What becomes of a digest whose time has come."""

    POST = "post"
    """It is posted now."""
    DAY_OFF = "day off"
    """Nobody is at work there today; it comes on the next working day."""
    TOO_LATE = "too late"
    """Its day has passed while Duly was down; the next one follows as planned."""


def turn(planned: datetime, now: datetime, calendar: Calendar) -> Turn:
    """What becomes of a digest planned for an instant that has come (both UTC)."""
    if now - planned > TOO_LATE:
        return Turn.TOO_LATE
    if not hours.is_working_day(calendar, hours.local_day(calendar, planned)):
        return Turn.DAY_OFF
    return Turn.POST


def next_working(planned: datetime, calendar: Calendar) -> datetime:
    """The same time of day on the next working day, in UTC."""
    day = hours.shift_days(calendar, hours.local_day(calendar, planned), 1)
    local = planned.astimezone(hours.time_zone(calendar.zone))
    return hours.at_local(calendar, day, local.time())


def looks_back_to(last: datetime | None, now: datetime) -> datetime:
    """Since when things are news: the last digest, or a week without a recent one."""
    return last if last and last >= now - LONGEST_GAP else now - WEEK


def split_zone(text: str) -> tuple[str, str]:
    """The schedule, and the zone that was named after “in”, in its usual spelling.

    Raises UnknownZone.
    """
    match = _ZONE.match(text)
    if match is None:
        return text, ""
    zone = values.zone(match["zone"])
    if zone is None:
        raise UnknownZone(name=lookup.quoted(match["zone"]))
    return match["when"], zone
