"""The CCO looks after customers and does others' work for nobody: what gathers there is noticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.people import office
from storage import owed

FEWEST = 10
"""Of fewer things in all, one or two are a large share and say nothing."""


@dataclass(frozen=True)
class Burden:
    """Of all things that wait for an answer so many wait for the CCO's office.

    That is more than the `share`, in percent, which the house rules allow.
    """

    held: int
    total: int
    share: int

    @property
    def percent(self) -> int:
        """How much that is of all, in percent."""
        return round(100 * self.held / self.total)


def of_office(session: Session, team_id: str) -> Burden | None:
    """What the CCO's office holds, where that is more than its share; else None."""
    who = [each.user_id for each in office.holders(session, team_id)]
    held = owed.count_of(session, team_id, who) if who else 0
    if not held:
        return None
    share = policies.of(session, team_id).office_share
    # With so many in all it is its share: of a million no more are counted than that.
    enough = max(FEWEST, -(-100 * held // share))
    total = owed.count_of_all(session, team_id, enough)
    is_heavy = total >= FEWEST and 100 * held > share * total
    return Burden(held, total, share) if is_heavy else None


def is_first_day(calendar: Calendar, at: datetime) -> bool:
    """Whether an instant (UTC) lies on the first working day of its week."""
    today = hours.local_day(calendar, at)
    before = [today - timedelta(days=back) for back in range(1, today.weekday() + 1)]
    return not any(hours.is_working_day(calendar, each) for each in before)
