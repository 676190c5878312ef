"""A standing appointment: on which days it comes, at what time, and when it comes next.

The time of day is that of the place's own clock and stays the same when clocks change.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.calendar import hours
from handlers.calendar.hours import Calendar

LAST_DAY = 31
"""The day of the month that is the last one where a month has fewer."""
LAST = -1
"""The last of the Mondays of a month."""
MOST_WEEKS = 26
_FARTHEST = 400
"""Within so many days every timetable has a turn."""


@dataclass(frozen=True)
class Timetable:
    """A time of day on one `weekday`, Monday 0; without one, on every working day.

    `days` are several weekdays instead. A weekday comes every so many `weeks`, counted from the day
    `since`, or as the `nth` of its month (1 to 4, or the last). `month_day` is a day of the month.
    """

    weekday: int | None
    at: time
    days: frozenset[int] = frozenset()
    weeks: int = 1
    since: date | None = None
    month_day: int | None = None
    nth: int | None = None

    @property
    def is_once_a_week(self) -> bool:
        """Whether it comes once in every week."""
        return self.weekday is not None and self.weeks == 1 and self.nth is None

    @property
    def is_often(self) -> bool:
        """Whether it comes so often that a turn on a day off is left out, not made up for."""
        return self.weekday is None and self.month_day is None

    @property
    def rhythm(self) -> dict[str, Any]:
        """What there is to keep of it besides weekday and time, as JSON."""
        kept = {
            "days": sorted(self.days),
            "weeks": self.weeks if self.weeks > 1 else None,
            "since": self.since.isoformat() if self.since else None,
            "month_day": self.month_day,
            "nth": self.nth,
        }
        return {name: value for name, value in kept.items() if value}


def kept(weekday: int | None, at: time, rhythm: dict[str, Any]) -> Timetable:
    """The timetable of which this was kept."""
    since = rhythm.get("since")
    return Timetable(
        weekday,
        at,
        days=frozenset(rhythm.get("days", ())),
        weeks=rhythm.get("weeks", 1),
        since=date.fromisoformat(since) if since else None,
        month_day=rhythm.get("month_day"),
        nth=rhythm.get("nth"),
    )


def begun(plan: Timetable, zone: str, now: datetime) -> Timetable:
    """The same from `now` on: what comes every few weeks is counted from its first turn."""
    if plan.weeks == 1:
        return plan
    first = next_after(replace(plan, since=None), zone, now)
    return replace(plan, since=hours.local_day(Calendar(zone=zone), first))


def next_after(
    plan: Timetable, zone: str, now: datetime, week: frozenset[int] = hours.WEEKDAYS
) -> datetime:
    """The first moment (UTC) after `now` at which the clock of `zone` (IANA) shows the time.

    `week` are the days that are worked. A time that a clock change skips comes as much later; one
    that it repeats comes once. Raises ValueError for a `now` without a time zone.
    """
    calendar = Calendar(zone=zone)
    today = hours.local_day(calendar, now)
    ahead = (today + timedelta(days=each) for each in range(_FARTHEST))
    moments = (hours.at_local(calendar, day, plan.at) for day in ahead if _has(plan, day, week))
    return next(moment for moment in moments if moment > now)


def _has(plan: Timetable, day: date, week: frozenset[int]) -> bool:
    """Whether a day has a turn."""
    if plan.month_day is not None:
        return day.day == min(plan.month_day, monthrange(day.year, day.month)[1])
    if plan.weekday is None:
        return day.weekday() in (plan.days or week)
    if day.weekday() != plan.weekday:
        return False
    if plan.nth == LAST:
        return day.day + 7 > monthrange(day.year, day.month)[1]
    if plan.nth is not None:
        return (day.day - 1) // 7 + 1 == plan.nth
    return plan.since is None or (day - plan.since).days // 7 % plan.weeks == 0
