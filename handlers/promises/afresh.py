"""What is opened again is somebody's again, by a day that is still to come."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.people import tiers
from handlers.promises import items
from handlers.promises.deadlines import ByWhen
from handlers.promises.lifecycle import Changes
from storage.issues import Issue
from storage.items import Item
from storage.people import Person


def changes(
    session: Session, now: datetime, item: Item, keeper: Person, named: ByWhen | None
) -> Changes:
    """With whom it is, and by when: nobody begins with a date that is past."""
    if named:
        return Changes(owner=keeper, due_at=named.at, zone=keeper.zone, timed=named.timed)
    if item.due_at and item.due_at > now:
        return Changes(owner=keeper, due_at=item.due_at, zone=item.due_zone, timed=item.due_timed)
    due_at = _as_long_again(session, now, item, keeper)
    return Changes(owner=keeper, due_at=due_at, zone=keeper.zone)


def _as_long_again(session: Session, now: datetime, item: Item, keeper: Person) -> datetime:
    """An issue is due by its clock, a task after as many working days as it was given at first."""
    first = item.original_due_at or item.due_at
    if isinstance(item, Issue) or first is None:
        tier = tiers.of(items.customer_of(session, item))
        return items.resolve_by(session, now, keeper, item.severity, tier)
    calendar = calendars.for_person(session, keeper)
    given = hours.working_days_between(calendar, item.created_at, first)
    day = hours.shift_days(calendar, hours.local_day(calendar, now), max(1, given))
    return hours.closing(calendar, day)
