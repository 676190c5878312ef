"""Which reminder comes next, to whom and when: firm, bounded, one person further up at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import AGAIN, CCO_RUNG, LEAD_RUNG, OWNER_RUNGS, Kind
from handlers.chasing.policy import Policy
from storage.asks import Owed
from storage.nudges import Part

ABOVE = {LEAD_RUNG: Part.LEAD, CCO_RUNG: Part.CCO}
"""Who is told on the rungs above the owner."""
OTHERS = (Part.DEPUTY, *ABOVE.values())
"""As what anybody hears of an ask beside whoever owes it."""
URGENT = 1
SUNDAY = 6
A_MINUTE = timedelta(minutes=1)
"""Later than now: the bundle of this very minute has gone out."""
BREATH = timedelta(minutes=15)
"""At most so long whoever hears of severity 1 late has it before the next person up does."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be reminded, with the working time that protects them."""

    user_id: str
    calendar: Calendar
    is_halved: bool = False
    """Whether they get half as many reminders of what they owe, as all of them change little."""


@dataclass(frozen=True)
class Around:
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

    def everybody(self) -> list[tuple[Part, Recipient]]:
        """Whoever owes it, who leads and who is CCO, each once."""
        found: dict[str, tuple[Part, Recipient]] = {}
        for part, person in [(Part.OWES, self.owner), *self._others(Part.LEAD),
                             *self._others(Part.CCO)]:  # fmt: skip
            found.setdefault(person.user_id, (part, person))
        return list(found.values())

    def _others(self, part: Part) -> list[tuple[Part, Recipient]]:
        return [(part, each) for each in self.find(part) if each.user_id != self.owner.user_id]


@dataclass(frozen=True)
class NextRung:
    """One rung to come: who is told, as what, at which instant (UTC).

    `left_out` is the reminder that its owner does not get before it, as half as many go to them:
    on which rung, and when (UTC) it would have come.
    """

    rung: int
    told: tuple[tuple[Part, Recipient, datetime], ...]
    left_out: tuple[int, datetime] | None = None


def next_rung(
    ask: Owed,
    kind: Kind,
    around: Around,
    policy: Policy,
    now: datetime,
    told_at: datetime | None = None,
) -> NextRung | None:
    """The next rung of an ask after the one it has reached; None where it may end.

    `told_at` is when (UTC) the reminder of that rung was sent, where one just was. However late
    it was sent, the next one leaves time to answer it: it comes no sooner than the owner's day is
    over. Of severity 1 it stands for all rungs of the owner that have come by then: who stands
    in for them hears with the next person up, and nobody up there hears sooner after it than the
    policy has it, up to BREATH.

    A rung is never planned before `now`, never outside its recipient's working time and,
    but for severity 1, always at the time of the daily bundle. When several reminders to the
    owner would fall on one bundle only the last of them is sent; nobody further up is ever
    told before the owner was asked. Source: customer-experience reference, section 6.3.
    """
    if kind.is_beside and is_urgent(ask):
        # What it goes with comes back every day.
        return None
    if comes_each_morning(ask, kind):
        return _each_morning(ask, kind, around, policy, now)
    chosen = _climbing(ask, kind, around, policy, now, told_at)
    if chosen and _is_left_out(ask, kind, around, policy):
        fully = replace(around, owner=replace(around.owner, is_halved=False))
        chosen = replace(
            chosen, left_out=_first_of(_climbing(ask, kind, fully, policy, now, told_at))
        )
    if chosen or kind.may_end:
        return chosen
    return _again(ask, around, policy, now, told_at)


def _climbing(
    ask: Owed,
    kind: Kind,
    around: Around,
    policy: Policy,
    now: datetime,
    told_at: datetime | None = None,
) -> NextRung | None:
    chosen: NextRung | None = None
    missed: list[tuple[Part, Recipient]] = []
    for rung in (rung for rung in kind.rungs if rung > ask.rung):
        if chosen and rung in ABOVE:
            break
        moment = instant(ask, kind, rung, around, policy)
        if rung == OWNER_RUNGS[0] and kind.is_around_due and _is_its_day(ask, around, moment):
            continue
        if rung == OWNER_RUNGS[0] and _is_left_out(ask, kind, around, policy):
            continue
        if told_at and is_urgent(ask) and rung not in ABOVE and moment <= told_at:
            missed = around.at(rung)[1:]
            continue
        if chosen and moment > chosen.told[0][2]:
            break
        people = around.at(rung)
        if rung in ABOVE and is_urgent(ask) and _is_another_day(around.owner, moment, now):
            # Its owner hears of it every day, whoever else does, and where nobody else does.
            people = [(Part.OWES, around.owner), *people]
        if people:
            soonest = max(moment, now)
            if told_at:
                soonest = max(soonest, _answerable(ask, kind, rung, around, policy, told_at))
            chosen = _with_everybody(ask, rung, [*people, *missed], policy, soonest)
    return chosen


def _answerable(
    ask: Owed, kind: Kind, rung: int, around: Around, policy: Policy, told_at: datetime
) -> datetime:
    """Until when (UTC) the owner has time to answer the reminder they had at `told_at`."""
    if not is_urgent(ask):
        calendar = around.owner.calendar
        return hours.at_local(calendar, hours.local_day(calendar, told_at), calendar.closes)
    if rung not in ABOVE:
        return told_at
    before = instant(ask, kind, rung - 1, around, policy)
    return told_at + min(instant(ask, kind, rung, around, policy) - before, BREATH)


def _is_its_day(ask: Owed, around: Around, moment: datetime) -> bool:
    """Whether a moment is no later than the day of the ask, when its owner knows the date."""
    calendar = around.owner.calendar
    return hours.local_day(calendar, moment) <= hours.local_day(calendar, ask.opened_at)


def _is_another_day(owner: Recipient, moment: datetime, now: datetime) -> bool:
    return hours.local_day(owner.calendar, moment) > hours.local_day(owner.calendar, now)


def _again(
    ask: Owed, around: Around, policy: Policy, now: datetime, told_at: datetime | None
) -> NextRung:
    """After the last rung: on Mondays in one line, and of severity 1 on each working day.

    Until somebody answers. Each time is a rung of its own. An owner who gets half as many hears
    of all that stays late on the same Mondays, every second week.
    """
    told = [
        (part, person, _next_time(ask, person.calendar, policy, now, told_at))
        for part, person in around.everybody()
    ]
    left_out = None
    if _gets_half(ask, around, policy):
        own = next(at for part, _, at in told if part == Part.OWES)
        if not _is_even(around.owner.calendar, own):
            left_out = (AGAIN, own)
            told = _without_owner(ask, around, policy, told, own)
    return NextRung(max(ask.rung + 1, AGAIN), tuple(told), left_out)


# --- half as many, for whom they change little ---


def _gets_half(ask: Owed, around: Around, policy: Policy) -> bool:
    return around.owner.is_halved and policy.nudge_yield > 0 and not is_urgent(ask)


def _is_left_out(ask: Owed, kind: Kind, around: Around, policy: Policy) -> bool:
    """Whether the first reminder falls away, of an owner who gets another one."""
    others = set(OWNER_RUNGS[1:]) & set(kind.rungs)
    return bool(others) and _gets_half(ask, around, policy)


def _first_of(fully: NextRung | None) -> tuple[int, datetime] | None:
    """The first reminder, where it would have come by itself to an owner who gets all of them."""
    if fully is None or fully.rung != OWNER_RUNGS[0]:
        return None
    return fully.rung, fully.told[0][2]


def _without_owner(
    ask: Owed,
    around: Around,
    policy: Policy,
    told: list[tuple[Part, Recipient, datetime]],
    own: datetime,
) -> list[tuple[Part, Recipient, datetime]]:
    """The same, where the owner is passed over on their Monday, as in every second week.

    Whoever else is told on that Monday lets the next one come; without them it is the one after.
    """
    later = _next_time(ask, around.owner.calendar, policy, own)
    others = [each for each in told if each[0] != Part.OWES]
    if any(at < later for _, _, at in others):
        return others
    return [(Part.OWES, around.owner, later), *others]


def _is_even(calendar: Calendar, at: datetime) -> bool:
    """Whether an instant lies in every second week, counted through without regard to years."""
    return (hours.local_day(calendar, at).toordinal() - 1) // 7 % 2 == 0


def _next_time(
    ask: Owed, calendar: Calendar, policy: Policy, now: datetime, told_at: datetime | None = None
) -> datetime:
    if is_urgent(ask):
        return hours.next_bundle(calendar, now + A_MINUTE, policy.bundle_at)
    today = hours.local_day(calendar, now)
    if told_at and ask.rung >= AGAIN and today.weekday() == SUNDAY:
        # Where the line was just sent it is Monday already; theirs of that Monday is on its way.
        today += timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    return hours.next_bundle(
        calendar, hours.at_local(calendar, monday, policy.bundle_at), policy.bundle_at
    )


def is_weekly(ask: Owed, rung: int) -> bool:
    """Whether a reminder on this rung is part of the Monday line."""
    return rung >= AGAIN and not is_urgent(ask)


def is_urgent(ask: Owed) -> bool:
    """Whether an ask is of severity 1, which waits for no bundle."""
    return ask.severity == URGENT


# --- severity 1, taken and not done yet ---


def comes_each_morning(ask: Owed, kind: Kind) -> bool:
    """Whether the first rung of an ask comes again each morning: of severity 1, before its date."""
    return is_urgent(ask) and kind.is_around_due and ask.rung <= OWNER_RUNGS[0]


def _each_morning(
    ask: Owed, kind: Kind, around: Around, policy: Policy, now: datetime
) -> NextRung | None:
    """The first rung comes every morning, until the date has come."""
    morning = hours.next_bundle(around.owner.calendar, now + A_MINUTE, policy.bundle_at)
    if instant(ask, kind, OWNER_RUNGS[1], around, policy) <= morning:
        return _climbing(ask, kind, around, policy, max(now, morning))
    return NextRung(OWNER_RUNGS[0], ((Part.OWES, around.owner, morning),))


# --- when ---


def instant(ask: Owed, kind: Kind, rung: int, around: Around, policy: Policy) -> datetime:
    """The moment (UTC) a rung stands for, before it is moved to when its recipient can be told."""
    calendar = around.owner.calendar
    if kind.is_around_due:
        return _around_due(ask, rung, calendar, policy)
    if is_urgent(ask):
        # In working hours, leave or not: who hears of it before closing time is asked before it.
        always, begins = calendar.without_leave(), heard(calendar, ask.opened_at)
        worked = max(hours.working_hours_between(always, begins, ask.due_at), 0.0)
        return hours.add_hours(always, begins, worked * policy.urgent_fractions[rung])
    worked = hours.working_hours_between(calendar, ask.opened_at, ask.due_at)
    return hours.add_hours(calendar, ask.opened_at, worked * policy.fractions[rung])


def heard(calendar: Calendar, at: datetime) -> datetime:
    """When (UTC) somebody can first hear of what happens at an instant, leave or not.

    What is reported at night reaches its owner in the morning, and their time begins then.
    """
    return hours.next_open(calendar.without_leave(), at)


def _around_due(ask: Owed, rung: int, calendar: Calendar, policy: Policy) -> datetime:
    days = policy.days_from_due[rung]
    span = hours.working_days_between(calendar, ask.opened_at, ask.due_at)
    if is_urgent(ask):
        # Somebody hears of it on each day.
        days = rung - OWNER_RUNGS[1]
    elif rung == OWNER_RUNGS[0] and span > policy.long_days:
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
    if is_urgent(ask):
        return hours.next_open(calendar, moment)
    return hours.next_bundle(calendar, moment, policy.bundle_at)
