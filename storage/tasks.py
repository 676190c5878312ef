"""A task is one thing that one named person will do by a date. T-12."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import ForeignKeyConstraint, insert
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, partial_index
from storage.gathering import insert_rows
from storage.items import CLOSED, LIVE, PRIVATE, Item
from storage.many import among


class Promise(Item):
    """One promise; it stands alone or belongs to an issue or a decision."""

    noun: ClassVar[str] = "task"
    letter: ClassVar[str] = "T"

    issue_number: int | None = large(None)
    decision_number: int | None = large(None)
    source: str | None = None


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
        partial_index("tasks_private", "team_id", "closed_at", "number", where=PRIVATE),
        partial_index("tasks_closed", "team_id", "department_id", "closed_at", where=CLOSED),
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
    return session.get(Task, (team_id, number), with_for_update=lock or None)


def known_sources(session: Session, team_id: str, sources: Iterable[str]) -> set[str]:
    """Those of `sources` that a task was made from already."""
    query = select(Task.source).where(
        Task.team_id == team_id, among(session, col(Task.source), sources)
    )
    return {source for source in session.exec(query) if source}
