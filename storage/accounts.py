"""Customers at risk: those with open work that is late or severe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, distinct, func, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage import scopes
from storage.customers import Customer
from storage.issues import Issue
from storage.many import among
from storage.scopes import MODELS, Model
from storage.tasks import Task

_WHOLE = aliased(Issue)


@dataclass(frozen=True)
class Account:
    """A customer with open work that is late or severe; its value in whole units.

    `renews_on` is the day of its renewal, while that is still to come. What several departments
    must take is one thing among the severe ones.
    """

    customer_id: UUID
    name: str
    tier: str
    annual_value: int | None
    currency: str | None
    renews_on: date | None
    late: int
    severe: int


def at_risk(
    session: Session,
    team_id: str,
    tiers: Collection[str],
    severity: int,
    now: datetime,
    today: date,
) -> list[Account]:
    """Customers of some tiers with open work that is late, or of this severity or worse.

    `today` is the day of their reader.
    """
    # From the few who are watched to their work, and only then to who they are: the other way round
    # all open work would be read.
    watched = select(Customer.customer_id).where(
        Customer.team_id == team_id, among(session, col(Customer.tier), tiers)
    )
    late, severe = Counter[UUID](), Counter[UUID]()
    for model in MODELS:
        is_late, is_severe = scopes.is_late(model, now), col(model.severity) <= severity
        query = (
            select(
                model.customer_id,
                func.count(case((is_late, 1))),
                func.count(
                    distinct(case((is_severe & _stands_alone(model, severity), _thing(model))))
                ),
            )
            .where(
                model.team_id == team_id,
                col(model.customer_id).in_(watched),
                col(model.closed_at).is_(None),
                is_late | is_severe,
            )
            .group_by(col(model.customer_id))
        )
        for customer_id, of_late, of_severe in session.exec(query):
            if customer_id is not None:
                late[customer_id] += of_late
                severe[customer_id] += of_severe
    them = select(Customer).where(
        Customer.team_id == team_id, among(session, col(Customer.customer_id), late)
    )
    return [
        _account(customer, today, late[customer.customer_id], severe[customer.customer_id])
        for customer in session.exec(them)
    ]


def _stands_alone(model: Model, severity: int) -> Any:
    """Whether it is not the part of a department in an issue that is counted itself."""
    if model is Issue:
        return true()
    whole = select(_WHOLE.number).where(
        col(_WHOLE.team_id) == col(Task.team_id),
        col(_WHOLE.number) == col(Task.issue_number),
        col(_WHOLE.customer_id) == col(Task.customer_id),
        col(_WHOLE.closed_at).is_(None),
        col(_WHOLE.severity) <= severity,
    )
    # Not EXISTS: this is looked up row by row, through the key.
    return ~col(Task.is_part) | whole.limit(1).scalar_subquery().is_(None)


def _thing(model: Model) -> Any:
    """What it is counted as; the parts of one issue are one thing."""
    if model is Issue:
        return col(Issue.number)
    return case((col(Task.is_part), -col(Task.issue_number)), else_=col(Task.number))


def _account(customer: Customer, today: date, late: int, severe: int) -> Account:
    return Account(
        customer_id=customer.customer_id,
        name=customer.name,
        tier=customer.tier,
        annual_value=customer.annual_value,
        currency=customer.currency,
        renews_on=customer.renews_on(today),
        late=late,
        severe=severe,
    )
