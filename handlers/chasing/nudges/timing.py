"""What of all that is due to somebody may be sent now, and when the rest of it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import ladder
from handlers.chasing.policy import Policy
from storage import bundles
from storage.asks import Ask
from storage.bundles import Bundle
from storage.nudges import Nudge
from storage.people import Person

ONE_MINUTE = timedelta(minutes=1)
"""Later than now: the bundle of this very minute has gone out."""

Due = tuple[Nudge, Ask]
"""A reminder that is due, with its ask."""


def sendable(
    session: Session,
    person: Person,
    heard: list[Due],
    bundle: Bundle | None,
    policy: Policy,
    now: datetime,
) -> list[Due]:
    """What may be sent to a person now, severity 1 first; the rest is moved."""
    calendar = calendars.for_person(session, person)
    urgent = [due for due in heard if is_urgent(due)]
    calm = [due for due in heard if not is_urgent(due)]
    next_bundle = hours.next_bundle(calendar, now + ONE_MINUTE, policy.bundle_at)
    if not hours.is_open(calendar, now):
        _move(urgent, hours.next_open(calendar, now))
        _move(calm, next_bundle)
        return []
    later = _calm_waits_until(person, calendar, bundle, policy, now)
    if later:
        _move(calm, later)
        return urgent
    if bundle is not None:
        calm = _not_again(session, bundle, calm, next_bundle)
    if calm:
        person.bundled_on = hours.local_day(calendar, now)
        session.add(person)
    return [*urgent, *calm]


def _calm_waits_until(
    person: Person, calendar: Calendar, bundle: Bundle | None, policy: Policy, now: datetime
) -> datetime | None:
    """When the bundle comes that takes in what is not urgent; None when that is now."""
    day = hours.local_day(calendar, now)
    if person.bundled_on == day and bundle is None:
        return hours.next_bundle(calendar, now + ONE_MINUTE, policy.bundle_at)
    this_morning = hours.next_bundle(calendar, now, policy.bundle_at)
    if now < this_morning and hours.local_day(calendar, this_morning) == day:
        # What is left from another day waits for the rest of today's bundle.
        return this_morning
    return None


def _not_again(
    session: Session, bundle: Bundle, calm: list[Due], next_bundle: datetime
) -> list[Due]:
    """Those of asks that are not in a growing bundle; the next rung of the others waits."""
    ask_ids = [ask.ask_id for _, ask in calm]
    known = bundles.put_in_since(session, bundle.team_id, bundle.card_id, ask_ids, bundle.begun_at)
    _move([due for due in calm if due[1].ask_id in known], next_bundle)
    return [due for due in calm if due[1].ask_id not in known]


def is_urgent(due: Due) -> bool:
    """Whether it waits for no bundle."""
    return due[1].severity == ladder.URGENT


def _move(due: list[Due], to: datetime) -> None:
    for nudge, _ in due:
        nudge.due_at = to
