"""What is open, as a digest lists and counts it: late, due, waiting and new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, text, true
from sqlmodel import Session, col, select

from storage import judgements, scopes, waited
from storage.asks import Ask, OverdueAsk
from storage.customers import Customer
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.items import PRIVATE, Item, State
from storage.judgements import Passed
from storage.scopes import MODELS, Model, Period, Scope
from storage.tasks import Promise

FIRST = 50
"""So many lines of a list are read; the rest is only counted."""


@dataclass(frozen=True)
class Line:
    """One task or issue as a digest shows it."""

    noun: str
    number: int
    ref: str
    """The name people use: T-12."""
    title: str
    due_at: datetime | None
    created_at: datetime
    customer: str = ""
    tier: str = ""
    due_zone: str = "UTC"
    due_timed: bool = False
    since: OverdueAsk | None = None
    """The oldest overdue question about it."""
    part_of: int | None = None
    """The number of the issue in which it is the part of a department."""


@dataclass(frozen=True)
class Lines:
    """The first lines of a list, soonest due first, and how many there are in all.

    Of the `private` among them there is no line: a digest is read by whoever is in its channel.
    """

    lines: tuple[Line, ...] = ()
    total: int = 0
    private: int = 0


@dataclass(frozen=True)
class New:
    """Issues that came in: all of them, those nobody has answered, and the first still open."""

    total: int = 0
    waiting: int = 0
    oldest: Line | None = None


def count_late(session: Session, scope: Scope, now: datetime) -> int:
    """How many live items are late."""
    return sum(_count(session, model, late_of(model, scope, now)) for model in MODELS)


def late_by_department(session: Session, team_id: str, now: datetime) -> Counter[UUID | None]:
    """How many live items are late in each department: two questions a noun, however many are open.

    The same as `count_late` of each of them, which looks at all that is open there.
    """
    found: Counter[UUID | None] = Counter()
    for model in MODELS:
        live = [col(model.team_id) == team_id, col(model.closed_at).is_(None)]
        past = scopes.is_past(model, now)
        by_date = select(model.department_id, func.count()).where(*live, past)
        unanswered = (
            select(model.department_id, func.count(func.distinct(model.number)))
            .select_from(Ask)
            .join(model, and_(col(model.team_id) == Ask.team_id, col(model.number) == Ask.number))
            .where(Ask.team_id == team_id, Ask.noun == model.noun, *scopes.overdue_asks(now))
            .where(*live, past.is_not(true()))
        )
        for query in (by_date, unanswered):
            found.update(dict(session.exec(query.group_by(col(model.department_id))).all()))
    return found


def late_of(model: Model, scope: Scope, now: datetime) -> list[Any]:
    """The conditions of live items that are late."""
    return [*scopes.live(model, scope), scopes.is_late(model, now)]


def due_of(model: Model, scope: Scope, period: Period) -> list[Any]:
    """The conditions of what somebody has taken for a period to come; not what waits meanwhile."""
    return [
        *scopes.live(model, scope),
        *scopes.within(model.due_at, period),
        col(model.state) == State.ACKNOWLEDGED,
        scopes.rests(model).is_(None),
    ]


def resting(session: Session, scope: Scope, now: datetime) -> Lines:
    """Items that wait for a customer or a department, and are not late with something else."""
    where = {
        model: [
            *scopes.live(model, scope),
            scopes.rests(model).is_not(None),
            scopes.is_late(model, now).is_not(true()),
        ]
        for model in MODELS
    }
    lines: list[Line] = []
    for model in MODELS:
        soonest = (col(model.due_at).nulls_last(), col(model.number))
        seen = [*where[model], scopes.is_open_to_all(model)]
        query = scopes.with_customer(model).where(*seen).order_by(*soonest).limit(FIRST)
        lines += [line_of(item, customer) for item, customer in session.exec(query)]
    lines.sort(key=lambda line: (line.due_at is None, line.due_at, line.number))
    return Lines(tuple(lines[:FIRST]), *count(session, where))


def waiting(session: Session, scope: Scope, now: datetime) -> Lines:
    """How many items nobody has taken yet that are not late."""
    where = {model: [*scopes.live(model, scope), scopes.waits(model, now)] for model in MODELS}
    return Lines((), *count(session, where))


def count(session: Session, where: Mapping[Model, list[Any]]) -> tuple[int, int]:
    """How many items there are under these conditions, and how many of them are private."""
    total = sum(_count(session, model, each) for model, each in where.items())
    private = sum(_count(session, model, [*each, text(PRIVATE)]) for model, each in where.items())
    return total, private


def live(session: Session, scope: Scope) -> int:
    """How many items are open."""
    return sum(_count(session, model, scopes.live(model, scope)) for model in MODELS)


def may_tell(session: Session, scope: Scope, news: Period, soon: datetime) -> bool:
    """Whether a department's digest may have something to say; asked without counting anything.

    `soon` is until when a date is near. Of what nobody has taken some is looked for; where very
    much is open, it is taken for certain that there is some.
    """
    for model in MODELS:
        live = scopes.live(model, scope)
        states = session.exec(select(model.state).where(*live).limit(FIRST)).all()
        if {State.OPEN, State.CORRECTED} & set(states) or len(states) == FIRST:
            return True
        if _any(session, model, [*live, col(model.due_at) < soon, *scopes.is_owed(model)]):
            return True
        # Its date may be far, and its customer should have heard from us by now.
        if _any(session, model, [*live, scopes.is_late(model, news.until)]):
            return True
        if _any(session, model, scopes.closed(model, scope, news, State.DONE)):
            return True
    came_in = [*scopes.of(Issue, scope), *scopes.within(Issue.created_at, news)]
    if _any(session, Issue, came_in) or offers(session, scope) > 0:
        return True
    return waited.is_resting(session, scope)


def is_lively(session: Session, scope: Scope, period: Period) -> bool:
    """Whether anything is open in a scope, or was promised for a period or ended with a no in it.

    What was closed is only looked at where nothing is open.
    """
    if any(_any(session, model, scopes.live(model, scope)) for model in MODELS):
        return True
    if any(judgements.are_any(session, scope, period, each) for each in (Passed.DATE, Passed.END)):
        return True
    return any(
        _any(session, model, [*scopes.of(model, scope), *where])
        for model in MODELS
        for where in (
            [*scopes.within(model.original_due_at, period), scopes.closed_since(model, period)],
            [*scopes.within(model.closed_at, period), col(model.state) == State.DECLINED],
        )
    )


def offers(session: Session, scope: Scope) -> int:
    """How many hand-offs to this department wait for its answer."""
    query = select(func.count()).where(
        Handoff.team_id == scope.team_id,
        Handoff.to_department_id == scope.department_id,
        col(Handoff.answered_at).is_(None),
    )
    return session.exec(query).one()


def new_issues(session: Session, scope: Scope, period: Period) -> New:
    """Issues that came in during a period that ends now."""
    where = [*scopes.of(Issue, scope), *scopes.within(Issue.created_at, period)]
    unanswered = func.count(case((scopes.waits(Issue, period.until), 1)))
    total, waits = session.exec(select(func.count(), unanswered).where(*where)).one()
    query = (
        scopes.with_customer(Issue)
        .where(*where, col(Issue.closed_at).is_(None), scopes.is_open_to_all(Issue))
        .order_by(col(Issue.created_at), col(Issue.number))
    )
    first = session.exec(query.limit(1)).first()
    return New(total, waits, line_of(*first) if first else None)


def line_of(item: Item, customer: Customer | None, since: OverdueAsk | None = None) -> Line:
    """An item as a digest shows it; `since` is its oldest overdue question."""
    return Line(
        since=since,
        noun=item.noun,
        number=item.number,
        ref=item.ref,
        title=item.title,
        due_at=item.owed_by,
        created_at=item.created_at,
        due_zone=item.due_zone,
        due_timed=item.due_timed,
        customer=customer.name if customer else "",
        tier=customer.tier if customer else "",
        part_of=item.issue_number if isinstance(item, Promise) and item.is_part else None,
    )


def _count(session: Session, model: Model, where: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(model).where(*where)).one()


def _any(session: Session, model: Model, where: list[Any]) -> bool:
    return session.exec(select(model.number).where(*where).limit(1)).first() is not None
