"""What has ended is opened again, with a reason: whoever had it is asked afresh, and reads why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.people import access, tiers
from handlers.promises import deadlines, items, lifecycle, moves, triage
from handlers.promises.asked import CHECK
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import parts
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked, Changes, Move, judging
from handlers.promises.triage.kind import TRIAGE
from handlers.speech import reasons
from handlers.speech.errors import OwnerMissing
from storage import asks, noes
from storage.issues import Issue, Step
from storage.items import Item
from storage.people import Person
from storage.tasks import Task


@dataclass(frozen=True)
class Reopened:
    """A promise that is open again, who is asked for it, and by when, where somebody said so.

    `owner` is None for an issue that the CCO sends to a department first.
    """

    item: Item
    owner: Person | None
    by: ByWhen | None


def reopen(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    reason: str,
    owner: Person | None = None,
    by: str = "",
    heard: str = "",
) -> Reopened:
    """Open again what has ended, and say why; by the day that is named, in words or ISO.

    `heard` is who of the customer's says so, and in which words, where it is their word.

    It goes to `owner`, or to whoever had it. Without a day it keeps its date, or has as much time
    as at first where that is past. Raises what `lifecycle.permit` and `access.check_owner` raise,
    PartOfEnded, WhyMissing, WrongDate, and OwnerMissing where a task has nobody.
    """
    lifecycle.permit(session, actor, item, moves.REOPEN)
    parts.check_wanted(session, item)
    reasons.check(reason)
    items.check_note(heard)
    _take_back_no(session, now, item)
    judging.judge_reopened(session, now, item)
    move, failed = _move(session, item)
    facts = {"reason": reason, "heard": heard, **failed}
    keeper = owner or items.owner_of(session, item)
    if keeper is None:
        return _to_triage(session, now, actor, item, move, facts)
    access.check_owner(keeper)
    named = deadlines.read(session, now, keeper, by) if by.strip() else None
    lifecycle.make(
        session,
        now,
        move,
        item,
        actor,
        changes=_changes(session, now, item, keeper, named),
        asked=[Asked(ACKNOWLEDGE, keeper, item.department_id)],
        **facts,
    )
    if keeper.user_id not in (actor.user_id, item.created_by):
        # Whoever asked for it reads of it anyway.
        items.show_owner(session, now, item, keeper)
    return Reopened(item, keeper, named)


def bring_back(session: Session, now: datetime, task: Task, keeper: Person, reason: str) -> None:
    """Open again, as Duly itself, a task that is done and held, since its cause came back.

    It is asked of `keeper`, with as much time as at first where its date is past.
    """
    judging.judge_reopened(session, now, task)
    lifecycle.pass_on(
        session, now, moves.BRING_BACK, task,
        changes=_changes(session, now, task, keeper, None),
        asked=[Asked(ACKNOWLEDGE, keeper, task.department_id)],
        reason=reason,
    )  # fmt: skip
    if keeper.user_id != task.created_by:
        items.show_owner(session, now, task, keeper)


def _move(session: Session, item: Item) -> tuple[Move, dict[str, Any]]:
    """How it is opened again, and what that says of the step by which it was to be prevented."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    if any(ask.kind == CHECK for ask in about):
        return moves.CAME_BACK, {"failed": Step.PREVENTED}
    return moves.REOPEN, {}


def _take_back_no(session: Session, now: datetime, item: Item) -> None:
    """The no that it was answered with does not hold any more."""
    no = noes.standing(session, item.team_id, item.noun, item.number)
    if no:
        no.taken_back_at = now
        session.add(no)


def _changes(
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


def _to_triage(
    session: Session, now: datetime, actor: Person, item: Item, move: Move, facts: dict[str, Any]
) -> Reopened:
    """What no department ever answered for waits again for one. Raises OwnerMissing for a task."""
    if item.department_id or not isinstance(item, Issue):
        raise OwnerMissing
    asked = [Asked(TRIAGE, cco, None) for cco in triage.to_ask(session, now, item.team_id)]
    lifecycle.make(session, now, move, item, actor, asked=asked, **facts)
    return Reopened(item, None, None)
