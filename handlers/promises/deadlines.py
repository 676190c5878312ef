"""By when somebody will do something is read here: on the clock of whoever does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.speech import dates
from handlers.speech.dates import Deadline
from storage import departments
from storage.people import Person

HOUR = "hour"
"""The input of a form that asks for one."""


@dataclass(frozen=True)
class ByWhen:
    """What somebody said of when, on whose working week it falls, and the name of their department.

    `department` is empty for whoever has none.
    """

    deadline: Deadline
    calendar: Calendar
    department: str = ""

    @property
    def at(self) -> datetime:
        """The instant (UTC): the hour that was given, or the end of the day."""
        return self.deadline.at

    @property
    def timed(self) -> bool:
        """Whether an hour was given."""
        return self.deadline.timed

    @property
    def hour(self) -> str:
        """The hour that was given, “17:00” on the keeper's clock; empty where none was."""
        if not self.timed:
            return ""
        return clock_of(self.at, self.calendar.zone)

    @property
    def is_day_off(self) -> bool:
        """Whether nobody of theirs works on that day."""
        return not hours.is_working_day(self.calendar, self.deadline.day)


def clock_of(at: datetime, zone: str) -> str:
    """What a clock in a zone shows at an instant: “17:00”."""
    return f"{at.astimezone(hours.time_zone(zone)):%H:%M}"


def read(
    session: Session, now: datetime, keeper: Person, words: str, has: datetime | None = None
) -> ByWhen:
    """By when `keeper` will have done it, in words or ISO; numeric dates as the house reads them.

    “A week later” is counted from the date that it `has`.

    Raises WrongDate.
    """
    department = departments.find(session, keeper.team_id, keeper.department_id)
    calendar = calendars.of_person(keeper, department)
    numeric = policies.of(session, keeper.team_id).numeric_dates
    day = hours.local_day(calendar, has) if has else None
    deadline = dates.read(words, now, calendar, numeric, day)
    return ByWhen(deadline, calendar, department.name if department else "")
