"""A schedule says when a digest, a prompt or a room pack is due in a channel, in its own zone."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, SQLModel, col, select

from storage.columns import facts, long_text, partial_index, row_id, team
from storage.due import longest_due

TOO_LATE = "too late"
"""The error of a turn that was left out because its day had passed; the next one comes."""


class Posting(StrEnum):
    """What is posted."""

    DIGEST = "digest"
    PROMPT = "prompt"
    ROOM = "room"


class Schedule(SQLModel, table=True):
    """One standing appointment: `weekday` counts Monday as 0 and is empty for every working day.

    `rhythm` says what is not so simple: several weekdays, every few weeks, a day of the month.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        UniqueConstraint("team_id", "kind", "channel_id", name="schedules_place"),
        partial_index("schedules_due", "next_at", where="next_at IS NOT NULL"),
    )

    team_id: str = team()
    schedule_id: UUID = row_id()
    kind: str
    channel_id: str
    weekday: int | None = None
    rhythm: dict[str, Any] = facts()
    at: time = time(9)
    zone: str = "UTC"
    next_at: datetime | None = None
    last_at: datetime | None = None
    last_turn: datetime | None = None
    """The turn that was last taken, which a clock that was ahead takes before its time."""
    created_by: str = ""
    error: str = long_text("")


def find(session: Session, team_id: str, kind: Posting, channel_id: str) -> Schedule | None:
    """The schedule of this kind in a channel."""
    query = select(Schedule).where(
        Schedule.team_id == team_id, Schedule.kind == kind, Schedule.channel_id == channel_id
    )
    return session.exec(query).first()


def hold(session: Session, schedule: Schedule) -> Schedule | None:
    """The same schedule as it is by now, kept from others until the commit; None where it ended."""
    place = (schedule.team_id, schedule.schedule_id)
    return session.get(Schedule, place, with_for_update=True, populate_existing=True)


def everyone(session: Session, team_id: str) -> list[Schedule]:
    """All schedules of a workspace, next one first."""
    query = select(Schedule).where(Schedule.team_id == team_id)
    return list(session.exec(query.order_by(col(Schedule.next_at))))


def next_due(
    session: Session, kind: Posting, now: datetime, *, lock: bool = True
) -> Schedule | None:
    """The schedule that has waited longest, locked for this transaction unless it only looks."""
    at, which = col(Schedule.next_at), Schedule.kind == kind
    return longest_due(session, Schedule, at, now, which, lock=lock)


def broken(session: Session, team_id: str) -> list[Schedule]:
    """Schedules whose last turn broke, those that are tried next first."""
    query = select(Schedule).where(
        Schedule.team_id == team_id,
        col(Schedule.error) != "",
        col(Schedule.error) != TOO_LATE,
        col(Schedule.next_at).is_not(None),
    )
    return list(session.exec(query.order_by(col(Schedule.next_at))))
