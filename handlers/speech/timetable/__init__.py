"""Standing appointments such as "weekly monday 9:30": read from words, and when the next one is."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar import hours
from handlers.speech.dates.spelling import ordinal
from handlers.speech.timetable.plan import LAST, LAST_DAY, Timetable, begun, kept, next_after
from handlers.speech.timetable.reading import read
from handlers.speech.words import WEEKDAYS, join_names
from storage.schedules import Schedule

__all__ = ["Timetable", "begin", "next_after", "of", "planned", "read", "said"]

_RANGE = 3
"""From so many days in a row on they are said as a range."""
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}


def of(schedule: Schedule) -> Timetable:
    """By which timetable something comes."""
    return kept(schedule.weekday, schedule.at, schedule.rhythm)


def begin(
    schedule: Schedule, plan: Timetable, now: datetime, week: frozenset[int] = hours.WEEKDAYS
) -> None:
    """Let something come by a timetable from `now` on, in the zone of its schedule.

    `week` are the days that are worked there.
    """
    plan = begun(plan, schedule.zone, now)
    schedule.weekday, schedule.at, schedule.rhythm = plan.weekday, plan.at, plan.rhythm
    schedule.next_at = next_after(plan, schedule.zone, now, week)


def said(plan: Timetable) -> str:
    """The timetable in words: "every Monday at 9:00" or "on the 1st of every month at 9:00"."""
    return f"{_days(plan)} at {plan.at.hour}:{plan.at.minute:02}"


def planned(schedule: Schedule | None) -> str:
    """By which timetable something comes, as history tells it; empty where nothing is planned."""
    if schedule is None or schedule.next_at is None:
        return ""
    return f"{said(of(schedule))}, {schedule.zone} time"


def _days(plan: Timetable) -> str:
    if plan.month_day is not None:
        day = "last day" if plan.month_day == LAST_DAY else ordinal(plan.month_day)
        return f"on the {day} of every month"
    if plan.weekday is None:
        return _several(sorted(plan.days)) if plan.days else "every working day"
    day = WEEKDAYS[plan.weekday]
    if plan.nth is not None:
        return f"on the {_NTH[plan.nth]} {day} of every month"
    return f"every {day}" if plan.weeks == 1 else f"every {plan.weeks} weeks on {day}"


def _several(days: list[int]) -> str:
    """Several weekdays; in a row also across the end of a week, as from Sunday to Thursday."""
    starts = [day for day in days if (day - 1) % 7 not in days]
    if len(days) >= _RANGE and len(starts) == 1:
        end = WEEKDAYS[(starts[0] + len(days) - 1) % 7]
        return f"from {WEEKDAYS[starts[0]]} to {end}"
    return f"every {join_names([WEEKDAYS[day] for day in days])}"
