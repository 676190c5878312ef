"""What has ended is opened again, with a reason: whoever had it is asked afresh, and reads why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.people import access
from handlers.promises import (
    afresh,
    deadlines,
    items,
    lifecycle,
    moves,
    recurring,
    triage,
    warnings,
)
from handlers.promises.asked import CHECK
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import parts
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked, Move, judging
from handlers.promises.triage.kind import TRIAGE
from handlers.speech import reasons
from handlers.speech.errors import OwnerMissing
from storage import asks, issues, noes
from storage.issues import Issue, Step
from storage.items import Item, State
from storage.people import Person


@dataclass(frozen=True)
class Reopened:
    """A promise that is open again, who is asked for it, and by when, where somebody said so.

    `owner` is None for an issue that the CCO sends to a department first. `again` are the tasks
    that were to prevent it and are open again with it, as far as whoever opened it may see them.
    """

    item: Item
    owner: Person | None
    by: ByWhen | None
    again: Sequence[Item] = ()


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
    as at first where that is past. Where it was closed, what was done to keep it from coming back
    is open again as well. Raises what `lifecycle.permit` and `access.check_owner` raise,
    PartOfEnded, WhyMissing, WrongDate, and OwnerMissing where a task has nobody.
    """
    lifecycle.permit(session, actor, item, moves.REOPEN)
    parts.check_wanted(session, item)
    reasons.check(reason)
    items.check_note(heard)
    _take_back_no(session, now, item)
    judging.judge_reopened(session, now, item)
    move, failed = _move(session, item)
    was_closed, whole = item.state == State.DONE, _whole(session, item)
    facts = {"reason": reason, "heard": heard, **failed}
    keeper = owner or items.owner_of(session, item)
    if keeper is None:
        return _to_triage(session, now, actor, item, move, facts, whole)
    access.check_owner(keeper)
    named = deadlines.read(session, now, keeper, by) if by.strip() else None
    lifecycle.make(
        session,
        now,
        move,
        item,
        actor,
        changes=afresh.changes(session, now, item, keeper, named),
        asked=[Asked(ACKNOWLEDGE, keeper, item.department_id)],
        **facts,
    )
    if isinstance(item, Issue):
        # Who has not heard of it yet is to hear it first, as before.
        _follow(session, now, actor, item, whole)
    if keeper.user_id not in (actor.user_id, item.created_by):
        # Whoever asked for it reads of it anyway.
        items.show_owner(session, now, item, keeper)
    again = recurring.itself(session, now, actor, item) if was_closed else []
    seen = [each for each in again if access.may_see(session, actor, each)]
    return Reopened(item, keeper, named, seen)


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


def _to_triage(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    move: Move,
    facts: dict[str, Any],
    whole: int | None,
) -> Reopened:
    """What no department ever answered for waits again for one. Raises OwnerMissing for a task."""
    if item.department_id or not isinstance(item, Issue):
        raise OwnerMissing
    asked = [Asked(TRIAGE, cco, None) for cco in triage.to_ask(session, now, item.team_id)]
    lifecycle.make(session, now, move, item, actor, asked=asked, **facts)
    _follow(session, now, actor, item, whole)
    return Reopened(item, None, None)


def _whole(session: Session, item: Item) -> int | None:
    """The number of what it was joined to in the end; None where it stands by itself."""
    whole = issues.whole(session, item.team_id, item.number) if isinstance(item, Issue) else None
    return whole.number if whole and whole.number != item.number else None


def _follow(
    session: Session, now: datetime, actor: Person, issue: Issue, whole: int | None
) -> None:
    """Who tells customers first goes along: what it was joined to has only its own list again."""
    warnings.follow(session, now, issue, actor.user_id)
    other = issues.find(session, issue.team_id, whole, lock=True) if whole else None
    if other:
        warnings.follow(session, now, other, actor.user_id)
