"""What waiting takes: how many working days, of whom; and how much waits for somebody now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, text
from sqlmodel import Session, col, select

from storage import scopes
from storage.scopes import MODELS, Model, Period, Scope
from storage.waits import ENDED, Wait


@dataclass(frozen=True)
class WaitedDays:
    """Working days that things of a department waited for customers, and others for it."""

    for_customers: int = 0
    for_it: int = 0


def charged(session: Session, scope: Scope, period: Period) -> WaitedDays:
    """The working days of the waits that ended in a period, by whom they are charged to.

    For customers waited what the department had then; for the department, what others had.
    """
    took = func.coalesce(func.sum(Wait.days), 0)
    query = select(took).where(
        Wait.team_id == scope.team_id, text(ENDED), *scopes.within(Wait.ended_at, period)
    )
    for_customers = query.where(
        Wait.home_id == scope.department_id, col(Wait.department_id).is_(None)
    )
    if scope.department_id is None:
        return WaitedDays(int(session.exec(for_customers).one() or 0))
    for_it = query.where(Wait.department_id == scope.department_id)
    return WaitedDays(
        int(session.exec(for_customers).one() or 0), int(session.exec(for_it).one() or 0)
    )


def for_customer(
    session: Session, team_id: str, customer_id: UUID, period: Period
) -> tuple[int, int]:
    """The working days that we waited for a customer in a period, and in how many waits."""
    query = select(func.coalesce(func.sum(Wait.days), 0), func.count()).where(
        Wait.team_id == team_id,
        Wait.customer_id == customer_id,
        text(ENDED),
        *scopes.within(Wait.ended_at, period),
    )
    days, number = session.exec(query).one()
    return int(days or 0), number


# --- what waits now ---


def resting(session: Session, scope: Scope) -> Mapping[UUID | None, int]:
    """How many things of a department wait, by the department for which; None for customers."""
    found = Counter[UUID | None]()
    for model in MODELS:
        # Counted here: to group them, SQLite would read all waits that there ever were.
        found.update(session.exec(select(Wait.department_id).where(*_resting(model, scope))))
    return found


def is_resting(session: Session, scope: Scope) -> bool:
    """Whether anything of a department waits for somebody."""
    return any(
        session.exec(select(Wait.wait_id).where(*_resting(model, scope)).limit(1)).first()
        for model in MODELS
    )


def _resting(model: Model, scope: Scope) -> list[Any]:
    """Its waits that are not over, from those few to the things that they are about."""
    return [
        Wait.team_id == scope.team_id,
        Wait.noun == model.noun,
        col(Wait.ended_at).is_(None),
        and_(
            col(model.team_id) == col(Wait.team_id),
            col(model.number) == col(Wait.number),
            # As a value: from the department on, all that is open there would be read.
            func.coalesce(model.department_id, model.department_id) == scope.department_id,
        ),
    ]
