"""What is open, the first of it and how much: what somebody has, what a department carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, not_, text
from sqlmodel import Session, col, select

from storage import scopes
from storage.items import PRIVATE, Item, State
from storage.scopes import Model, Reader, Scope


@dataclass(frozen=True)
class Listed:
    """The first items of a list, and how many there are in all."""

    items: list[Item]
    total: int


def owned(session: Session, team_id: str, owner_id: str, limit: int) -> Listed:
    """The first open tasks and issues of somebody, soonest due first."""
    items: list[Item] = []
    total = 0
    for model in scopes.MODELS:
        where = [
            col(model.team_id) == team_id,
            col(model.owner_id) == owner_id,
            col(model.closed_at).is_(None),
        ]
        items += session.exec(select(model).where(*where).order_by(*_soonest(model)).limit(limit))
        total += _count(session, model, where)
    return Listed(_in_order(items)[:limit], total)


@dataclass(frozen=True)
class CarriedBy:
    """How much of what is open in a department somebody has, and how much of it is late.

    `owner_id` is None for what is with nobody.
    """

    owner_id: str | None
    open: int
    late: int


def carried(session: Session, scope: Scope, now: datetime) -> list[CarriedBy]:
    """Who carries how much of what is open in a department, most first."""
    found: dict[str, tuple[int, int]] = {}
    for model in scopes.MODELS:
        # Not by the column: SQLite would walk through what everybody has anywhere.
        owner = func.coalesce(col(model.owner_id), "")
        late = func.sum(case((scopes.is_late(model, now), 1), else_=0))
        query = select(owner, func.count(), late).where(*scopes.live(model, scope)).group_by(owner)
        for owner_id, is_open, is_late in session.exec(query):
            before = found.get(owner_id, (0, 0))
            found[owner_id] = (before[0] + is_open, before[1] + is_late)
    carried = [CarriedBy(owner or None, *counted) for owner, counted in found.items()]
    return sorted(carried, key=lambda each: (-each.open, -each.late, each.owner_id or ""))


def late(
    session: Session, scope: Scope, now: datetime, limit: int, *, reader: Reader
) -> list[Item]:
    """The first that is late in a department and not the reader's own, soonest due first."""
    return _first(
        session,
        scope,
        limit,
        reader,
        lambda model: (
            scopes.is_late(model, now),
            func.coalesce(col(model.owner_id), "") != reader.user_id,
        ),
    )


def open_in(session: Session, scope: Scope, limit: int, *, reader: Reader) -> list[Item]:
    """The first that is open in a department and the reader may see, soonest due first."""
    return _first(session, scope, limit, reader, lambda _: ())


def _first(
    session: Session,
    scope: Scope,
    limit: int,
    reader: Reader,
    more: Callable[[Model], tuple[Any, ...]],
) -> list[Item]:
    items: list[Item] = []
    for model in scopes.MODELS:
        query = select(model).where(
            *scopes.live(model, scope), scopes.seen_by(model, reader), *more(model)
        )
        items += session.exec(query.order_by(*_soonest(model)).limit(limit)).all()
    return _in_order(items)[:limit]


def count_hidden(session: Session, scope: Scope, reader: Reader) -> int:
    """How much of what is open in a department is private, and somebody may not see it."""
    if reader.sees_all:
        return 0
    return sum(
        _count(
            session,
            model,
            [*scopes.live(model, scope), text(PRIVATE), not_(scopes.seen_by(model, reader))],
        )
        for model in scopes.MODELS
    )


def count_kept(session: Session, team_id: str, owner_id: str, since: datetime) -> int:
    """How many tasks and issues of somebody were done since an instant (UTC)."""
    return sum(
        _count(
            session,
            model,
            [
                col(model.team_id) == team_id, col(model.closed_at) >= since,
                col(model.owner_id) == owner_id, col(model.state) == State.DONE,
            ],
        )
        for model in scopes.MODELS
    )  # fmt: skip


def _soonest(model: Model) -> tuple[Any, ...]:
    # What has no date comes last, as in PostgreSQL of itself: else it would hide what has one.
    return col(model.due_at).nulls_last(), col(model.number)


def _in_order(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at, item.number))


def _count(session: Session, model: Model, where: list[Any]) -> int:
    return session.exec(select(func.count()).select_from(model).where(*where)).one()
