"""What moves an outcome, and what moves nothing that customers are to notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, text
from sqlmodel import Session, col, select

from storage import scopes
from storage.scopes import Reader
from storage.tasks import MOVES_NOTHING, Task


@dataclass(frozen=True)
class Moving:
    """How many open tasks move something, and how many of them are past their date."""

    open: int = 0
    late: int = 0


def count_of(session: Session, team_id: str, number: int, now: datetime) -> Moving:
    """The open tasks that move an outcome, and those past their date by now (UTC).

    As far as everybody may see them. What nobody has taken yet is late by its date, too; what
    waits for somebody is not.
    """
    is_late = and_(col(Task.due_at) < now, scopes.rests(Task).is_(None))
    late = func.coalesce(func.sum(case((is_late, 1), else_=0)), 0)
    query = select(func.count(), late).where(*_open_of(team_id, number), _is_open_to_all())
    found = session.exec(query).one()
    return Moving(int(found[0]), int(found[1]))


def redated_of(session: Session, team_id: str, number: int, limit: int) -> Sequence[Task]:
    """Those of them that have another date than at first; so many at most."""
    is_moved = col(Task.due_at) != col(Task.original_due_at)
    query = select(Task).where(*_open_of(team_id, number), _is_open_to_all(), is_moved)
    return session.exec(query.limit(limit)).all()


def open_of(session: Session, reader: Reader, number: int, limit: int) -> Sequence[Task]:
    """The open tasks that move an outcome and that somebody may see, the earliest date first."""
    query = select(Task).where(*_open_of(reader.team_id, number), scopes.seen_by(Task, reader))
    return session.exec(query.order_by(col(Task.due_at), col(Task.number)).limit(limit)).all()


def _open_of(team_id: str, number: int) -> tuple[Any, ...]:
    return (
        col(Task.team_id) == team_id,
        col(Task.outcome_number) == number,
        col(Task.outcome_number).is_not(None),
        col(Task.closed_at).is_(None),
    )


def _is_open_to_all() -> Any:
    return scopes.is_open_to_all(Task)


# --- what moves nothing ---


def moving_nothing(session: Session, team_id: str) -> Counter[UUID]:
    """How many open tasks have neither a customer nor an outcome nor an issue, by department.

    As far as everybody may see them.
    """
    query = (
        select(Task.department_id, func.count())
        .where(*_moving_nothing(team_id), _is_open_to_all())
        .group_by(col(Task.department_id))
    )
    return Counter({department: count for department, count in session.exec(query) if department})


def list_moving_nothing(
    session: Session, reader: Reader, department_id: UUID | None, after: int, size: int
) -> Sequence[Task]:
    """Those that somebody may see, of a department or of all, by number behind `after`."""
    query = select(Task).where(
        *_moving_nothing(reader.team_id), scopes.seen_by(Task, reader), col(Task.number) > after
    )
    if department_id:
        query = query.where(col(Task.department_id) == department_id)
    return session.exec(query.order_by(col(Task.number)).limit(size)).all()


def _moving_nothing(team_id: str) -> tuple[Any, ...]:
    return (col(Task.team_id) == team_id, text(MOVES_NOTHING))
