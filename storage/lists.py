"""What is open, the first of it and how much: a person's, a department's, a customer's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, not_, text
from sqlmodel import Session, col, select

from storage import scopes
from storage.items import PRIVATE, Item
from storage.scopes import Model, Reader, Scope


@dataclass(frozen=True)
class Listed:
    """Some items of a list in its order, and how many there are in all.

    Both without those that whoever reads may not see, of which there are `hidden`.
    """

    items: list[Item]
    total: int
    hidden: int = 0


def live(
    session: Session,
    team_id: str,
    *,
    owner_id: str | None = None,
    department_id: UUID | None = None,
    customer_id: UUID | None = None,
    limit: int = 20,
    reader: Reader | None = None,
) -> Listed:
    """The first open tasks and issues that fit every condition given, soonest due first.

    For a `reader` those that they may see.
    """
    items: list[Item] = []
    total, hidden = 0, 0
    for model in scopes.MODELS:
        where = _conditions(model, team_id, owner_id, department_id, customer_id)
        # What has no date comes last, as in PostgreSQL of itself: else it would hide what has one.
        soonest = (col(model.due_at).nulls_last(), col(model.number))
        seen = [*where, *_seen(model, reader)]
        items += session.exec(select(model).where(*seen).order_by(*soonest).limit(limit)).all()
        total += _count(session, model, where)
        hidden += count_hidden(session, model, where, reader)
    items.sort(key=lambda item: (item.due_at is None, item.due_at, item.number))
    return Listed(items[:limit], total - hidden, hidden)


def count_late(session: Session, team_id: str, department_id: UUID, now: datetime) -> int:
    """How many open tasks and issues of a department are late."""
    scope = Scope(team_id, department_id)
    return sum(
        _count(session, model, [*scopes.live(model, scope), scopes.is_late(model, now)])
        for model in scopes.MODELS
    )


def count_hidden(session: Session, model: Model, where: list[Any], reader: Reader | None) -> int:
    """How many of these open ones somebody may not see: found among the few that are private."""
    if reader is None or reader.sees_all:
        return 0
    if not reader.works_here:
        return _count(session, model, [*where, not_(scopes.seen_by(model, reader))])
    private = [*where, text(PRIVATE), not_(scopes.seen_by(model, reader))]
    return _count(session, model, private)


def _seen(model: Model, reader: Reader | None) -> list[Any]:
    return [scopes.seen_by(model, reader)] if reader else []


def _count(session: Session, model: Model, where: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(model).where(*where)).one()


def _conditions(
    model: Model,
    team_id: str,
    owner_id: str | None,
    department_id: UUID | None,
    customer_id: UUID | None,
) -> list[Any]:
    where: list[Any] = [col(model.team_id) == team_id, col(model.closed_at).is_(None)]
    if owner_id is not None:
        where.append(col(model.owner_id) == owner_id)
    if department_id is not None:
        where.append(col(model.department_id) == department_id)
    if customer_id is not None:
        where.append(col(model.customer_id) == customer_id)
    return where
