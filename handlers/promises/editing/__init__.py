"""What a promise is can be changed: its title, its customer, how bad it is, who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing.registers import Registers
from handlers.people import tiers
from handlers.promises import along, answers, items, lifecycle, moves, steps, traces, warnings
from handlers.promises.answers import Redated
from handlers.promises.items import parts
from handlers.promises.lifecycle import Changes, Move, judging, paused
from handlers.promises.steps import Remaining
from handlers.speech import cleaning, phrases, reasons
from handlers.speech.errors import TaskMissing
from handlers.speech.promise_errors import NothingChanged
from storage import asks as stored_asks
from storage import waits
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.waits import WaitEnd


@dataclass(frozen=True)
class Particulars:
    """How a promise is to be: all of it, as a form has it, and why where somebody said so."""

    title: str
    customer: Customer | None
    department: Department | None
    severity: int
    reason: str = ""
    outcome: CustomerOutcome | None = None
    """What it moves, where it is a task."""


@dataclass(frozen=True)
class Edited:
    """A promise that was changed, and what it was and is now, by name."""

    item: Item
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def wanted(session: Session, item: Item) -> Particulars:
    """How a promise is."""
    return Particulars(
        item.title,
        items.customer_of(session, item),
        items.department_of(session, item),
        item.severity,
        outcome=traces.of(session, item),
    )


def edit(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    new: Particulars,
) -> Edited:
    """Change what a promise is; how bad it is only with a reason.

    What people are asked about it weighs what it weighs now, and is asked for no later. Raises
    what `lifecycle.permit` and `items.check_routed` raise, TaskMissing, TitleTooLong, WhyMissing
    and NothingChanged.
    """
    lifecycle.permit(session, actor, item, moves.EDIT)
    is_now = wanted(session, item)
    _title(new)
    before, after = _told(is_now), _told(new)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        raise NothingChanged(ref=item.ref)
    if "severity" in changed:
        reasons.check(new.reason)
    if "department" in changed:
        items.check_routed(item)
    is_anothers = is_now.customer != new.customer
    rest = _rest(session, item, new)
    if "department" in changed and new.department:
        along.become_whole(session, now, actor, item, new.department)
    named, theirs = parts.title_of(item), list(along.held(session, item))
    move = _move(item, rest, is_anothers=is_anothers)
    _change(registers, session, now, actor, item, move, new, rest)
    if is_anothers:
        _wait_no_longer(registers, session, now, actor, item)
    for part in theirs:
        _follow(registers, session, now, actor, item, part, replace(new, title=named))
    if "department" in changed and new.department:
        items.show(session, now, item, new.department)
    return Edited(item, before, after)


def _change(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    move: Move,
    new: Particulars,
    rest: Remaining,
) -> None:
    """Let a promise be like that, and what people are asked about it weigh as much."""
    is_now, title = wanted(session, item), _title(new)
    before, after = _told(is_now), _told(new)
    changed = [name for name in after if before[name] != after[name]]
    owing = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    lifecycle.make(
        session,
        now,
        move,
        item,
        actor,
        asked=rest.asked,
        goes_on=rest.goes_on,
        changes=_changes(session, now, item, is_now, new, title),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        weights={str(ask.ask_id): asks.weight_of(ask) for ask in owing},
        reason=new.reason,
    )
    about = items.about(item, items.customer_of(session, item))
    former = is_now.department.department_id if is_now.department else None
    judging.judge_answers(session, now, item, owing)
    for ask in owing:
        if ask.answered_at is None:
            asks.weigh(session, now, ask, registers.kinds[ask.kind], about, former)
    if isinstance(item, Issue) and "customer" in changed:
        # Who is the customer of the issue now has met it, and is told of it as such.
        warnings.follow(session, now, item, actor.user_id)


def _wait_no_longer(
    registers: Registers, session: Session, now: datetime, actor: Person, item: Item
) -> None:
    """What is another customer's by now does not wait for the former one; its day stays as told."""
    wait = waits.open_of(session, item.team_id, item.noun, item.number)
    if wait is None or wait.department_id is not None:
        return
    [ask] = stored_asks.hold(session, item.team_id, [wait.ask_id])
    paused.end(session, now, wait, ask, WaitEnd.MOVED_ON, actor.user_id)
    asks.unpause(session, ask)
    asks.bring_again(session, now, ask, registers.kinds[ask.kind])


def _follow(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    issue: Item,
    part: Item,
    new: Particulars,
) -> None:
    """Let the part of a department be what its issue is now: how grave, for whom, and its name.

    The title of `new` is what parts were called before; one that has words of its own keeps them,
    and so does one that somebody may not see.
    """
    is_now, before = wanted(session, part), part.customer_id
    title = parts.title_of(issue) if part.title == new.title else part.title
    then = replace(new, title=title, department=is_now.department, outcome=is_now.outcome)
    if _told(then) != _told(is_now) and lifecycle.may(session, actor, part, moves.EDIT_PART):
        nothing = steps.NOTHING_LEFT
        _change(registers, session, now, actor, part, moves.EDIT_PART, then, nothing)
        if part.customer_id != before:
            _wait_no_longer(registers, session, now, actor, part)


def _rest(session: Session, item: Item, new: Particulars) -> Remaining:
    """What is left of its loop then."""
    if not isinstance(item, Issue):
        return steps.NOTHING_LEFT
    return steps.rest_of(session, item, new.severity, new.customer)


def _move(item: Item, rest: Remaining, *, is_anothers: bool) -> Move:
    """What is corrected closes where nothing is left."""
    if item.state == State.CORRECTED and not rest.left:
        return moves.EDIT_LAST_CUSTOMER if is_anothers else moves.EDIT_LAST
    return moves.EDIT_CUSTOMER if is_anothers else moves.EDIT


def make_smaller(
    registers: Registers,
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    remains: str,
    by: str,
    reason: str,
) -> Redated:
    """Let less be promised, by a day in words or ISO, and say why; what it was stays in its story.

    Raises what `edit` and `answers.redate` raise.
    """
    lifecycle.permit(session, actor, item, *moves.NEW_DATES)
    edit(registers, session, now, actor, item, replace(wanted(session, item), title=remains))
    return answers.redate(session, now, actor, item, by, reason)


def _title(new: Particulars) -> str:
    """Raises TaskMissing or TitleTooLong."""
    if cleaning.says_nothing(new.title):
        raise TaskMissing
    items.check_title(new.title)
    return phrases.one_line(new.title)


def _told(of: Particulars) -> dict[str, Any]:
    """By name, as history tells it."""
    return {
        "title": phrases.one_line(of.title),
        "customer": of.customer.name if of.customer else "",
        "department": of.department.name if of.department else "",
        "severity": of.severity,
        "outcome": of.outcome.ref if of.outcome else "",
    }


def _changes(
    session: Session, now: datetime, item: Item, is_now: Particulars, new: Particulars, title: str
) -> Changes:
    """What is set; an issue or a part that nobody has given a date yet is due by its clock."""
    weighs = (is_now.severity, tiers.of(is_now.customer)) != (
        new.severity,
        tiers.of(new.customer),
    )
    owner = items.owner_of(session, item)
    due_at = zone = None
    has_clock = isinstance(item, Issue) or parts.is_part(item)
    if weighs and owner and has_clock and item.state == State.OPEN:
        due_at = items.resolve_by(session, now, owner, new.severity, tiers.of(new.customer))
        zone = owner.zone
    return Changes(
        title=title if title != item.title else None,
        customer=new.customer,
        nobodys=new.customer is None and item.customer_id is not None,
        severity=new.severity if new.severity != item.severity else None,
        department=new.department,
        due_at=due_at,
        zone=zone,
        outcome=new.outcome if new.outcome != is_now.outcome else None,
        moves_none=new.outcome is None and is_now.outcome is not None,
    )
