"""People answer here: take it, done, that is right, another date, later, they know.

Each function is given the promise as `items.get` brings it: held until the commit, so that of two
who answer at once one is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, pauses, rests
from handlers.chasing import policy as policies
from handlers.people import access
from handlers.promises import deadlines, items, lifecycle, moves, steps
from handlers.promises.answers.words import why_no_longer
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import following, loop, parts
from handlers.promises.items.kinds import FINISH, OWNERS
from handlers.promises.items.to_come import still
from handlers.promises.lifecycle import Asked, Changes
from handlers.speech import reasons
from handlers.speech import words as common_words
from handlers.speech.answer_errors import DayPassed
from handlers.speech.errors import DayMissing
from handlers.speech.promise_errors import (
    NeverLater,
    NoMoreSnoozes,
    NothingToPutOff,
    SnoozeTooLong,
    StepsToCome,
    WaitsAlready,
)
from storage import asks as stored_asks
from storage.asks import Ask
from storage.customers import Customer
from storage.issues import Issue, Step
from storage.items import Item, State
from storage.people import Person

# --- take it ---


@dataclass(frozen=True)
class Taken:
    """A promise that its owner, or somebody for them, has taken by its date.

    `by` is the date that was named with it, if one was.
    """

    item: Item
    owner: Person
    by: ByWhen | None = None


def take(session: Session, now: datetime, actor: Person, item: Item, by: str = "") -> Taken:
    """Take a promise by the date it has, or by the day that is named with it, in words or ISO.

    Nobody promises a day that has passed. Raises what `lifecycle.permit` raises, DayPassed and
    WrongDate.
    """
    lifecycle.permit(session, actor, item, moves.TAKE)
    owner = items.owner_of(session, item) or actor
    named = deadlines.read(session, now, owner, by, item) if by.strip() else None
    if named is None and item.due_at and item.due_at < now:
        raise DayPassed(ref=item.ref, day=common_words.day(item.due_at, item.due_zone, now))
    changes = _dated(named) if named else Changes()
    asked = [Asked(FINISH, owner, item.department_id), *steps.telling_still(session, item)]
    lifecycle.make(session, now, moves.TAKE, item, actor, changes=changes, asked=asked)
    return Taken(item, owner, named)


# --- done ---


@dataclass(frozen=True)
class Finished:
    """A promise that is kept, how many days `early`, and for whom it was.

    `left` are the steps of an issue that are still to come before it closes.
    """

    item: Item
    early: int
    customer: Customer | None
    left: Sequence[Step] = ()


def finish(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    evidence: str = "",
    *,
    anyway: bool = False,
    whole: bool = False,
) -> Finished:
    """Call a promise kept; `evidence` is what shows it, a link or words.

    An issue is corrected with it, and closes where nothing else of its loop is needed, or where
    the `whole` loop was closed elsewhere; else whoever can is asked for the rest. `anyway` ends it
    over tasks that are still open; over the part of a department nothing does. Raises NoteTooLong,
    StepsToCome, PartsStillOpen, TasksStillOpen, and what `lifecycle.permit` and
    `items.check_routed` raise.
    """
    items.check_note(evidence)
    _check_not_corrected(session, actor, item)
    lifecycle.permit(session, actor, item, moves.DONE)
    if not whole:
        parts.check_none_open(session, item)
    if not anyway:
        following.check_none_open(session, actor, item, "done")
    left, asked = [], []
    if isinstance(item, Issue) and not whole:
        left = loop.left(session, item, Step.CORRECTED)
        if left:
            # Somebody has to answer for the rest.
            items.check_routed(item)
        asked = steps.asking(session, item, left)
    move = moves.CORRECT if left else moves.DONE
    lifecycle.make(session, now, move, item, actor, asked=asked, evidence=evidence)
    early = items.days_early(item, now)
    return Finished(item, early, items.customer_of(session, item), left)


def _check_not_corrected(session: Session, actor: Person, item: Item) -> None:
    """Raises StepsToCome for an issue of which only the rest is to be done, and NotYours."""
    if not isinstance(item, Issue) or item.state != State.CORRECTED:
        return
    access.check(session, actor, access.FINISH, item)
    raise StepsToCome(ref=item.ref, steps=still(loop.left(session, item)))


# --- another date ---


@dataclass(frozen=True)
class Redated:
    """A promise with a new date; `taken` where it was given with it, as a promise of its own."""

    item: Item
    by: ByWhen
    taken: bool


def redate(
    session: Session, now: datetime, actor: Person, item: Item, by: str, reason: str
) -> Redated:
    """Give a promise a new date, in words or ISO, and say why.

    One from the owner or their lead takes the promise, too; one from the CCO does not.

    Raises what `lifecycle.permit` and `items.check_routed` raise, DayMissing, WhyMissing and
    WrongDate.
    """
    move = lifecycle.permit(session, actor, item, *moves.NEW_DATES)
    items.check_routed(item)
    _check_said(by, reason)
    known = items.owner_of(session, item)
    owner = known or actor
    named = deadlines.read(session, now, owner, by, item)
    asked = [Asked(OWNERS[kind], owner, item.department_id) for kind in move.opens]
    if known:
        asked += [
            Asked(OWNERS[kind], known, item.department_id)
            for kind in move.opens_if
            if kind in OWNERS
        ]
    if move is moves.REDATE_AND_TAKE:
        asked += steps.telling_still(session, item)
    lifecycle.make(
        session,
        now,
        move,
        item,
        actor,
        changes=_dated(named),
        asked=asked,
        due=named.at,
        reason=reason,
    )
    return Redated(item, named, taken=move is moves.REDATE_AND_TAKE)


# --- the date holds ---


@dataclass(frozen=True)
class Confirmed:
    """A promise whose date stands."""

    item: Item


def confirm(session: Session, now: datetime, actor: Person, item: Item) -> Confirmed:
    """Say that the date of a promise holds, whoever gave it.

    Nobody is asked the same twice: the question is answered, and the ladder goes on from there.
    Raises what `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, item, moves.CONFIRM)
    owner = items.owner_of(session, item) or actor
    reached = max((ask.rung for ask in _owed_by_owner(session, item)), default=0)
    asked = [Asked(FINISH, owner, item.department_id, rung=reached)]
    lifecycle.make(session, now, moves.CONFIRM, item, actor, asked=asked)
    return Confirmed(item)


# --- later ---


@dataclass(frozen=True)
class Rest:
    """How a promise may still be put off: to `latest` (UTC) at most, and `left` times.

    That is so many working `days`, none where it is hours; `is_late` says that they are fewer as
    the answer is late.
    """

    ask: Ask
    latest: datetime
    left: int
    days: int
    is_late: bool


@dataclass(frozen=True)
class Snoozed:
    """A promise about which Duly is quiet until `wake` (UTC); `left` times more it may be so."""

    item: Item
    wake: datetime
    left: int


def rest(session: Session, now: datetime, actor: Person, item: Item) -> Rest:
    """How long a promise may be put off by somebody, and how often.

    What waits is quiet already. Raises what `lifecycle.permit` raises, NothingToPutOff,
    WaitsAlready and NoMoreSnoozes.
    """
    lifecycle.permit(session, actor, item, moves.SNOOZE)
    ask, policy = _owed(session, item), policies.of(session, item.team_id)
    waits = pauses.of_ask(session, ask)
    if waits:
        raise WaitsAlready(ref=item.ref, how=waits.says(actor.zone, now))
    left = policy.snoozes - ask.snoozes
    if left <= 0:
        if not policy.snoozes:
            raise NeverLater(ref=item.ref)
        raise NoMoreSnoozes(ref=item.ref, times=common_words.times(policy.snoozes))
    calendar = calendars.for_person(session, actor)
    days, latest = (
        rests.longest_days(ask, policy, now),
        rests.longest_rest(ask, calendar, policy, now),
    )
    return Rest(ask, latest, left, days, ask.due_at < now)


def snooze(
    session: Session, now: datetime, actor: Person, item: Item, by: str, reason: str
) -> Snoozed:
    """Keep quiet about a promise until the morning of a day, in words or ISO, and say why.

    Raises what `rest` raises, DayMissing, WhyMissing, WrongDate and SnoozeTooLong.
    """
    allowed = rest(session, now, actor, item)
    _check_said(by, reason)
    named = deadlines.read(session, now, actor, by)
    calendar, until, day = named.calendar, named.at, named.deadline.day
    if day > hours.local_day(calendar, allowed.latest):
        latest = common_words.day(allowed.latest, actor.zone, now)
        why = why_no_longer(allowed.days, allowed.is_late)
        raise SnoozeTooLong(ref=item.ref, day=latest, why=why)
    policy = policies.of(session, item.team_id)
    morning = hours.at_local(calendar, day, policy.bundle_at)
    wake = asks.snooze(
        session, now, allowed.ask, OWNERS[allowed.ask.kind], min(until, max(morning, now)), reason
    )
    for other in _owed_by_owner(session, item):
        if other is not allowed.ask:
            asks.rest(session, other, wake)
    lifecycle.make(session, now, moves.SNOOZE, item, actor, until=wake, reason=reason)
    return Snoozed(item, wake, allowed.left - 1)


# --- they know ---


@dataclass(frozen=True)
class Told:
    """A promise of whose no the customer has heard."""

    item: Item


def tell(session: Session, now: datetime, actor: Person, item: Item) -> Told:
    """Say that the customer has heard about the no; whoever says so, nobody is asked any more.

    Of an issue that is open it is the step of its loop. Raises what `steps.tell` raises.
    """
    steps.tell(session, now, actor, item)
    return Told(item)


# --- shared steps ---


def _check_said(by: str, reason: str) -> None:
    """Raises DayMissing or WhyMissing."""
    if not by.strip():
        raise DayMissing
    reasons.check(reason)


def _dated(by: ByWhen) -> Changes:
    """The date on the clock of whoever keeps the promise, whoever names it."""
    return Changes(due_at=by.at, zone=by.zone, timed=by.timed)


def _owed(session: Session, item: Item) -> Ask:
    """The ask that the owner has not answered yet."""
    for ask in _owed_by_owner(session, item):
        return ask
    raise NothingToPutOff(ref=item.ref)


def _owed_by_owner(session: Session, item: Item) -> list[Ask]:
    """What the owner is asked about an item: to take it and meet its date, or to keep it."""
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    return [ask for ask in about if ask.kind in OWNERS]
