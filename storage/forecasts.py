"""What was expected of decisions, what came true of it, and what customers lived through since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.customers import Customer
from storage.decisions import Decision, ImpactAnswer
from storage.due import PUT_OFF, longest_due
from storage.issues import Issue
from storage.items import State
from storage.many import among
from storage.scopes import Period, within

MOST = 5_000
"""So many forecasts are looked at, the newest first."""


class Forecast(NamedTuple):
    """What was expected of one decision, and what came true; the type as `rules.topic_for` has it.

    `title`, `topic` and `prompt` are those of the decision.
    """

    title: str
    topic: str | None
    prompt: str | None
    expected: str
    came_true: str


class ReportedSince(NamedTuple):
    """How many issues were reported, and by how many customers."""

    issues: int
    customers: int


def next_review(session: Session, now: datetime) -> Decision | None:
    """The decision whose look back has been due longest, held for this transaction."""
    return longest_due(session, Decision, col(Decision.review_at), now)


def put_off(session: Session, decision: Decision, now: datetime, error: str) -> None:
    """Try this one again in an hour; the log says what went wrong."""
    del error
    decision.review_at = now + PUT_OFF
    session.add(decision)


def reviewed(session: Session, team_id: str) -> list[Forecast]:
    """The forecasts of which somebody has said what came true, the newest first."""
    query = (
        select(
            Decision.title, Decision.topic, Decision.prompt, Decision.expected, Decision.came_true
        )  # type: ignore[call-overload]  # five columns
        .where(*_reviewed(team_id))
        .order_by(col(Decision.reviewed_at).desc())
        .limit(MOST)
    )
    return [Forecast(*row) for row in session.execute(query)]


def held(session: Session, team_id: str, period: Period) -> tuple[int, int]:
    """How many forecasts held of those that were looked back at last in a period, and of how many.

    What is private is counted as well.
    """
    query = select(Decision.expected, Decision.came_true).where(
        *_reviewed(team_id), *within(Decision.reviewed_at, period)
    )
    found = list(session.exec(query))
    return sum(expected == came_true for expected, came_true in found), len(found)


def foreseen_by(session: Session, team_id: str, user_id: str) -> list[tuple[str, str]]:
    """What one person had said of the decisions that were looked back at, and what came true."""
    query = (
        select(ImpactAnswer.foreseen, Decision.came_true)
        .join(
            Decision,
            (col(Decision.team_id) == col(ImpactAnswer.team_id))
            & (col(Decision.number) == col(ImpactAnswer.number)),
        )
        .where(
            *_reviewed(team_id),
            col(ImpactAnswer.user_id) == user_id,
            col(ImpactAnswer.foreseen).is_not(None),
        )
        .order_by(col(Decision.reviewed_at).desc())
        .limit(MOST)
    )
    return [(said or "", came or "") for said, came in session.exec(query)]


def _reviewed(team_id: str) -> list[Any]:
    return [
        Decision.team_id == team_id,
        col(Decision.reviewed_at).is_not(None),
        col(Decision.expected).is_not(None),
        col(Decision.came_true).is_not(None),
    ]


def reported(
    session: Session,
    team_id: str,
    departments: Collection[UUID | None],
    tiers: Collection[str],
    period: Period,
) -> ReportedSince:
    """The issues of customers of these tiers that were reported in a period; without tiers, of all.

    What was taken back is not counted. `departments` are all that there are, and None for what is
    with none: issues are found by them.
    """
    found = Counter[UUID]()
    for department_id in departments:
        query = (
            select(Issue.customer_id, func.count())
            .where(
                Issue.team_id == team_id,
                col(Issue.department_id) == department_id
                if department_id
                else col(Issue.department_id).is_(None),
                *within(Issue.created_at, period),
                Issue.state != State.WITHDRAWN,
            )
            .group_by(col(Issue.customer_id))
        )
        for customer_id, count in session.exec(query):
            # Asked of the database, “with a customer” would lead it to another index.
            if customer_id:
                found[customer_id] += count
    if tiers and found:
        theirs = _of_tiers(session, team_id, list(found), tiers)
        found = Counter({each: count for each, count in found.items() if each in theirs})
    return ReportedSince(found.total(), len(found))


def _of_tiers(
    session: Session, team_id: str, customer_ids: list[UUID], tiers: Collection[str]
) -> set[UUID]:
    """Those of these customers who are of these tiers now."""
    query = select(Customer.customer_id, Customer.tier).where(
        Customer.team_id == team_id, among(session, col(Customer.customer_id), customer_ids)
    )
    return {customer_id for customer_id, tier in session.exec(query) if tier in tiers}


def customers_of(session: Session, team_id: str, tiers: Collection[str]) -> int:
    """How many customers there are now of these tiers."""
    found = 0
    for tier in tiers:
        query = select(func.count()).where(Customer.team_id == team_id, Customer.tier == tier)
        found += session.exec(query).one()
    return found
