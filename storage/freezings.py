"""How far the quarters of a workspace are shown and frozen, and when to look next."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Index, bindparam
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.audits import AT_ONCE
from storage.columns import long_text, team
from storage.instants import has_come

AHEAD = timedelta(days=2)
"""Nothing is planned later than so long from now, unless by a clock that was ahead."""


class Freezing(SQLModel, table=True):
    """The turn of one workspace.

    `shown` and `frozen` are the keys of the last quarter (2026-Q4) of which every department has
    read its figures, and of which all are frozen. `behind` is the department that had its turn
    last, while that goes on.
    """

    __tablename__ = "freezings"
    __table_args__ = (Index("freezings_due", "next_at"),)

    team_id: str = team()
    next_at: datetime = AT_ONCE
    shown: str = ""
    frozen: str = ""
    behind: UUID | None = None
    error: str = long_text("")


def begin(session: Session, team_id: str) -> None:
    """Have the quarters of a workspace shown and frozen from now on; harmless when they are."""
    if session.get(Freezing, team_id) is None:
        session.add(Freezing(team_id=team_id))
        session.flush()


def next_due(session: Session, now: datetime, *, lock: bool = True) -> Freezing | None:
    """The turn that has waited longest, locked for this transaction unless somebody only looks."""
    return session.exec(_next_due(lock), params={"now": now, "farthest": now + AHEAD}).first()


@cache
def _next_due(lock: bool) -> SelectOfScalar[Freezing]:
    # Built once: it is asked at each tick.
    at = col(Freezing.next_at)
    come = has_come(at, bindparam("now"), bindparam("farthest"))
    query = select(Freezing).where(come).order_by(at).limit(1)
    if lock:
        query = query.with_for_update(skip_locked=True)
        query = query.execution_options(populate_existing=True)
    return query
