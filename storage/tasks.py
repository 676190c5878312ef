"""A task is one thing that one named person will do by a date. T-12."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    and_,
    case,
    func,
    insert,
    text,
)
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, partial_index
from storage.gathering import insert_rows
from storage.items import CLOSED, LIVE, PRIVATE, WAITING, Item, State
from storage.many import among

IS_PART = "is_part"
"""Which tasks are the part of a department in an issue that several must take."""
IS_PREVENTION = "is_prevention"
"""Which tasks keep an issue from coming back."""
MOVES_NOTHING = (
    "closed_at IS NULL AND customer_id IS NULL AND outcome_number IS NULL AND issue_number IS NULL"
)
"""Which open tasks are for no customer, and move nothing that customers are to notice."""
MOST_PARTS = 100
"""So many parts of one issue are looked at."""
MOST_PREVENTIONS = 100
"""So many tasks that keep issues of one cause from coming back are looked at."""


class Promise(Item):
    """One promise; it stands alone or belongs to an issue or a decision."""

    noun: ClassVar[str] = "task"
    letter: ClassVar[str] = "T"

    issue_number: int | None = large(None)
    decision_number: int | None = large(None)
    source: str | None = None
    is_part: bool = False
    """Whether it is the part of its department in an issue that several must take."""
    is_prevention: bool = False
    """Whether it is to keep its issue from coming back: it is open again where the cause does."""
    outcome_number: int | None = large(None)
    """What customers are to notice that it moves: the number of that outcome."""


class Task(Promise, table=True):
    """The same, as it is remembered."""

    __tablename__ = "tasks"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "owner_id"], ["people.team_id", "people.user_id"]),
        ForeignKeyConstraint(
            ["team_id", "department_id"], ["departments.team_id", "departments.department_id"]
        ),
        ForeignKeyConstraint(
            ["team_id", "customer_id"], ["customers.team_id", "customers.customer_id"]
        ),
        partial_index("tasks_due_live", "team_id", "due_at", "number", where=LIVE),
        partial_index(
            "tasks_customer_live", "team_id", "customer_id", "due_at", "number", where=LIVE
        ),
        # Of all that there ever was, so that a department may go. With the day of its end, what is
        # open is counted without the rest; with the first day too, what is open past that day.
        Index("tasks_of_department", "team_id", "department_id", "closed_at", "original_due_at"),
        partial_index(
            "tasks_of_customer",
            "team_id",
            "customer_id",
            "closed_at",
            where="customer_id IS NOT NULL",
        ),
        partial_index("tasks_private", "team_id", "closed_at", "number", where=PRIVATE),
        partial_index(
            "tasks_issue", "team_id", "issue_number", "number", where="issue_number IS NOT NULL"
        ),
        partial_index("tasks_parts", "team_id", "issue_number", "number", where=IS_PART),
        partial_index(
            "tasks_preventions", "team_id", "issue_number", "number", where=IS_PREVENTION
        ),
        partial_index(
            "tasks_outcome",
            "team_id",
            "outcome_number",
            "closed_at",
            "due_at",
            "number",
            where="outcome_number IS NOT NULL",
        ),
        partial_index(
            "tasks_moving_nothing", "team_id", "department_id", "number", where=MOVES_NOTHING
        ),
        partial_index("tasks_ended", "team_id", "closed_at", "number", where=CLOSED),
        partial_index("tasks_asker_live", "team_id", "created_by", "due_at", "number", where=LIVE),
        partial_index("tasks_waiting", "team_id", "due_at", "number", where=WAITING),
        partial_index("tasks_source", "team_id", "source", where="source IS NOT NULL", unique=True),
        partial_index("tasks_owner_live", "team_id", "owner_id", "due_at", "number", where=LIVE),
        partial_index(
            "tasks_department_live", "team_id", "department_id", "due_at", "number", where=LIVE
        ),
    )


INSERT = insert(SQLModel.metadata.tables["tasks"])


def add(session: Session, promise: Promise) -> None:
    """Remember a promise that was just given."""
    # Without an object for the row: whoever gives it needs no more than what is in it.
    insert_rows(session, INSERT, [promise.model_dump()])


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Task | None:
    """The task with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Task, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of_issue(session: Session, team_id: str, issue_number: int, limit: int) -> list[Task]:
    """The first tasks that follow from an issue: those that are open, then those that ended.

    The parts that departments take in it are no such tasks.
    """
    query = select(Task).where(*_of_issue(team_id, issue_number)).limit(limit)
    is_live = col(Task.closed_at).is_(None)
    live = list(session.exec(query.where(is_live).order_by(col(Task.number))))
    if len(live) == limit:
        return live
    ended = query.where(~is_live).order_by(col(Task.number).desc())
    return [*live, *session.exec(ended.limit(limit - len(live)))]


def count_of_issue(
    session: Session, team_id: str, issue_number: int, now: datetime
) -> tuple[int, int, int]:
    """How many tasks of an issue are late by now (UTC), are open and not late, and are done."""
    is_live, is_late = col(Task.closed_at).is_(None), col(Task.due_at) < now
    late = func.coalesce(func.sum(case((and_(is_live, is_late), 1), else_=0)), 0)
    live = func.coalesce(func.sum(case((is_live, 1), else_=0)), 0)
    done = func.coalesce(func.sum(case((col(Task.state) == State.DONE, 1), else_=0)), 0)
    query = select(late, live, done).where(*_of_issue(team_id, issue_number))
    found = session.exec(query).one()
    return int(found[0]), int(found[1]) - int(found[0]), int(found[2])


def _of_issue(team_id: str, issue_number: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Task.team_id) == team_id,
        col(Task.issue_number) == issue_number,
        col(Task.issue_number).is_not(None),
        ~col(Task.is_part),
    )


def parts(session: Session, team_id: str, issue_numbers: Collection[int]) -> list[Task]:
    """The parts that departments take in these issues, in the order in which they were asked."""
    is_of_issue = among(session, col(Task.issue_number), issue_numbers)
    # In no order there: SQLite would walk through all tasks in the order of their numbers.
    query = select(Task).where(Task.team_id == team_id, is_of_issue, text(IS_PART))
    return sorted(session.exec(query.limit(MOST_PARTS)), key=lambda each: each.number)


def preventions(session: Session, team_id: str, issue_numbers: Collection[int]) -> list[Task]:
    """The tasks that are to keep these issues from coming back, in the order of their numbers."""
    is_of_issue = among(session, col(Task.issue_number), issue_numbers)
    # In no order there, as above.
    query = select(Task).where(Task.team_id == team_id, is_of_issue, text(IS_PREVENTION))
    return sorted(session.exec(query.limit(MOST_PREVENTIONS)), key=lambda each: each.number)
