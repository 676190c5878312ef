"""What the week of a department comes down to: what is late, for whom, and what it is offered.

What only some may see is counted, and neither named nor counted for a customer by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, text
from sqlmodel import Session, col, select

from storage import asks, counts, scopes
from storage.asks import OverdueAsk
from storage.counts import Lines, line_of
from storage.customers import Customer, Tier
from storage.handoffs import Handoff
from storage.items import CLOSED, Item, State
from storage.many import among
from storage.scopes import MODELS, Model, Period, Reader, Scope

RANKS = {tier.value: rank for rank, tier in enumerate(Tier)}
LAST = len(RANKS)
WEIGHED = 200
"""So many of what was closed last are put in order."""
EVER = datetime.min.replace(tzinfo=UTC)
Conditions = Callable[[Model], list[Any]]


@dataclass(frozen=True)
class ForCustomer:
    """A customer, and how many things of a department wait there for them."""

    name: str
    tier: str
    number: int


@dataclass(frozen=True)
class OfferLine:
    """An offer that waits for its answer: what, between whom, and since when (UTC).

    `ref` is empty where only some may see what is offered.
    """

    ref: str
    giver_id: UUID | None
    taker_id: UUID | None
    since: datetime


@dataclass(frozen=True)
class DoneThing:
    """What somebody has done: for which tier, and when (UTC).

    It was due at `due_at`, by the clock of its owner, and by the day first given at `first_due_at`.
    """

    owner_id: str
    tier: str
    done_at: datetime
    due_at: datetime | None
    due_zone: str
    first_due_at: datetime | None


def late(session: Session, scope: Scope, now: datetime, limit: int) -> Lines:
    """Live items that are late, the first so many by severity, tier, value and date."""
    where: dict[Model, list[Any]] = {model: counts.late_of(model, scope, now) for model in MODELS}
    rows = _urgent(session, lambda model: [*where[model], scopes.is_open_to_all(model)], limit)
    since: dict[tuple[str, int], OverdueAsk] = {}
    for noun in {item.noun for item, _ in rows}:
        numbers = [item.number for item, _ in rows if item.noun == noun]
        found = asks.overdue_since(session, scope.team_id, noun, numbers, now)
        since |= {(noun, number): each for number, each in found.items()}
    lines = [line_of(item, who, since.get((item.noun, item.number))) for item, who in rows]
    return Lines(tuple(lines), *counts.count(session, where))


def without_day(
    session: Session, scope: Scope, now: datetime, reader: Reader, limit: int, after: int
) -> tuple[list[Item], int, int]:
    """What is late by its date, those after so many that a reader may see, most urgent first.

    With how many they may see, and how many are hidden from them.
    """
    seen = {model: [*past_of(model, scope, now), scopes.seen_by(model, reader)] for model in MODELS}
    rows = _urgent(session, seen.__getitem__, after + limit)
    total, _ = counts.count(session, seen)
    return [item for item, _ in rows[after:]], total, past(session, scope, now) - total


def past(session: Session, scope: Scope, now: datetime) -> int:
    """How many live items have a date that has passed, and so none to come."""
    return counts.count(session, {model: past_of(model, scope, now) for model in MODELS})[0]


def past_of(model: Model, scope: Scope, now: datetime) -> list[Any]:
    """The conditions of what is late by its date; what waits for somebody is not."""
    return [
        *scopes.live(model, scope),
        col(model.due_at) < now,
        *scopes.is_owed(model),
        scopes.rests(model).is_(None),
    ]


def _urgent(session: Session, where: Conditions, limit: int) -> list[tuple[Item, Customer | None]]:
    """The first so many of what fits, by severity, tier, value and date."""
    found: list[tuple[Item, Customer | None]] = []
    for model in MODELS:
        rank = case(RANKS, value=col(Customer.tier), else_=LAST)
        in_order = (
            col(model.severity),
            rank,
            func.coalesce(Customer.annual_value, 0).desc(),
            col(model.due_at).nulls_last(),
            col(model.number),
        )
        for dated in _apart(model):
            query = scopes.with_customer(model).where(*where(model), dated).order_by(*in_order)
            found += session.exec(query.limit(limit)).all()
    return sorted(found, key=_order)[:limit]


def _apart(model: Model) -> tuple[Any, Any]:
    """What has a date, and what has none: asked so, it is read by the index of what is open.

    In another order than that of the index, SQLite would read all that there ever was.
    """
    return col(model.due_at) > EVER, col(model.due_at).is_(None)


def _order(row: tuple[Item, Customer | None]) -> tuple[Any, ...]:
    item, who = row
    rank = RANKS[who.tier] if who else LAST
    value = (who.annual_value or 0) if who else 0
    due = (item.due_at is None, item.due_at or item.created_at)
    return item.severity, rank, -value, *due, item.noun, item.number


def late_for(session: Session, scope: Scope, now: datetime) -> list[ForCustomer]:
    """The customers for whom something is late, those who weigh most first."""
    return _for_customers(session, scope, lambda model: counts.late_of(model, scope, now))


def due_for(session: Session, scope: Scope, period: Period) -> list[ForCustomer]:
    """The customers for whom something is due in a period to come, those who weigh most first."""
    return _for_customers(session, scope, lambda model: counts.due_of(model, scope, period))


def due(session: Session, scope: Scope, period: Period) -> Lines:
    """How much is due in a period to come."""
    where = {model: counts.due_of(model, scope, period) for model in MODELS}
    return Lines((), *counts.count(session, where))


def _for_customers(session: Session, scope: Scope, where: Conditions) -> list[ForCustomer]:
    number = Counter[UUID]()
    for model in MODELS:
        # Not by the column: SQLite would walk through what is open for all customers.
        whom = func.coalesce(model.customer_id, model.customer_id)
        for dated in _apart(model):
            conditions = (*where(model), dated, scopes.is_open_to_all(model))
            query = select(whom, func.count()).where(*conditions).group_by(whom)
            number.update({each: n for each, n in session.exec(query) if each})
    if not number:
        return []
    them = select(Customer).where(
        Customer.team_id == scope.team_id, among(session, col(Customer.customer_id), number)
    )
    in_order = sorted(
        session.exec(them),
        key=lambda each: (RANKS[each.tier], -(each.annual_value or 0), each.name),
    )
    return [ForCustomer(each.name, each.tier, number[each.customer_id]) for each in in_order]


def offers(session: Session, scope: Scope, now: datetime) -> list[OfferLine]:
    """The offers that wait for an answer of this department, or were made by it, oldest first."""
    waiting = select(Handoff).where(
        Handoff.team_id == scope.team_id, col(Handoff.answered_at).is_(None)
    )
    theirs = session.exec(waiting.where(Handoff.to_department_id == scope.department_id)).all()
    made = waiting.where(
        Handoff.giver_home_id == scope.department_id,
        # Named here, it leads to the index of those that wait.
        col(Handoff.offered_at) <= now,
        col(Handoff.to_department_id).is_distinct_from(scope.department_id),
    )
    found = [*theirs, *session.exec(made)]
    refs = _refs(session, scope.team_id, found)
    lines = [
        OfferLine(
            refs.get((each.noun, each.number), ""), each.giver_home_id, each.to_department_id,
            each.offered_at,
        )
        for each in found
    ]  # fmt: skip
    return sorted(lines, key=lambda each: each.since)


def _refs(session: Session, team_id: str, offers: Sequence[Handoff]) -> dict[tuple[str, int], str]:
    """The names of what is offered, as far as everybody here may see it."""
    found: dict[tuple[str, int], str] = {}
    for model in MODELS:
        numbers = {each.number for each in offers if each.noun == model.noun}
        if numbers:
            query = select(model).where(
                model.team_id == team_id,
                among(session, col(model.number), numbers),
                scopes.is_open_to_all(model),
            )
            found |= {(item.noun, item.number): item.ref for item in session.exec(query)}
    return found


def offered(
    session: Session, scope: Scope, reader: Reader, limit: int, after: int
) -> tuple[list[tuple[Item, Handoff]], int, int]:
    """What others offer to a department, those after so many that a reader may see, oldest first.

    With how many they may see, and how many are hidden from them.
    """
    found: list[tuple[Item, Handoff]] = []
    for model in MODELS:
        query = select(model, Handoff).where(
            Handoff.team_id == scope.team_id,
            Handoff.to_department_id == scope.department_id,
            col(Handoff.answered_at).is_(None),
            Handoff.noun == model.noun,
            model.team_id == Handoff.team_id,
            model.number == Handoff.number,
            scopes.seen_by(model, reader),
        )
        found += session.exec(query).all()
    found.sort(key=lambda row: row[1].offered_at)
    return found[after : after + limit], len(found), counts.offers(session, scope) - len(found)


def refused(
    session: Session, team_id: str, period: Period, limit: int
) -> tuple[list[tuple[Item, Customer | None]], int, int]:
    """What was closed with a no in a period and is so still, the gravest first.

    With how many there are in all, and how many of them are private.
    """
    where = {
        model: [
            col(model.team_id) == team_id,
            *scopes.within(model.closed_at, period),
            text(CLOSED),
            col(model.state) == State.DECLINED,
        ]
        for model in MODELS
    }
    found: list[tuple[Item, Customer | None]] = []
    for model in MODELS:
        seen = [*where[model], scopes.is_open_to_all(model)]
        newest = col(model.closed_at).desc()
        query = scopes.with_customer(model).where(*seen).order_by(newest).limit(WEIGHED)
        found += session.exec(query).all()
    return sorted(found, key=_order)[:limit], *counts.count(session, where)


def done(session: Session, scope: Scope, period: Period) -> list[DoneThing]:
    """What was done in a period by somebody, with whom it was for; an issue is, once corrected."""
    found: list[DoneThing] = []
    for model in MODELS:
        query = (
            scopes.with_customer(model)
            .with_only_columns(
                model.owner_id,
                Customer.tier,
                scopes.kept_at(model),
                model.due_at,
                model.due_zone,
                model.original_due_at,
            )
            .where(
                *scopes.closed(model, scope, period, State.DONE), col(model.owner_id).is_not(None)
            )
        )
        found += [
            DoneThing(owner_id, tier or "", *when)
            for owner_id, tier, *when in session.execute(query)
        ]
    return found
