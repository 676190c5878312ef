"""What a month meant for customers, as the customer room pack asks for it: counted, not listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, false, func, not_
from sqlmodel import Session, col, select

from storage import customers, judgements, kept_counts, scopes
from storage.customers import Customer, Tier
from storage.decisions import Decision, DecisionState
from storage.issues import Issue
from storage.items import Item, State
from storage.judgements import Judgement, Passed
from storage.scopes import MODELS, Period, Scope

RANK = case({str(tier): rank for rank, tier in enumerate(Tier)}, value=col(Customer.tier))
"""In the order of care."""


class ReportedAlike(NamedTuple):
    """So many issues of a period that have the same touchpoint, feeling, cause and severity."""

    touchpoint: str
    felt: str | None
    cause_id: UUID | None
    severity: int
    is_private: bool
    number: int


class KeptBy(NamedTuple):
    """So many things that somebody did in a period, by the date first given or not."""

    owner_id: str
    in_time: bool
    number: int


class TierWorth(NamedTuple):
    """How many customers a tier has, and what those are worth a year of whom that is known."""

    tier: str
    number: int
    valued: int
    value: int


@dataclass(frozen=True)
class OpenWork:
    """What a customer waits for: how much, how much of it late or severe, and the first of it.

    `items` may be read by everybody who works here; what is private is only counted.
    """

    items: tuple[Item, ...] = ()
    total: int = 0
    late: int = 0
    severe: int = 0


def reported(session: Session, scope: Scope, period: Period) -> list[ReportedAlike]:
    """The issues that were reported in a period and not taken back by its end, counted alike.

    When they were reported never changes; where, why and how it felt is as it is known now.
    """
    private = not_(scopes.is_open_to_all(Issue))
    alike = (col(Issue.touchpoint), col(Issue.felt), col(Issue.cause_id), col(Issue.severity))
    query = (
        select(*alike, private, func.count())  # type: ignore[call-overload]  # six columns
        .where(*_reported(scope, period))
        .group_by(*alike, private)
    )
    return [
        ReportedAlike(where, felt, cause, severity, bool(hidden), number)
        for where, felt, cause, severity, hidden, number in session.execute(query)
    ]


def told(session: Session, scope: Scope, period: Period, limit: int) -> list[Issue]:
    """Issues of a period with a customer's story that everybody here may read, gravest first."""
    query = (
        select(Issue)
        .where(*_reported(scope, period), scopes.is_open_to_all(Issue), Issue.story != "")
        .order_by(col(Issue.severity), col(Issue.created_at), col(Issue.number))
    )
    return list(session.exec(query.limit(limit)))


def _reported(scope: Scope, period: Period) -> list[Any]:
    taken_back = and_(
        col(Issue.state) == State.WITHDRAWN,
        func.coalesce(col(Issue.closed_at) < period.until, false()),
    )
    return [
        *scopes.of(Issue, scope),
        *scopes.within(Issue.created_at, period),
        not_(taken_back),
        judgements.counts(Issue, Issue.created_at, period),
    ]


def kept_by(session: Session, scope: Scope, period: Period) -> list[KeptBy]:
    """Who did how much in a period, opened again since or not; with nobody's there is none."""
    found: dict[tuple[str, bool], int] = {}
    done = (col(Judgement.state) == State.DONE, col(Judgement.owner_id).is_not(None))
    written = select(Judgement.owner_id, Judgement.in_time, func.count()).where(
        *judgements.within(scope, period, Passed.END), *done
    )
    parts: list[Any] = [written.group_by(col(Judgement.owner_id), col(Judgement.in_time))]
    for model in MODELS:
        in_time = func.coalesce(
            scopes.kept_at(model) <= col(model.original_due_at),
            false(),
        )
        parts.append(
            select(model.owner_id, in_time, func.count())
            .where(
                *scopes.closed(model, scope, period, State.DONE),
                col(model.owner_id).is_not(None),
                *judgements.unwritten(model, Passed.END, model.closed_at, period),
            )
            .group_by(col(model.owner_id), in_time)
        )
    for part in parts:
        for owner_id, met, number in session.execute(part):
            key = (owner_id, bool(met))
            found[key] = found.get(key, 0) + number
    return [KeptBy(owner_id, met, number) for (owner_id, met), number in found.items()]


def worth(session: Session, team_id: str) -> list[TierWorth]:
    """How many customers each tier has now, and what they are worth a year; not who left."""
    found = kept_counts.read(session, team_id, customers.BY_TIER)
    tiers = list(Tier)
    return sorted(map(TierWorth._make, found), key=lambda each: tiers.index(Tier(each.tier)))


def renewing(session: Session, team_id: str, first: date, last: date, limit: int) -> list[Customer]:
    """The accounts that renew from a day to another, those that need most care first."""
    in_order = (RANK, func.coalesce(Customer.annual_value, 0).desc(), col(Customer.renewal_on))
    query = select(Customer).where(*_renews(team_id, first, last))
    return list(session.exec(query.order_by(*in_order, col(Customer.key)).limit(limit)))


def renewal_worth(session: Session, team_id: str, first: date, last: date) -> TierWorth:
    """How many accounts renew from a day to another, and what they are worth together."""
    value = func.coalesce(func.sum(Customer.annual_value), 0)
    query = select(func.count(), func.count(col(Customer.annual_value)), value)
    number, valued, total = session.exec(query.where(*_renews(team_id, first, last))).one()
    return TierWorth("", number, valued, int(total or 0))


def _renews(team_id: str, first: date, last: date) -> list[Any]:
    return [
        Customer.team_id == team_id,
        col(Customer.renewal_on).is_not(None),
        col(Customer.renewal_on) >= first,
        col(Customer.renewal_on) <= last,
        col(Customer.left_on).is_(None),
    ]


def waits_for(
    session: Session, customer: Customer, now: datetime, severity: int, limit: int
) -> OpenWork:
    """What a customer waits for now; severe is what has this severity or a worse one."""
    work = OpenWork()
    for model in MODELS:
        where: list[Any] = [
            model.team_id == customer.team_id,
            model.customer_id == customer.customer_id,
            col(model.customer_id).is_not(None),
            col(model.closed_at).is_(None),
        ]
        late = func.count(case((scopes.is_late(model, now), 1)))
        severe = func.count(case((col(model.severity) <= severity, 1)))
        total, of_late, of_severe = session.exec(
            select(func.count(), late, severe).where(*where)
        ).one()
        first = (
            select(model)
            .where(*where, scopes.is_open_to_all(model))
            .order_by(col(model.severity), col(model.due_at), col(model.number))
            .limit(limit)
        )
        items: list[Item] = [*work.items, *session.exec(first)]
        work = OpenWork(
            tuple(items), work.total + total, work.late + of_late, work.severe + of_severe
        )
    urgent = sorted(work.items, key=lambda each: (each.severity, each.due_at is None, each.due_at))
    return OpenWork(tuple(urgent[:limit]), work.total, work.late, work.severe)


def decided(session: Session, team_id: str, period: Period) -> list[Decision]:
    """The decisions that were put to the executives in a period, by number; without withdrawn."""
    query = select(Decision).where(
        Decision.team_id == team_id, *scopes.within(Decision.created_at, period)
    )
    known = sorted(session.exec(query), key=lambda each: each.number)
    return [each for each in known if each.state != DecisionState.WITHDRAWN]
