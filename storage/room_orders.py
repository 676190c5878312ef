"""A customer room pack that somebody wants in Slack waits here until Slack has it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import long_text, row_id, team
from storage.instants import has_come

LEASE = timedelta(minutes=5)
"""So long one worker has an order; then another may go on with it."""
LONGEST_REST = timedelta(minutes=30)
"""No order rests longer than this; what is further ahead was put off by a clock that was wrong."""


class RoomStage(StrEnum):
    """How far a pack has come on its way; once its pages follow, it is no order any more."""

    NEW = "new"
    """It is to be made and sent to Slack; nobody can see anything of it yet."""
    SENT = "sent"
    """Slack has the file, and was not asked to show it."""
    SHARING = "sharing"
    """Slack was asked to show it, and may have done so."""
    SHOWN = "shown"
    """Slack shows it; its pages are to follow below it."""


class RoomOrder(SQLModel, table=True):
    """The pack of one month that is to come to the executives' channel.

    `month` is its first seven letters, “2026-11”; `asked_by` are those who asked for it, and nobody
    where it comes by itself. `file_id` is what Slack calls the file, kept before a byte of it is
    sent; `channel_id` and `comment` are where it is shown, and with which words. `looks` counts how
    often Slack did not have it there; `attempts` who took it up, by which a worker knows whether it
    is still its own.
    """

    __tablename__ = "room_orders"
    __table_args__ = (
        UniqueConstraint("team_id", "month", name="room_orders_month"),
        Index("room_orders_due", "next_at"),
    )

    team_id: str = team()
    order_id: UUID = row_id()
    month: str
    asked_by: list[str] = Field(default_factory=list, sa_type=JSON)
    asked_at: datetime
    stage: str = RoomStage.NEW
    channel_id: str = ""
    file_id: str = ""
    comment: str = long_text("")
    looks: int = 0
    attempts: int = 0
    next_at: datetime


def of_month(session: Session, team_id: str, month: str) -> RoomOrder | None:
    """What is on its way of a month; whoever else works on it waits until the commit."""
    query = select(RoomOrder).where(RoomOrder.team_id == team_id, RoomOrder.month == month)
    query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def find(session: Session, team_id: str, order_id: UUID) -> RoomOrder | None:
    """The order as it stands now, held until the commit."""
    return session.get(RoomOrder, (team_id, order_id), with_for_update=True, populate_existing=True)


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether an order waits for a worker."""
    query = select(RoomOrder.order_id).where(_has_come(now)).limit(1)
    return session.exec(query).first() is not None


def _has_come(now: datetime) -> ColumnElement[bool]:
    return has_come(col(RoomOrder.next_at), now, now + LONGEST_REST)


def claim(session: Session, now: datetime) -> RoomOrder | None:
    """The order that has waited longest; no other worker has it for a while."""
    query = (
        select(RoomOrder)
        .where(_has_come(now))
        .order_by(col(RoomOrder.next_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is not None:
        found.next_at, found.attempts = now + LEASE, found.attempts + 1
        session.add(found)
    return found
