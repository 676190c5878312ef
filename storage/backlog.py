"""The backlog is what waits to be done: reminders, messages and appointments, in plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from storage.audits import Audit
from storage.digests import Wanted
from storage.nudges import Nudge
from storage.outbox import Message, MessageState
from storage.schedules import Schedule

OVERDUE = timedelta(minutes=10)
"""A reminder that has been due for longer than this should have been sent."""


@dataclass(frozen=True)
class Backlog:
    """What waits in all workspaces; `messages` counts by state, those that may leave now.

    `oldest_message_seconds` is how long the oldest of them could have left already. `found` is
    what the auditors could not repair, `repaired` what they did since the beginning.
    """

    nudges_due: int
    nudges_overdue: int
    schedules_due: int
    messages: dict[str, int]
    oldest_message_seconds: float
    found: int
    repaired: int


def of_everything(session: Session, now: datetime) -> Backlog:
    """Count what waits; every query reads the partial index of what is open and no more."""
    ready, oldest = _ready(session, now)
    return Backlog(
        nudges_due=_nudges(session, now),
        nudges_overdue=_nudges(session, now - OVERDUE),
        schedules_due=_schedules(session, now),
        messages={
            MessageState.PENDING: ready,
            MessageState.SENDING: _messages(session, "state = 'sending'"),
            MessageState.IN_DOUBT: _messages(session, "state = 'in_doubt'"),
            MessageState.FAILED: _messages(session, "state = 'failed'"),
        },
        oldest_message_seconds=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        found=session.exec(select(func.coalesce(func.sum(col(Audit.found)), 0))).one(),
        repaired=session.exec(select(func.coalesce(func.sum(col(Audit.repaired)), 0))).one(),
    )


def _nudges(session: Session, until: datetime) -> int:
    due = (col(Nudge.sent_at).is_(None), col(Nudge.due_at) <= until)
    return session.exec(select(func.count()).select_from(Nudge).where(*due)).one()


def _schedules(session: Session, now: datetime) -> int:
    """Turns whose time has come, and digests that somebody asked for."""
    due = select(func.count()).where(col(Schedule.next_at) <= now)
    wanted = select(func.count()).where(col(Wanted.not_before) <= now)
    return session.exec(due).one() + session.exec(wanted).one()


def _ready(session: Session, now: datetime) -> tuple[int, datetime | None]:
    since = col(Message.not_before)
    query = select(func.count(), func.min(since)).where(text("state = 'pending'"), since <= now)
    return session.exec(query).one()


def _messages(session: Session, condition: str) -> int:
    """How many messages; the condition is that of a partial index, to the letter."""
    query = select(func.count()).select_from(Message).where(text(condition))
    return session.exec(query).one()
