"""What falls due is a row that says when; what breaks over one is tried again in an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol, TypeVar

from sqlalchemy import bindparam
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select

PUT_OFF = timedelta(hours=1)
Falling = TypeVar("Falling", bound=SQLModel)


class FallsDue(Protocol):
    """A row that is due at an instant (UTC), and says what broke over it last."""

    next_at: datetime | None
    error: str


def longest_due(
    session: Session,
    table: type[Falling],
    at: Mapped[datetime | None],
    now: datetime,
    *which: Any,
    lock: bool = True,
) -> Falling | None:
    """The row that has waited longest, held for this transaction unless somebody only looks."""
    name: str = at.key  # type: ignore[attr-defined]  # which every column has
    query = _longest_due(table, name, lock)
    if which:
        query = query.where(*which)
    found: Falling | None = session.exec(query, params={"now": now}).first()
    return found


@cache
def _longest_due(table: type[Falling], name: str, lock: bool) -> Any:
    # Built once: every duty asks this at each tick.
    at = col(getattr(table, name))
    query = select(table).where(at <= bindparam("now")).order_by(at).limit(1)
    if lock:
        query = query.with_for_update(skip_locked=True)
        query = query.execution_options(populate_existing=True)
    return query


def put_off(session: Session, row: FallsDue, now: datetime, error: str) -> None:
    """Try this one again in an hour, with what went wrong written on it."""
    row.next_at, row.error = now + PUT_OFF, error
    session.add(row)
