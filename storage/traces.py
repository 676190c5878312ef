"""What moves an outcome, and what moves nothing that customers are to notice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage import scopes
from storage.columns import team
from storage.decisions import Decision, DecisionState
from storage.departments import Department
from storage.many import among
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


def moving_here(
    session: Session, home: Department, numbers: Collection[int], now: datetime
) -> dict[int, Moving]:
    """The same of the tasks of one department, by the number of the outcome that they move."""
    is_late = and_(col(Task.due_at) < now, scopes.rests(Task).is_(None))
    late = func.coalesce(func.sum(case((is_late, 1), else_=0)), 0)
    query = (
        select(Task.outcome_number, func.count(), late)
        .where(
            col(Task.team_id) == home.team_id,
            among(session, col(Task.outcome_number), numbers),
            col(Task.outcome_number).is_not(None),
            col(Task.closed_at).is_(None),
            col(Task.department_id) == home.department_id,
            _is_open_to_all(),
        )
        .group_by(col(Task.outcome_number))
    )
    found = session.exec(query).all()
    return {int(number): Moving(int(count), int(past)) for number, count, past in found if number}


def redated_of(session: Session, team_id: str, number: int, limit: int) -> Sequence[Task]:
    """Those of them that have another date than at first; so many at most."""
    is_moved = col(Task.due_at) != col(Task.original_due_at)
    query = select(Task).where(*_open_of(team_id, number), _is_open_to_all(), is_moved)
    return session.exec(query.limit(limit)).all()


def has_open(session: Session, team_id: str, number: int) -> bool:
    """Whether an open task moves an outcome, whoever may see it."""
    query = select(Task.number).where(*_open_of(team_id, number)).limit(1)
    return session.exec(query).first() is not None


def open_of(session: Session, reader: Reader, number: int, limit: int) -> Sequence[Task]:
    """The open tasks that move an outcome and that somebody may see, the earliest date first."""
    query = select(Task).where(*_open_of(reader.team_id, number), scopes.seen_by(Task, reader))
    return session.exec(query.order_by(col(Task.due_at), col(Task.number)).limit(limit)).all()


def decisions_of(session: Session, reader: Reader, number: int) -> list[Decision]:
    """The decisions that move an outcome, that stand, and that somebody may see; by number."""
    query = select(Decision).where(
        col(Decision.team_id) == reader.team_id,
        col(Decision.outcome_number) == number,
        col(Decision.outcome_number).is_not(None),
        col(Decision.state) != DecisionState.WITHDRAWN.value,
        scopes.decision_seen_by(reader),
    )
    return sorted(session.exec(query), key=lambda each: each.number)


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

RESTS = timedelta(days=30)
"""So long whoever leads a department is not asked again about what moves nothing there."""


class NothingLook(SQLModel, table=True):
    """When (UTC) whoever leads a department looked last at what moves nothing there."""

    __tablename__ = "nothing_looks"

    team_id: str = team()
    department_id: UUID = Field(primary_key=True)
    looked_at: datetime


def has_rested(session: Session, team_id: str, department_id: UUID, now: datetime) -> bool:
    """Whether they have not looked for a month, by now (UTC)."""
    found = session.get(NothingLook, (team_id, department_id))
    return found is None or now - found.looked_at >= RESTS


def look(session: Session, team_id: str, department_id: UUID, now: datetime) -> None:
    """Keep that they look at it now."""
    session.merge(NothingLook(team_id=team_id, department_id=department_id, looked_at=now))


@dataclass(frozen=True)
class Untraced:
    """How many tasks are open, how many of them move no outcome, and how many move nothing.

    `nothing` are those that are for no customer and of no issue, either, by department.
    """

    open: int
    untraced: int
    nothing: Mapping[UUID, int]


def untraced(session: Session, team_id: str) -> Untraced:
    """What is open by now, as far as everybody may see it; a look into each department."""
    moves_none = func.coalesce(func.sum(case((col(Task.outcome_number).is_(None), 1), else_=0)), 0)
    is_open = (col(Task.closed_at).is_(None), _is_open_to_all())
    query = select(
        col(Department.department_id),
        _in_department(func.count(), *is_open),
        _in_department(moves_none, *is_open),
        _in_department(func.count(), text(MOVES_NOTHING), _is_open_to_all()),
    ).where(Department.team_id == team_id)
    rows = session.exec(query).all()
    nothing = {department_id: count for department_id, _, _, count in rows if count}
    return Untraced(sum(row[1] for row in rows), sum(row[2] for row in rows), nothing)


def count_nothing_in(session: Session, team_id: str, department_id: UUID) -> int:
    """How many tasks of one department move nothing, as far as everybody may see them."""
    query = (
        select(func.count())
        .select_from(Task)
        .where(
            col(Task.team_id) == team_id,
            col(Task.department_id) == department_id,
            text(MOVES_NOTHING),
            _is_open_to_all(),
        )
    )
    return session.exec(query).one()


def _in_department(figure: Any, *wanted: Any) -> Any:
    """A figure of the tasks of each department."""
    is_its = (
        col(Task.team_id) == col(Department.team_id),
        col(Task.department_id) == col(Department.department_id),
    )
    query = select(figure).select_from(Task).where(*is_its, *wanted)
    return query.correlate(Department).scalar_subquery()


def moving_nothing(
    session: Session, reader: Reader, department_id: UUID, after: int, size: int
) -> Sequence[Task]:
    """The open tasks of a department that move nothing and that somebody may see, by number.

    At most `size` of them, behind the first `after`.
    """
    query = select(Task).where(*_seen_moving_nothing(reader, department_id))
    return session.exec(query.order_by(col(Task.number)).offset(after).limit(size)).all()


def count_moving_nothing(session: Session, reader: Reader, department_id: UUID) -> int:
    """How many of them somebody may see."""
    query = select(func.count()).select_from(Task)
    return session.exec(query.where(*_seen_moving_nothing(reader, department_id))).one()


def _seen_moving_nothing(reader: Reader, department_id: UUID) -> list[Any]:
    return [
        col(Task.team_id) == reader.team_id,
        col(Task.department_id) == department_id,
        text(MOVES_NOTHING),
        scopes.seen_by(Task, reader),
    ]
