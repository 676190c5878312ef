"""Lists of tasks and issues as people ask for them: mine, a department's, overdue, a customer's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.issues import Issue
from storage.items import Item
from storage.tasks import Task


@dataclass(frozen=True)
class Listed:
    """The first items of a list, soonest due first, and how many there are in all."""

    items: list[Item]
    total: int


def live(
    session: Session,
    team_id: str,
    *,
    owner_id: str | None = None,
    department_id: UUID | None = None,
    customer_id: UUID | None = None,
    due_before: datetime | None = None,
    limit: int = 20,
) -> Listed:
    """Open tasks and issues that fit every condition given; `due_before` is UTC."""
    items: list[Item] = []
    total = 0
    for model in (Task, Issue):
        where = _conditions(model, team_id, owner_id, department_id, customer_id, due_before)
        # What has no date comes last, as in PostgreSQL of itself: else it would hide what has one.
        soonest = (col(model.due_at).nulls_last(), col(model.number))
        query = select(model).where(*where).order_by(*soonest)
        items += session.exec(query.limit(limit)).all()
        counted = select(func.count()).select_from(model).where(*where)
        total += session.exec(counted).one()
    items.sort(key=lambda item: (item.due_at is None, item.due_at, item.number))
    return Listed(items[:limit], total)


def _conditions(
    model: type[Item],
    team_id: str,
    owner_id: str | None,
    department_id: UUID | None,
    customer_id: UUID | None,
    due_before: datetime | None,
) -> list[Any]:
    where: list[Any] = [col(model.team_id) == team_id, col(model.closed_at).is_(None)]
    if owner_id is not None:
        where.append(col(model.owner_id) == owner_id)
    if department_id is not None:
        where.append(col(model.department_id) == department_id)
    if customer_id is not None:
        where.append(col(model.customer_id) == customer_id)
    if due_before is not None:
        where.append(col(model.due_at) < due_before)
    return where
