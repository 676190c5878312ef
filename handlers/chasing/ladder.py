"""Which reminder comes next, to whom and when: firm, bounded, one person further up at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, OWNER_RUNGS, Kind
from handlers.chasing.policy import Policy
from storage.asks import Owed
from storage.nudges import Part

ABOVE = {LEAD_RUNG: Part.LEAD, CCO_RUNG: Part.CCO}
"""Who is told on the rungs above the owner."""
URGENT = 1


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be reminded, with the working time that protects them."""

    user_id: str
    calendar: Calendar


@dataclass(frozen=True)
class Audience:
    """The people around one ask; whoever is missing is passed over.

    `find` says who they are by their part. It is asked only when their turn comes: most asks are
    answered before anybody but their owner hears of them.
    """

    owner: Recipient
    find: Callable[[Part], Sequence[Recipient]]

    def at(self, rung: int) -> list[tuple[Part, Recipient]]:
        """Who hears about the ask on a rung; nobody hears twice as a superior of themselves."""
        if rung in ABOVE:
            return self._others(ABOVE[rung])
        told = [(Part.OWES, self.owner)]
        return told + self._others(Part.DEPUTY) if rung == OWNER_RUNGS[-1] else told

    def _others(self, part: Part) -> list[tuple[Part, Recipient]]:
        return [(part, each) for each in self.find(part) if each.user_id != self.owner.user_id]


@dataclass(frozen=True)
class NextRung:
    """One rung to come: who is told, as what, at which instant (UTC)."""

    rung: int
    told: tuple[tuple[Part, Recipient, datetime], ...]


def next_rung(
    ask: Owed, kind: Kind, audience: Audience, policy: Policy, now: datetime
) -> NextRung | None:
    """The next rung of an ask after the one it has reached, or None at the top.

    A rung is never planned before `now`, never outside its recipient's working time and,
    but for severity 1, always at the time of the daily bundle. When several reminders to the
    owner would fall on one bundle only the last of them is sent; nobody further up is ever
    told before the owner was asked. Source: customer-experience reference, section 6.3.
    """
    chosen: NextRung | None = None
    for rung in (rung for rung in kind.rungs if rung > ask.rung):
        if chosen and rung in ABOVE:
            break
        moment = instant(ask, kind, rung, audience, policy)
        if chosen and moment > chosen.told[0][2]:
            break
        people = audience.at(rung)
        if people:
            chosen = _with_everybody(ask, rung, people, policy, max(moment, now))
    return chosen


def instant(ask: Owed, kind: Kind, rung: int, audience: Audience, policy: Policy) -> datetime:
    """The moment (UTC) a rung stands for, before it is moved to when its recipient can be told."""
    calendar = audience.owner.calendar
    if kind.is_around_due:
        return _around_due(ask, rung, calendar, policy)
    urgent = ask.severity == URGENT
    fraction = (policy.urgent_fractions if urgent else policy.fractions)[rung]
    if urgent:
        return ask.opened_at + (ask.due_at - ask.opened_at) * fraction
    worked = hours.working_hours_between(calendar, ask.opened_at, ask.due_at)
    return hours.add_hours(calendar, ask.opened_at, worked * fraction)


def _around_due(ask: Owed, rung: int, calendar: Calendar, policy: Policy) -> datetime:
    days = policy.days_from_due[rung]
    span = hours.working_days_between(calendar, ask.opened_at, ask.due_at)
    if rung == OWNER_RUNGS[0] and span > policy.long_days:
        days = -policy.early_days_when_long
    day = hours.shift_days(calendar, hours.local_day(calendar, ask.due_at), days)
    return hours.at_local(calendar, day, policy.bundle_at)


def _with_everybody(
    ask: Owed,
    rung: int,
    people: Sequence[tuple[Part, Recipient]],
    policy: Policy,
    moment: datetime,
) -> NextRung:
    """A rung with everybody it tells; who stands in never hears before the owner does."""
    told: list[tuple[Part, Recipient, datetime]] = []
    for part, person in people:
        not_before = told[0][2] if part == Part.DEPUTY else moment
        told.append((part, person, _deliverable(ask, person.calendar, policy, not_before)))
    return NextRung(rung, tuple(told))


def _deliverable(ask: Owed, calendar: Calendar, policy: Policy, moment: datetime) -> datetime:
    if ask.severity == URGENT:
        return hours.next_open(calendar, moment)
    return hours.next_bundle(calendar, moment, policy.bundle_at)
