"""By when something is due that has waited."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.calendar import hours
from handlers.calendar.hours import Calendar


def later(at: datetime, calendar: Calendar, zone: str, days: int) -> datetime:
    """The same hour so many working days later, on the clock of `zone`; instants are UTC."""
    local = at.astimezone(hours.time_zone(zone))
    day = hours.shift_days(calendar, local.date(), days)
    return hours.at_local(replace(calendar, zone=zone), day, local.time())
