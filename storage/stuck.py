"""What cannot be done at the moment: messages that Slack refused or keeps waiting, by reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.outbox import Message, MessageState, in_state, unfinished

OLDEST_FIRST = (col(Message.created_at), col(Message.message_id))
PILES = 1000
AT_ONCE = 2000
"""How many messages one click may change, so that it is answered in time."""


@dataclass(frozen=True)
class Pile:
    """Messages in one state that are held up in one lane, or in several, for the same reason.

    `since` is when the first of them was last tried; `looked` says that Slack may have them.
    """

    lanes: tuple[str, ...]
    state: str
    error: str
    count: int
    since: datetime
    looked: bool = False


def failed(session: Session, team_id: str) -> list[Pile]:
    """What Slack would not take, the latest trouble first."""
    return _piles(session, team_id, in_state(MessageState.FAILED))


def waiting(session: Session, team_id: str, now: datetime, long: timedelta) -> list[Pile]:
    """What is in doubt, or should have left a `long` time ago, the latest trouble first."""
    before = now - long
    tried = (col(Message.attempts) > 0) & (col(Message.created_at) <= before)
    is_late = tried | (col(Message.not_before) <= before)
    waits = in_state(MessageState.PENDING) & is_late
    return _piles(session, team_id, unfinished() & (in_state(MessageState.IN_DOUBT) | waits))


def _piles(session: Session, team_id: str, which: ColumnElement[bool]) -> list[Pile]:
    tried_at = func.coalesce(col(Message.dispatched_at), col(Message.created_at))
    query = (
        select_columns(
            col(Message.lane),
            col(Message.state),
            col(Message.error),
            func.count(),
            func.min(tried_at),
            func.max(Message.lookups),
        )
        .where(col(Message.team_id) == team_id, which)
        .group_by(col(Message.lane), col(Message.state), col(Message.error))
        .order_by(func.max(tried_at).desc(), col(Message.lane))
        .limit(PILES)
    )
    return [
        Pile((lane,), state, error, count, since, looked > 0)
        for lane, state, error, count, since, looked in session.execute(query)
    ]


def reasons(session: Session, team_id: str) -> list[str]:
    """Every reason for which Slack would not take a message."""
    query = select(Message.error).where(Message.team_id == team_id, in_state(MessageState.FAILED))
    return list(session.exec(query.distinct()))


def newest(
    session: Session, team_id: str, reason: str, lane: str = "", limit: int = 3
) -> list[Message]:
    """What Slack would not take for one reason, in a lane or in all, newest first."""
    query = _failed_for(team_id, reason, lane).order_by(*(each.desc() for each in OLDEST_FIRST))
    return list(session.exec(query.limit(limit)))


def hold(session: Session, team_id: str, reason: str, lane: str = "") -> list[Message]:
    """The same, oldest first, locked; what somebody else dealt with meanwhile is left out."""
    query = _failed_for(team_id, reason, lane)
    query = query.order_by(*OLDEST_FIRST).limit(AT_ONCE)
    held = query.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(held))


def hold_one(session: Session, team_id: str, message_id: UUID) -> list[Message]:
    """One message that Slack would not take, locked; nothing when it is not so any more."""
    query = select(Message).where(
        Message.team_id == team_id,
        Message.message_id == message_id,
        in_state(MessageState.FAILED),
    )
    held = query.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(held))


def find(session: Session, team_id: str, message_id: UUID) -> Message | None:
    """The message with this id, as it stands now."""
    return session.get(Message, (team_id, message_id), populate_existing=True)


def send_again(message: Message, at: datetime) -> None:
    """Put a message that is held on its way anew, as if it had never been tried; not before `at`.

    `at` is UTC.
    """
    message.state, message.not_before = MessageState.PENDING, at
    message.attempts, message.lookups, message.error = 0, 0, ""


def look_for(message: Message, at: datetime) -> None:
    """Have Slack looked through for a message that is held, before it is sent anew; `at` is UTC."""
    message.state, message.not_before = MessageState.IN_DOUBT, at


def let_go(message: Message, why: str) -> None:
    """Give up a message that is held."""
    message.state, message.error = MessageState.STALE, why


def _failed_for(team_id: str, reason: str, lane: str) -> SelectOfScalar[Message]:
    query = select(Message).where(
        Message.team_id == team_id,
        in_state(MessageState.FAILED),
        Message.error == reason,
    )
    return query.where(Message.lane == lane) if lane else query
