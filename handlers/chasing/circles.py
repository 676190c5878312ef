"""What only a circle of people may know is owed inside it; an heir has a time of their own."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import around
from handlers.chasing import policy as policies
from handlers.chasing.kinds import Kind
from handlers.chasing.policy import Policy
from storage import people
from storage.asks import Ask, Owed
from storage.nudges import Part
from storage.people import Person


def is_in(session: Session, ask: Owed, kind: Kind) -> bool:
    """Whether whoever owes an answer may know what it is about."""
    if not kind.circle:
        return True
    owner = people.find(session, ask.team_id, ask.person_id)
    return owner is not None and around.may_hear(session, owner, kind, Part.OWES)


def for_heir(
    session: Session, now: datetime, policy: Policy, ask: Ask, kind: Kind, heir: Person
) -> Owed:
    """What somebody of the circle owes from now (UTC) on, in place of whoever has left it.

    The time that was missed so far stays with whoever was asked before them.
    """
    former = people.find(session, ask.team_id, ask.whose_id)
    was_theirs = former is not None and former.department_id == ask.department_id
    return Owed(
        team_id=ask.team_id,
        kind=ask.kind,
        noun=ask.noun,
        number=ask.number,
        person_id=heir.user_id,
        department_id=heir.department_id if was_theirs else ask.department_id,
        severity=ask.severity,
        tier_rank=ask.tier_rank,
        opened_at=now,
        due_at=_due(session, now, policy, ask, kind, heir),
    )


def _due(
    session: Session, now: datetime, policy: Policy, ask: Ask, kind: Kind, heir: Person
) -> datetime:
    """In as much working time as whoever had it before.

    What is to be decided on a day stays with that day, and after it has the time of an answer.
    """
    calendar = calendars.for_person(session, heir)
    if kind.is_around_due:
        in_time = policies.after(calendar, now, policy.impact_answer)
        return ask.due_at if ask.due_at > now else in_time
    worked = hours.working_hours_between(calendar, ask.opened_at, ask.due_at)
    return max(ask.due_at, hours.add_hours(calendar, now, max(worked, 0)))
