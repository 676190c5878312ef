"""The customer room pack comes by itself, once a month: on its first working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.room import months, orders
from handlers.people import access, office, records
from handlers.people.records import Occurrence
from handlers.speech import timetable
from handlers.speech.timetable import Timetable
from storage import room_orders, schedules
from storage.people import Person
from storage.schedules import TOO_LATE, Posting, Schedule

SCHEDULED = Occurrence("room", "scheduled", {"channel": str, "before": str, "after": str})
STOPPED = Occurrence("room", "stopped", {"channel": str, "before": str})

PLAN = Timetable(None, time(9), month_day=1)
"""In the morning of the first; where that is no working day, of the next that is one."""
STALE = timedelta(hours=24)
"""Later than this it is left out."""


# --- set by people ---


def start(session: Session, now: datetime, actor: Person) -> Schedule:
    """Have the pack of each month come when it is over, by the CCO's clock.

    Raises NoExecutiveChannel, PackChannelShared, and what `access.check` raises.
    """
    access.check(session, actor, access.ORDER_ROOM)
    zone = office.zone_of(session, actor.team_id)
    channel_id = orders.place(session, actor.team_id, months.read("", zone, now))
    known = standing(session, actor.team_id)
    before = timetable.planned(known)
    row = known or Schedule(team_id=actor.team_id, kind=Posting.ROOM, channel_id=channel_id)
    row.channel_id, row.zone, row.created_by, row.error = channel_id, zone, actor.user_id, ""
    timetable.begin(row, PLAN, now)
    row.next_at = _first_turn(row, now)
    session.add(row)
    session.flush()
    records.write(
        session, now, actor.team_id, actor.user_id, SCHEDULED,
        channel=channel_id, before=before, after=timetable.planned(row),
    )  # fmt: skip
    return row


def stop(session: Session, now: datetime, actor: Person) -> Schedule | None:
    """Let it come by itself no more; None where it did not. Raises what `access.check` raises."""
    access.check(session, actor, access.ORDER_ROOM)
    row = standing(session, actor.team_id)
    if row is None or row.next_at is None:
        return None
    records.write(
        session, now, actor.team_id, actor.user_id, STOPPED,
        channel=row.channel_id, before=timetable.planned(row),
    )  # fmt: skip
    # The row stays: it knows which month has come already.
    row.next_at, row.error = None, ""
    session.add(row)
    return row


def standing(session: Session, team_id: str) -> Schedule | None:
    """By what it comes; a workspace has one, even when its channel has changed."""
    known = schedules.everyone(session, team_id)
    return next((each for each in known if each.kind == Posting.ROOM), None)


# --- in its turn ---


def handle_one(session: Session, now: datetime) -> bool:
    """Have the one pack made whose turn it is, and plan the next; False when none is due.

    On a day off it waits for the next working day; more than a day late it is left out. A month
    comes once, and not again where somebody asked for it and it is on its way.
    """
    row = schedules.next_due(session, Posting.ROOM, now)
    if row is None or row.next_at is None:
        return False
    zone = office.zone_of(session, row.team_id)
    planned = row.next_at if row.zone == zone else _first_morning(zone, now)
    row.zone, row.error = zone, ""
    session.add(row)
    if planned > now:
        # By the clock of another CCO it is not time yet.
        row.next_at = planned
        return True
    row.next_at = timetable.next_after(PLAN, row.zone, max(planned, now - STALE))
    calendar = Calendar(zone=row.zone)
    day = hours.local_day(calendar, planned)
    if now - planned > STALE:
        row.error = TOO_LATE
    elif not hours.is_working_day(calendar, day):
        row.next_at = min(_morning(calendar, hours.shift_days(calendar, day, 1)), row.next_at)
    elif not _is_taken(row, planned):
        row.last_turn, row.last_at = planned, now
        month = months.read("", row.zone, planned)
        if room_orders.of_month(session, row.team_id, month.key) is None:
            orders.begin(session, now, row.team_id, month)
    return True


def _first_turn(row: Schedule, now: datetime) -> datetime:
    """The first turn from now on: of the month that has just ended, where its morning is to come.

    Not for a month that came already.
    """
    morning = _first_morning(row.zone, now)
    if morning > now and not _is_taken(row, morning):
        return morning
    return timetable.next_after(PLAN, row.zone, max(now, morning))


def _first_morning(zone: str, now: datetime) -> datetime:
    """The morning (UTC) of the first working day of this month."""
    calendar = Calendar(zone=zone)
    first = hours.local_day(calendar, now).replace(day=1)
    if not hours.is_working_day(calendar, first):
        first = hours.shift_days(calendar, first, 1)
    return _morning(calendar, first)


def _morning(calendar: Calendar, day: date) -> datetime:
    return hours.at_local(calendar, day, PLAN.at)


def _is_taken(row: Schedule, planned: datetime) -> bool:
    """Whether the month of this turn has come."""
    return row.last_turn is not None and (
        months.read("", row.zone, row.last_turn).key == months.read("", row.zone, planned).key
    )
