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
from handlers.people import access, lookup
from handlers.promises import deadlines, items, lifecycle, moves
from handlers.promises.asked import FINISH, OF_LOOP
from handlers.promises.asked import SUPPLY as SUPPLIED
from handlers.promises.items.kinds import OWNERS
from handlers.promises.lifecycle import NOTHING, Asked, Changes, Move, paused
from handlers.promises.steps import kind as steps
from handlers.promises.waits import rules
from handlers.promises.waits.kind import SUPPLY
from handlers.promises.waits.words import why_no_longer
from handlers.speech import reasons
from handlers.speech import words as common_words
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.errors import DayMissing
from handlers.speech.promise_errors import (
    NobodyToWaitFor,
    NothingOwed,
    NothingToPause,
    NothingWaits,
    TakeItFirst,
    WaitsAlready,
    WaitsForItself,
    WaitTooLong,
)
from storage import asks as stored_asks
from storage import departments, waits
from storage.asks import Ask
from storage.cards import Face
from storage.departments import Department
from storage.items import Item, State
from storage.people import Person, Role
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


def wait(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    until: str,
    reason: str,
    department: Department | None = None,
) -> Begun:
    """Let a promise wait until the morning of a day, in words or ISO, for its customer.

    Its date moves by the working days that it waits. Where it waits for another `department`, the
    date stays that was promised, and whoever leads there is asked for what it needs. Raises what
    `can_wait` raises, DayMissing, WhyMissing, WrongDate, WaitTooLong; NobodyToWaitFor where no
    customer is named; WaitsForItself, MayNotSee and what `lookup.lead` raises for a department.
    """
    allowed = can_wait(session, now, actor, item)
    if department is None:
        check_has_customer(item)
    lead = _supplier(session, item, department) if department else None
    wake = _until(session, now, actor, item, allowed, until, reason)
    begun = Wait(
        team_id=item.team_id, noun=item.noun, number=item.number, ask_id=allowed.ask.ask_id,
        customer_id=None if department else item.customer_id,
        department_id=department.department_id if department else None,
        home_id=item.department_id, reason=reason, began_at=now, began_by=actor.user_id,
        until=wake, was_due_at=_due_of(item, allowed.ask), next_at=wake,
    )  # fmt: skip
    return _begin(session, now, actor, item, allowed, begun, lead)


def _due_of(item: Item, ask: Ask) -> datetime:
    """The date (UTC) that moves: that of the promise, or of the step that is left."""
    is_promise = item.state == State.ACKNOWLEDGED
    return item.due_at if is_promise and item.due_at else ask.due_at


def _supplier(session: Session, item: Item, department: Department) -> Person:
    """Whoever is asked for what is needed of a department."""
    lead = lookup.lead(session, department)
    if department.department_id == item.department_id or lead.user_id == item.owner_id:
        raise WaitsForItself(ref=item.ref, department=department.name)
    if not access.may_see(session, lead, item):
        raise MayNotSee(ref=item.ref, name=lead.name)
    return lead


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
    allowed: Pausable,
    begun: Wait,
    lead: Person | None,
) -> Begun:
    ask = allowed.ask
    weights = {str(ask.ask_id): asks.weight_of(ask)}
    session.add(begun)
    session.flush()
    found = Paused(begun, pauses.whom(session, begun))
    days = paused.days_until(allowed.calendar, now, begun.until)
    due_at: datetime | None = None
    changes = NOTHING
    if lead is None:
        due_at, changes = _moved(item, begun, allowed.calendar, days)
    asks.pause(session, ask, begun.until, due_at)
    # What was needed before and is not given yet is asked for once, by the day it had.
    known = {each.department_id for each in _asked_for_it(session, item)}
    is_asked = begun.department_id in known
    supply = Asked(SUPPLY, lead, begun.department_id, by=begun.until) if lead else None
    asked = [supply] if supply and not is_asked else []
    move = lifecycle.permit(session, actor, item, *moves.WAITS)
    lifecycle.make(
        session, now, move, item, actor, changes=changes, asked=asked, until=begun.until,
        reason=begun.reason, days=days, weights=weights, whom=_named(found),
    )  # fmt: skip
    if lead:
        there = items.asked_of(session, item, lead)
        items.show_person(session, now, item, Face.SUPPLIER, there)
    return Begun(item, found)


def _moved(item: Item, begun: Wait, calendar: Calendar, days: int) -> tuple[datetime, Changes]:
    """By when the ask is owed (UTC) after so many working days more, and the promise with it."""
    if item.state != State.ACKNOWLEDGED or item.due_at is None:
        return rules.later(begun.was_due_at, calendar, calendar.zone, days), NOTHING
    due_at = rules.later(begun.was_due_at, calendar, item.due_zone, days)
    return due_at, Changes(due_at=due_at, zone=item.due_zone, timed=item.due_timed)


def _named(found: Paused) -> str:
    """A department by its name, as history keeps it; a customer goes without saying."""
    return found.whom if found.wait.department_id else ""


# --- it goes on ---


def resume(session: Session, now: datetime, actor: Person, item: Item) -> Resumed:
    """Say that a promise goes on: its date moves by the days that it has waited, and no more.

    Whoever was asked for what it waits for is asked no more. Raises NothingWaits, and what
    `lifecycle.permit` raises.
    """
    move = lifecycle.permit(session, actor, item, *moves.RESUMES)
    begun = waits.open_of(session, item.team_id, item.noun, item.number)
    if begun is None:
        if not _asked_for_it(session, item):
            raise NothingWaits(ref=item.ref)
        lifecycle.make(session, now, move, item, actor, days=0, weights={})
        return Resumed(item, "", 0)
    [ask] = stored_asks.hold(session, item.team_id, [begun.ask_id])
    weights = {str(ask.ask_id): asks.weight_of(ask)}
    found = Paused(begun, pauses.whom(session, begun))
    paused.end(session, now, begun, ask, WaitEnd.RESUMED, actor.user_id)
    days, changes = begun.days or 0, NOTHING
    if begun.department_id is None:
        ask.due_at, changes = _moved(item, begun, paused.calendar_of(session, ask), days)
    asks.unpause(session, ask)
    lifecycle.make(
        session, now, move, item, actor, changes=changes, days=days, weights=weights,
        whom=_named(found),
    )  # fmt: skip
    asks.bring_again(session, now, ask, KINDS[ask.kind])
    return Resumed(item, found.whom, days)


def _asked_for_it(session: Session, item: Item) -> list[Ask]:
    """Who is asked at this moment for what it waits for, or has waited for."""
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    return [ask for ask in about if ask.kind == SUPPLIED]


# --- what it waits for is given, or cannot be ---


@dataclass(frozen=True)
class Supplied:
    """A promise for which another department has given what it needs, or said that it cannot."""

    item: Item
    given: bool


def give(session: Session, now: datetime, actor: Person, item: Item, words: str) -> Supplied:
    """Give what a promise waits for, in words or with a link: it goes on, and its owner reads so.

    Raises NoteMissing, NoteTooLong, NothingOwed, and what `lifecycle.permit` raises.
    """
    said = items.note_of(words)
    days, whom = _answer(session, now, actor, item, moves.SUPPLIED)
    lifecycle.make(session, now, moves.SUPPLIED, item, actor, words=said, days=days, whom=whom)
    return Supplied(item, given=True)


def cannot_give(
    session: Session, now: datetime, actor: Person, item: Item, reason: str
) -> Supplied:
    """Say that it cannot be given, and why: it goes on, and its owner has to find another way.

    Raises WhyMissing, NothingOwed, and what `lifecycle.permit` raises.
    """
    reasons.check(reason)
    days, whom = _answer(session, now, actor, item, moves.NOT_SUPPLIED)
    lifecycle.make(
        session, now, moves.NOT_SUPPLIED, item, actor, reason=reason, days=days, whom=whom
    )
    return Supplied(item, given=False)


def check_asked(session: Session, actor: Person, item: Item) -> Department | None:
    """The department of which something is needed.

    Raises NothingOwed where nothing is, or not of somebody, and what `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, item, moves.SUPPLIED)
    wanted = _asked_for_it(session, item)
    theirs = [ask for ask in wanted if actor.user_id in (ask.person_id, ask.for_id)]
    homes = [departments.find(session, item.team_id, ask.department_id) for ask in wanted]
    leads = {user for home in homes if home for user in (home.lead_id, home.deputy_id)}
    if not wanted or not (theirs or actor.user_id in leads or actor.role == Role.CCO):
        raise NothingOwed(ref=item.ref)
    return homes[0]


def _answer(
    session: Session, now: datetime, actor: Person, item: Item, move: Move
) -> tuple[int, str]:
    """Let the wait be over that is answered, if it still lasts: its days, and of whom it was."""
    lifecycle.permit(session, actor, item, move)
    home = check_asked(session, actor, item)
    whom = home.name if home else ""
    begun = waits.open_of(session, item.team_id, item.noun, item.number)
    if begun is None or home is None or begun.department_id != home.department_id:
        return 0, whom
    [ask] = stored_asks.hold(session, item.team_id, [begun.ask_id])
    paused.end(session, now, begun, ask, WaitEnd.ANSWERED, actor.user_id)
    asks.unpause(session, ask)
    asks.bring_again(session, now, ask, KINDS[ask.kind])
    return begun.days or 0, whom


# --- it ends by itself ---


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
