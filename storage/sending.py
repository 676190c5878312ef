"""Messages leave the outbox: which of them may now, which are leased, and which Slack may have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import paces
from storage.instants import MINUTES, has_come
from storage.many import among
from storage.outbox import POST, TABLE, UPDATE, Message, MessageState, in_state, unfinished

ARRIVED = "arrived"
"""Where a session lists which messages Slack has now."""
LEASE = timedelta(seconds=60)
MOST_ABANDONED = 50
"""So many messages of workers that vanished are taken back at once."""
NOW, FARTHEST = (bindparam(name, type_=TABLE.c.not_before.type) for name in ("now", "farthest"))
LIMIT = bindparam("most", type_=Integer)


def _may_leave(of: type[Message] = Message) -> ColumnElement[bool]:
    """Whether a message that is pending need not wait any longer.

    A first try may wait for days, until its reader is at work; a new one may not. How long a
    message has to that was written or tried by a clock that was ahead is seen when it is drawn.
    """
    return or_(
        col(of.not_before) <= NOW,
        # What was to leave at once when it was written, whatever that clock said.
        (col(of.attempts) == 0) & (col(of.not_before) <= col(of.created_at)),
        col(of.created_at) > FARTHEST,
        col(of.dispatched_at) > FARTHEST,
        (col(of.attempts) > 0) & (col(of.not_before) > FARTHEST),
    )


def _waits_behind() -> ColumnElement[bool]:
    """Whether an older message of the same lane is unfinished.

    An edit holds up nothing but later edits of the same message, by its card or where that has
    none: Slack takes some fifty edits a minute for everybody together, and nobody waits for news
    behind them.
    """
    earlier = aliased(Message)
    # Of a post it is not known before it arrives where it stands: it waits behind no edit.
    of_the_same_message = or_(
        col(earlier.card_id) == col(Message.card_id),
        and_(
            col(earlier.channel_id) == col(Message.channel_id),
            col(earlier.ts) == col(Message.ts),
        ),
    )
    return exists().where(
        col(earlier.team_id) == col(Message.team_id),
        col(earlier.lane) == col(Message.lane),
        unfinished(of=earlier),
        col(earlier.message_id) < col(Message.message_id),
        or_(col(earlier.method) != UPDATE, of_the_same_message),
        # What was never tried and waits for its recipient's morning is in nobody's way.
        or_(col(earlier.attempts) > 0, _may_leave(earlier)),
    )


# Built once: the senders ask these questions whenever they wake, and that is often.
READY = (
    select(Message)
    .where(
        in_state(MessageState.PENDING),
        _may_leave(),
        ~_waits_behind(),
        ~paces.resting(
            col(Message.team_id),
            [
                literal(paces.lane("")) + col(Message.lane),
                literal(paces.method("")) + col(Message.method),
            ],
            NOW,
            FARTHEST,
        ),
    )
    .order_by(col(Message.priority), col(Message.message_id))
    .limit(LIMIT)
    .with_for_update(skip_locked=True, of=Message)
)
DOUBTFUL = (
    select(Message)
    .where(
        in_state(MessageState.IN_DOUBT),
        has_come(col(Message.not_before), NOW, FARTHEST),
        ~paces.resting(col(Message.team_id), [literal(paces.LOOK_UPS)], NOW, FARTHEST),
    )
    .order_by(col(Message.message_id))
    .limit(LIMIT)
    .with_for_update(skip_locked=True, of=Message)
)
ABANDONED = (
    select(Message)
    .where(in_state(MessageState.SENDING), has_come(col(Message.leased_until), NOW, FARTHEST))
    .order_by(col(Message.message_id))
    .limit(LIMIT)
    .with_for_update(skip_locked=True)
)
SENT = (
    update(TABLE)
    .where(
        TABLE.c.team_id == bindparam("of_team"),
        TABLE.c.message_id == bindparam("of_message"),
        TABLE.c.state != MessageState.SENT,
    )
    .values(state=MessageState.SENT, error="", leased_until=None)
    .returning(TABLE.c.dispatched_at)
)


def claim(
    session: Session,
    now: datetime,
    limit: int,
    slack_now: datetime | None = None,
    most_cards: int | None = None,
) -> list[Message]:
    """Lease up to `limit` messages that may leave now, the oldest of each lane.

    A lane with an unfinished older message waits, as does a lane or method whose pace
    says so; other lanes do not. `slack_now` is the same moment by Slack's clock, where it is known.
    No more than `most_cards` of them have a card, which is drawn when it leaves.
    """
    found = _found(session, READY, now, limit)
    cards = accumulate(message.card_id is not None for message in found)
    messages = [
        message
        for message, so_far in zip(found, cards, strict=True)
        if most_cards is None or so_far <= most_cards
    ]
    for message in messages:
        message.state = MessageState.SENDING
        message.leased_until = now + LEASE
        message.dispatched_at, message.asked_at = now, slack_now
        # It may have been written by a clock that was ahead.
        message.created_at = min(message.created_at, now)
        message.attempts += 1
    return messages


def doubtful(session: Session, now: datetime, limit: int) -> list[Message]:
    """Lease up to `limit` messages that Slack may or may not have, for a look in the channel."""
    messages = _found(session, DOUBTFUL, now, limit)
    for message in messages:
        message.not_before = now + LEASE
    return messages


def abandoned(session: Session, now: datetime) -> list[Message]:
    """Messages whose worker vanished while it held them: Slack may have them."""
    return _found(session, ABANDONED, now, MOST_ABANDONED)


def _found(
    session: Session, query: SelectOfScalar[Message], now: datetime, limit: int
) -> list[Message]:
    params = {"now": now, "farthest": now + MINUTES, "most": limit}
    return list(session.exec(query, params=params))


def sent(
    session: Session, team_id: str, message_id: UUID, now: datetime, channel_id: str, ts: str
) -> datetime | None:
    """Write down that Slack has a message; when it was dispatched last, None if that was known."""
    row = {
        "of_team": team_id, "of_message": message_id, "sent_at": now, "channel_id": channel_id,
        "ts": ts,
    }  # fmt: skip
    dispatched_at: datetime | None = session.connection().execute(SENT, row).scalar()
    if dispatched_at is not None:
        session.info.setdefault(ARRIVED, []).append(message_id)
    return dispatched_at


def has_newer(session: Session, message: Message) -> bool:
    """Whether a message of the same priority waits behind this one in its lane."""
    query = select(Message.message_id).where(
        Message.team_id == message.team_id,
        Message.lane == message.lane,
        Message.priority == message.priority,
        unfinished(),
        in_state(MessageState.PENDING),
        col(Message.message_id) > message.message_id,
        col(Message.not_before) <= message.dispatched_at,
    )
    return session.exec(query.limit(1)).first() is not None


# --- what Slack may have ---


def that_may_have_left(
    session: Session, team_id: str, now: datetime, after: UUID | None, limit: int
) -> list[UUID]:
    """The next posts, by id, that may have left since these rows were copied.

    Only what was not allowed to leave before `now` is certain to be unsent. Updates may be made
    twice.
    """
    query = select(Message.message_id).where(
        Message.team_id == team_id,
        Message.method == POST,
        unfinished(),
        or_(
            in_state(MessageState.SENDING, MessageState.IN_DOUBT),
            in_state(MessageState.PENDING) & (col(Message.not_before) <= now),
        ),
    )
    if after:
        query = query.where(col(Message.message_id) > after)
    return list(session.exec(query.order_by(col(Message.message_id)).limit(limit)))


def doubt(
    session: Session, team_id: str, message_ids: Sequence[UUID], now: datetime, why: str
) -> int:
    """Put these messages in doubt, to be looked up before they are sent; how many."""
    statement = (
        update(Message)
        .where(
            col(Message.team_id) == team_id,
            among(session, col(Message.message_id), message_ids),
            unfinished(),
        )
        .values(
            state=MessageState.IN_DOUBT,
            not_before=now,
            lookups=0,
            doubted_at=now,
            look_cursor="",
            leased_until=None,
            dispatched_at=func.coalesce(col(Message.dispatched_at), col(Message.created_at)),
            error=why,
        )
    )
    return cast(CursorResult[Any], session.execute(statement)).rowcount
