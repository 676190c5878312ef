"""Why somebody's calendar cannot be read, and what is read of one that can."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

AwaySpan = tuple[datetime, datetime]
"""From when until when (UTC) somebody is away."""


class CalendarFault(StrEnum):
    """Why a calendar cannot be read."""

    NOT_HTTPS = "not https"
    PRIVATE = "private"
    CIRCLES = "circles"
    CLOSED = "closed"
    TOO_LARGE = "too large"
    NO_CALENDAR = "no calendar"
    UNREACHABLE = "unreachable"
