"""Scorecards are counted from the very things behind them, which are listed here by number."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, null, select, text, union_all
from sqlmodel import Session, col

from storage.asks import Ask, Outcome
from storage.handoffs import Handoff
from storage.history import Event
from storage.many import among
from storage.nudges import Nudge, Part
from storage.periods import LONGEST_CLOCK, EndedRows
from storage.scopes import Period, Scope, within
from storage.waits import ENDED, Wait


class StoodThen(NamedTuple):
    """One thing that counts: when (UTC), who held it then, how it stood, and if that was in time.

    `state` is that of the thing, or how a question was answered; empty where it was not yet.
    `verified_at` (UTC) is known of issues that were done alone.
    """

    noun: str
    number: int
    at: datetime
    owner_id: str | None
    state: str | None
    in_time: bool
    verified_at: datetime | None


class HappenedThen(NamedTuple):
    """One event as far as figures look at it: when (UTC), what, who held the thing, and its facts.

    `severity`, `state` and `due_at` are how the thing stood after it.
    """

    noun: str
    number: int
    happened_at: datetime
    verb: str
    owner_id: str | None
    severity: int | None
    state: str | None
    due_at: datetime | None
    details: dict[str, Any]
    event_id: UUID


class AnsweredAfter(NamedTuple):
    """An answer, when it came (UTC), whose it was, and after how many reminders."""

    noun: str
    number: int
    at: datetime
    owner_id: str
    reminders: int


REMINDERS: Any = (
    select(func.count())
    .where(
        col(Nudge.team_id) == col(Ask.team_id),
        col(Nudge.ask_id) == col(Ask.ask_id),
        col(Nudge.part) == Part.OWES,
        col(Nudge.rung) > 0,
        col(Nudge.sent_at) <= col(Ask.answered_at),
    )
    .correlate(Ask)
    .scalar_subquery()
)
"""How many reminders reached whoever owed an answer until it came; 0 while it has not."""


class WaitedFor(NamedTuple):
    """A wait that ended: of what, when (UTC), who was asked for it, and how many working days."""

    noun: str
    number: int
    at: datetime
    owner_id: str | None
    days: int


def listed(session: Session, rows: Iterable[EndedRows]) -> list[StoodThen]:
    """All rows of several questions, asked as one; in no order."""
    parts = [
        select(
            each.noun, each.number, each.at, each.owner_id, each.state, each.in_time,
            each.verified_at if each.verified_at is not None else null(),
        ).where(*each.where)
        for each in rows
    ]  # fmt: skip
    found = session.execute(union_all(*parts) if len(parts) > 1 else parts[0])
    return [StoodThen(*row)._replace(in_time=bool(row[5])) for row in found]


def happened(
    session: Session, scope: Scope, period: Period, verbs: Collection[str]
) -> list[HappenedThen]:
    """The events of some verbs that left a thing with a department in a period, oldest first."""
    query = select(*(col(getattr(Event, name)) for name in HappenedThen._fields)).where(
        col(Event.team_id) == scope.team_id,
        col(Event.department_id) == scope.department_id,
        *within(Event.happened_at, period),
        among(session, col(Event.verb), verbs),
    )
    found = [HappenedThen(*row) for row in session.execute(query)]
    return sorted(found, key=lambda each: each.event_id)


def happened_to(
    session: Session,
    team_id: str,
    noun: str,
    numbers: Collection[int],
    verbs: Collection[str],
    until: datetime,
) -> list[HappenedThen]:
    """The events of some verbs of these things before an instant (UTC), oldest first."""
    if not numbers:
        return []
    query = select(*(col(getattr(Event, name)) for name in HappenedThen._fields)).where(
        col(Event.team_id) == team_id,
        col(Event.noun) == noun,
        among(session, col(Event.number), numbers),
        among(session, col(Event.verb), verbs),
        col(Event.happened_at) < until,
    )
    found = [HappenedThen(*row) for row in session.execute(query)]
    return sorted(found, key=lambda each: each.event_id)


def answered(
    session: Session, scope: Scope, period: Period, kinds: Iterable[str]
) -> list[AnsweredAfter]:
    """The answers to some kinds of ask that a department gave in a period.

    With the reminders that reached whoever owed it until then; what was asked more than
    `LONGEST_CLOCK` before the period is left out, and so is what nobody needs any more, or somebody
    else has by now.
    """
    query = select(
        col(Ask.noun), col(Ask.number), col(Ask.answered_at),
        func.coalesce(Ask.for_id, Ask.person_id), REMINDERS,
    ).where(
        col(Ask.team_id) == scope.team_id,
        col(Ask.department_id) == scope.department_id,
        among(session, col(Ask.kind), kinds),
        *within(Ask.opened_at, Period(period.begun_before(LONGEST_CLOCK), period.until)),
        *within(Ask.answered_at, period),
        col(Ask.outcome) != Outcome.WITHDRAWN,
        col(Ask.outcome) != Outcome.HANDED_OVER,
    )  # fmt: skip
    return [AnsweredAfter(*row) for row in session.execute(query)]


def offered_to(session: Session, scope: Scope, period: Period) -> list[Handoff]:
    """The offers from another department that a department answered in a period."""
    query = select(Handoff).where(
        col(Handoff.team_id) == scope.team_id,
        col(Handoff.taker_home_id) == scope.department_id,
        *within(Handoff.answered_at, period),
        col(Handoff.giver_home_id).is_not(None),
        col(Handoff.giver_home_id) != scope.department_id,
    )
    return list(session.scalars(query))


def waited_for(session: Session, scope: Scope, period: Period, kind: str) -> list[WaitedFor]:
    """The waits for a department that ended in a period; whoever was asked was asked by a kind."""
    asked = (
        select(func.min(func.coalesce(Ask.for_id, Ask.person_id)))
        .where(
            col(Ask.team_id) == col(Wait.team_id),
            col(Ask.noun) == col(Wait.noun),
            col(Ask.number) == col(Wait.number),
            col(Ask.kind) == kind,
            col(Ask.department_id) == col(Wait.department_id),
            col(Ask.opened_at) == col(Wait.began_at),
        )
        .correlate(Wait)
        .scalar_subquery()
    )
    query = select(
        col(Wait.noun), col(Wait.number), col(Wait.ended_at), asked, func.coalesce(Wait.days, 0)
    ).where(
        col(Wait.team_id) == scope.team_id,
        text(ENDED),
        col(Wait.department_id) == scope.department_id,
        *within(Wait.ended_at, period),
    )
    return [WaitedFor(*row) for row in session.execute(query)]
