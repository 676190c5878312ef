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
from storage.items import Item
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
    kept_zone: str = ""
    """The zone of a day that stays as it is; else it is a day of the calendar."""

    @property
    def zone(self) -> str:
        """Where it is this day."""
        return self.kept_zone or self.calendar.zone

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


@dataclass(frozen=True)
class InForm:
    """A date as a form shows it and sends it back: the day in ISO, and the hour, or no hour."""

    day: str = ""
    hour: str = ""

    @property
    def words(self) -> str:
        """Both, as they are read."""
        return f"{self.day} {self.hour}".strip()


def in_form(item: Item, keeper: Person | None) -> InForm:
    """The date of a promise in a form: a day as it was promised, an hour on `keeper`'s clock.

    That is the clock on which it is read; since a hand-over it may be another than before.
    """
    if item.due_at is None:
        return InForm()
    if not item.due_timed:
        return InForm(hours.day_of(item.due_at, item.due_zone).isoformat())
    zone = keeper.zone if keeper else item.due_zone
    return InForm(hours.day_of(item.due_at, zone).isoformat(), clock_of(item.due_at, zone))


def still_ahead(now: datetime, item: Item, keeper: Person | None) -> InForm:
    """The same for a new date: of a promise that is late from today on."""
    shown = in_form(item, keeper)
    if item.due_at and item.due_at >= now:
        return shown
    zone = keeper.zone if keeper else item.due_zone
    return InForm(hours.day_of(now, zone).isoformat(), shown.hour)


def read(
    session: Session,
    now: datetime,
    keeper: Person,
    words: str,
    item: Item | None = None,
    *,
    counted_from: datetime | None = None,
) -> ByWhen:
    """By when `keeper` will have done it, in words or ISO; numeric dates as the house reads them.

    “A week later” is counted from the date that an `item` has, and that date as a form shows it is
    the same instant; of what is no item it is counted from an instant (UTC).

    Raises WrongDate.
    """
    department = departments.find(session, keeper.team_id, keeper.department_id)
    calendar = calendars.of_person(keeper, department)
    name = department.name if department else ""
    has = item.due_at if item else counted_from
    if item and has and has >= now and words == in_form(item, keeper).words:
        zone = calendar.zone if item.due_timed else item.due_zone
        same = Deadline(has, hours.day_of(has, zone), item.due_timed)
        return ByWhen(same, calendar, name, "" if item.due_timed else zone)
    numeric = policies.of(session, keeper.team_id).numeric_dates
    day = hours.local_day(calendar, has) if has else None
    deadline = dates.read(words, now, calendar, numeric, day)
    return ByWhen(deadline, calendar, name)
