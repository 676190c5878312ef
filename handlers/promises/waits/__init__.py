"""A clock is paused here while somebody else has to do something first, and goes on by itself.

Each function is given the promise as `items.get` brings it: held until the commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing import asks, pauses
from handlers.chasing import policy as policies
from handlers.chasing.pauses import Paused
from handlers.people import access
from handlers.promises import deadlines, items, lifecycle, moves
from handlers.promises.asked import FINISH, OF_LOOP
from handlers.promises.items.kinds import OWNERS
from handlers.promises.lifecycle import NOTHING, Changes, paused
from handlers.promises.steps import kind as steps
from handlers.promises.waits import rules
from handlers.promises.waits.words import why_no_longer
from handlers.speech import reasons
from handlers.speech import words as common_words
from handlers.speech.errors import DayMissing
from handlers.speech.promise_errors import (
    NobodyToWaitFor,
    NothingToPause,
    NothingWaits,
    TakeItFirst,
    WaitsAlready,
    WaitTooLong,
)
from storage import asks as stored_asks
from storage import waits
from storage.asks import Ask
from storage.items import Item, State
from storage.people import Person
from storage.waits import Wait, WaitEnd

KINDS = {**OWNERS, **steps.KINDS}
"""The questions that can wait, by name."""


@dataclass(frozen=True)
class Pausable:
    """How long a promise may wait: at `latest` (UTC), which is so many working `days`."""

    ask: Ask
    calendar: Calendar
    latest: datetime
    days: int


@dataclass(frozen=True)
class Begun:
    """A promise that waits from now on."""

    item: Item
    paused: Paused


@dataclass(frozen=True)
class Resumed:
    """A promise that goes on, after so many working `days`."""

    item: Item
    whom: str
    days: int


def can_wait(session: Session, now: datetime, actor: Person, item: Item) -> Pausable:
    """Which clock of a promise somebody may pause, and for how long.

    Raises TakeItFirst, WaitsAlready, NothingToPause, and what `lifecycle.permit` raises.
    """
    if item.state == State.OPEN:
        access.check(session, actor, access.WAIT, item)
        raise TakeItFirst(ref=item.ref)
    lifecycle.permit(session, actor, item, *moves.WAITS)
    known = pauses.of(session, item.team_id, item.noun, item.number)
    if known:
        raise WaitsAlready(ref=item.ref, how=known.says(actor.zone, now))
    ask = _clock(session, actor, item)
    calendar = paused.calendar_of(session, ask)
    days = policies.of(session, item.team_id).wait_days[item.severity]
    last_day = hours.shift_days(calendar, hours.local_day(calendar, now), days)
    latest = hours.closing(calendar, last_day)
    return Pausable(ask, calendar, latest, days)


def _clock(session: Session, actor: Person, item: Item) -> Ask:
    """The question that is paused: to do it by its date, or the step that is left.

    Of several steps it is the one that they are asked for themselves, else the first.
    """
    kinds = (FINISH,) if item.state == State.ACKNOWLEDGED else OF_LOOP
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    wanted = sorted(
        (ask for ask in about if ask.kind in kinds),
        key=lambda ask: (actor.user_id not in (ask.person_id, ask.for_id), kinds.index(ask.kind)),
    )
    if not wanted:
        raise NothingToPause(ref=item.ref)
    return wanted[0]


def wait_for_customer(
    session: Session, now: datetime, actor: Person, item: Item, until: str, reason: str
) -> Begun:
    """Let a promise wait for its customer until the morning of a day, in words or ISO.

    Its date moves by the working days that it waits. Raises what `can_wait` raises, DayMissing,
    WhyMissing, WrongDate, WaitTooLong, and NobodyToWaitFor where no customer is named.
    """
    allowed = can_wait(session, now, actor, item)
    check_has_customer(item)
    wake = _until(session, now, actor, item, allowed, until, reason)
    days = paused.days_until(allowed.calendar, now, wake)
    changes = NOTHING
    due_at = rules.later(allowed.ask.due_at, allowed.calendar, allowed.calendar.zone, days)
    if item.state == State.ACKNOWLEDGED and item.due_at:
        due_at = rules.later(item.due_at, allowed.calendar, item.due_zone, days)
        changes = Changes(due_at=due_at, zone=item.due_zone, timed=item.due_timed)
    wait = Wait(
        team_id=item.team_id, noun=item.noun, number=item.number, ask_id=allowed.ask.ask_id,
        customer_id=item.customer_id, home_id=item.department_id, reason=reason, began_at=now,
        began_by=actor.user_id, until=wake, was_due_at=allowed.ask.due_at, next_at=wake,
    )  # fmt: skip
    return _begin(session, now, actor, item, allowed.ask, wait, days, due_at, changes)


def check_has_customer(item: Item) -> None:
    """Raises NobodyToWaitFor where no customer is named."""
    if item.customer_id is None:
        raise NobodyToWaitFor(ref=item.ref)


def _until(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    allowed: Pausable,
    until: str,
    reason: str,
) -> datetime:
    """The instant (UTC) of the message in which whoever waits hears that it is over."""
    if not until.strip():
        raise DayMissing
    reasons.check(reason)
    calendar = allowed.calendar
    named = deadlines.read(session, now, actor, until)
    day = named.deadline.day
    if day > hours.local_day(calendar, allowed.latest):
        latest = common_words.day(allowed.latest, calendar.zone, now)
        why = why_no_longer(item.severity, allowed.days)
        raise WaitTooLong(ref=item.ref, day=latest, why=why)
    at = policies.of(session, item.team_id).bundle_at
    return hours.next_bundle(calendar, max(hours.at_local(calendar, day, at), now), at)


def _begin(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    ask: Ask,
    wait: Wait,
    days: int,
    due_at: datetime | None,
    changes: Changes,
) -> Begun:
    weights = {str(ask.ask_id): asks.weight_of(ask)}
    session.add(wait)
    session.flush()
    found = Paused(wait, pauses.whom(session, wait))
    asks.pause(session, ask, wait.until, due_at)
    move = lifecycle.permit(session, actor, item, *moves.WAITS)
    lifecycle.make(
        session, now, move, item, actor, changes=changes, until=wait.until, reason=wait.reason,
        days=days, weights=weights, whom=_named(found),
    )  # fmt: skip
    return Begun(item, found)


def _named(found: Paused) -> str:
    """A department by its name, as history keeps it; a customer goes without saying."""
    return found.whom if found.wait.department_id else ""


# --- it goes on ---


def resume(session: Session, now: datetime, actor: Person, item: Item) -> Resumed:
    """Say that a promise goes on: its date moves by the days that it has waited, and no more.

    Raises NothingWaits, and what `lifecycle.permit` raises.
    """
    move = lifecycle.permit(session, actor, item, *moves.RESUMES)
    wait = waits.open_of(session, item.team_id, item.noun, item.number)
    if wait is None:
        raise NothingWaits(ref=item.ref)
    [ask] = stored_asks.hold(session, item.team_id, [wait.ask_id])
    weights = {str(ask.ask_id): asks.weight_of(ask)}
    whom = pauses.whom(session, wait)
    paused.end(session, now, wait, ask, WaitEnd.RESUMED, actor.user_id)
    days, changes = wait.days or 0, NOTHING
    if wait.department_id is None:
        calendar = paused.calendar_of(session, ask)
        zone = item.due_zone if item.state == State.ACKNOWLEDGED else calendar.zone
        ask.due_at = rules.later(wait.was_due_at, calendar, zone, days)
        if item.state == State.ACKNOWLEDGED and item.due_at:
            changes = Changes(due_at=ask.due_at, zone=item.due_zone, timed=item.due_timed)
    asks.unpause(session, ask)
    lifecycle.make(
        session, now, move, item, actor, changes=changes, days=days, weights=weights,
        whom=whom if wait.department_id else "",
    )  # fmt: skip
    asks.bring_again(session, now, ask, KINDS[ask.kind])
    return Resumed(item, whom, days)


def handle_one(session: Session, now: datetime) -> bool:
    """Let the wait be over whose day came longest ago; False when none has come.

    Whoever is asked reads so in the message of their day, which was planned when it began.
    """
    due = waits.next_due(session, now)
    if due is None:
        return False
    item = items.find(session, due.team_id, due.noun, due.number, lock=True)
    wait = waits.open_of(session, due.team_id, due.noun, due.number)
    if item is None or wait is None or wait.wait_id != due.wait_id:
        return True
    [ask] = stored_asks.hold(session, item.team_id, [wait.ask_id])
    paused.end(session, now, wait, ask, WaitEnd.ITSELF)
    whom = pauses.whom(session, wait) if wait.department_id else ""
    lifecycle.pass_on(session, now, moves.WAIT_OVER, item, days=wait.days or 0, whom=whom)
    return True
