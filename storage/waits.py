"""A wait pauses the clock of one step of a thing while somebody else has to do something first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, long_text, partial_index, row_id, team
from storage.due import longest_due
from storage.many import among

OPEN, ENDED = "ended_at IS NULL", "ended_at IS NOT NULL"


class WaitEnd(StrEnum):
    """How a wait ended."""

    ITSELF = "by itself"
    """Its day had come."""
    ANSWERED = "answered"
    """Whoever it waited for gave what was needed."""
    RESUMED = "resumed"
    """Somebody said that it goes on."""
    MOVED_ON = "moved on"
    """What it paused was answered otherwise."""


class Wait(SQLModel, table=True):
    """One wait of one ask, from `began_at` until `until` (UTC) unless it ends sooner.

    It waits for a customer, or for another department where `department_id` names one; `home_id`
    is the department that had the thing then. `was_due_at` is the date of the ask before it.
    `days` are the working days that it took in the end, charged to whoever it waited for.
    """

    __tablename__ = "waits"
    __table_args__ = (
        partial_index("waits_open", "team_id", "noun", "number", where=OPEN, unique=True),
        Index("waits_about", "team_id", "noun", "number", "began_at"),
        partial_index("waits_due", "next_at", where="next_at IS NOT NULL"),
        partial_index("waits_of_customer", "team_id", "customer_id", "ended_at", where=ENDED),
        partial_index("waits_of_department", "team_id", "department_id", "ended_at", where=ENDED),
        Index("waits_on_department", "team_id", "department_id"),
        Index("waits_on_customer", "team_id", "customer_id"),
        partial_index("waits_at_home", "team_id", "home_id", "ended_at", where=ENDED),
    )

    team_id: str = team()
    wait_id: UUID = row_id()
    noun: str
    number: int = large()
    ask_id: UUID
    customer_id: UUID | None = None
    department_id: UUID | None = None
    home_id: UUID | None = None
    reason: str = long_text("")
    began_at: datetime
    began_by: str
    until: datetime
    was_due_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended: str | None = None
    days: int | None = None
    next_at: datetime | None = None
    error: str = long_text("")


def open_of(session: Session, team_id: str, noun: str, number: int) -> Wait | None:
    """The wait of a thing that is not over."""
    return open_among(session, team_id, noun, [number]).get(number)


def open_among(
    session: Session, team_id: str, noun: str, numbers: Iterable[int]
) -> dict[int, Wait]:
    """The waits of these things that are not over, by number."""
    query = select(Wait).where(
        Wait.team_id == team_id,
        Wait.noun == noun,
        among(session, col(Wait.number), numbers),
        col(Wait.ended_at).is_(None),
    )
    return {wait.number: wait for wait in session.exec(query)}


def of_item(session: Session, team_id: str, noun: str, number: int) -> list[Wait]:
    """Every wait of a thing that there was, in their order."""
    return of_items(session, team_id, noun, [number])


def of_items(session: Session, team_id: str, noun: str, numbers: Iterable[int]) -> list[Wait]:
    """The same of several things."""
    query = select(Wait).where(
        Wait.team_id == team_id, Wait.noun == noun, among(session, col(Wait.number), numbers)
    )
    return sorted(session.exec(query), key=lambda wait: wait.began_at)


def next_due(session: Session, now: datetime) -> Wait | None:
    """The wait whose day came longest ago, if one has come; not held, see `handle_one`."""
    return longest_due(session, Wait, col(Wait.next_at), now, lock=False)


def end(session: Session, wait: Wait, now: datetime, how: WaitEnd, by: str, days: int) -> None:
    """Let a wait be over; `days` are the working days that it took."""
    wait.ended_at, wait.ended_by, wait.ended, wait.days = now, by, how, days
    wait.next_at = None
    session.add(wait)
    session.flush()


def wait_again(session: Session, team_id: str, noun: str, number: int, at: datetime) -> Wait | None:
    """Let a wait go on that ended at an instant (UTC), since what ended it is undone."""
    ended = [wait for wait in of_item(session, team_id, noun, number) if wait.ended_at == at]
    for wait in ended[-1:]:
        wait.ended_at = wait.ended_by = wait.ended = wait.days = None
        wait.next_at = wait.until
        session.add(wait)
        session.flush()
        return wait
    return None


def begun_at(session: Session, team_id: str, noun: str, number: int, at: datetime) -> Wait | None:
    """The wait of a thing that began at an instant (UTC)."""
    of_then = [each for each in of_item(session, team_id, noun, number) if each.began_at == at]
    return of_then[-1] if of_then else None
