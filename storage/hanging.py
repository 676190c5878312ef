"""A task hangs on an initiative: it is part of how customers get it, and changes with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text, update
from sqlmodel import Session, SQLModel, col, select

from storage.columns import numbered, partial_index, team
from storage.many import among
from storage.tasks import Task

WAITS = "asked_at IS NOT NULL"
"""Those of which somebody is asked how they go on."""


class HangingTask(SQLModel, table=True):
    """One task that was given for an initiative (`number`), by its own number.

    Since `asked_at` (UTC) its owner is asked how it goes on without the initiative.
    """

    __tablename__ = "initiative_tasks"
    __table_args__ = (partial_index("initiative_tasks_waits", "team_id", "number", where=WAITS),)

    team_id: str = team()
    number: int = numbered()
    task_number: int = numbered()
    asked_at: datetime | None = None


def has(session: Session, team_id: str, number: int, task_number: int) -> bool:
    """Whether a task hangs on an initiative already."""
    return session.get(HangingTask, (team_id, number, task_number)) is not None


def add(session: Session, team_id: str, number: int, task_number: int) -> None:
    """Let a task hang on an initiative."""
    session.add(HangingTask(team_id=team_id, number=number, task_number=task_number))


def move(session: Session, team_id: str, number: int, to: int) -> None:
    """Let what hangs on an initiative hang on another one, to which it is joined."""
    session.execute(
        update(HangingTask)
        .where(col(HangingTask.team_id) == team_id, col(HangingTask.number) == number)
        .values(number=to)
    )


def live(session: Session, team_id: str, number: int) -> list[Task]:
    """The tasks that hang on an initiative and are still to be done, by number."""
    query = select(HangingTask.task_number).where(
        HangingTask.team_id == team_id, HangingTask.number == number
    )
    numbers = set(session.exec(query))
    if not numbers:
        return []
    rows = select(Task).where(Task.team_id == team_id, among(session, col(Task.number), numbers))
    return sorted((each for each in session.exec(rows) if each.live), key=lambda task: task.number)


def mark(session: Session, team_id: str, number: int, asked_at: datetime | None) -> None:
    """Keep since when (UTC) owners are asked how what hangs on an initiative goes on; None: not."""
    session.execute(
        update(HangingTask)
        .where(col(HangingTask.team_id) == team_id, col(HangingTask.number) == number)
        .values(asked_at=asked_at)
    )


def waiting(session: Session, team_id: str) -> list[int]:
    """The initiatives of which owners are asked how what hangs on them goes on, by number."""
    query = select(HangingTask.number).where(HangingTask.team_id == team_id, text(WAITS))
    return sorted(set(session.exec(query)))
