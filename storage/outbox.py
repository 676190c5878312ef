"""The outbox holds every message that Slack must receive, stored before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    UniqueConstraint,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    text,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import paces, upserts
from storage.columns import facts, long_text, new_id, partial_index, row_id, team
from storage.instants import MINUTES, has_come
from storage.many import among

POST, UPDATE = "chat.postMessage", "chat.update"
ADDED, ARRIVED = "added", "arrived"
"""Where a session lists key and lane of what was added, and which messages Slack has now."""
UNFINISHED = "state IN ('pending', 'sending', 'in_doubt')"
ENDED = "state IN ('sent', 'stale') AND priority <> 30"
"""What ended well and is dropped one day; digests stay: they are few, and are counted."""
LEASE = timedelta(seconds=60)


class MessageState(StrEnum):
    """Where a message stands on its way to Slack."""

    PENDING = "pending"
    """Waiting for its turn."""
    SENDING = "sending"
    """Leased by a worker that is handing it to Slack."""
    SENT = "sent"
    """Slack has it."""
    IN_DOUBT = "in_doubt"
    """Slack may have it: the connection broke too early. It is looked up before a repeat."""
    FAILED = "failed"
    """Slack will not take it; a person must do something first."""
    STALE = "stale"
    """No longer worth sending; the error column says why."""


class Priority:
    """What goes first when several lanes are ready."""

    ANSWER = 0
    CARD = 10
    NUDGE = 20
    DIGEST = 30


class Message(SQLModel, table=True):
    """One call to Slack: a post or an update. `lane` is the channel or person it goes to."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="outbox_key"),
        partial_index("outbox_unfinished", "team_id", "lane", "message_id", where=UNFINISHED),
        partial_index("outbox_ready", "priority", "message_id", where="state = 'pending'"),
        partial_index("outbox_leased", "leased_until", where="state = 'sending'"),
        partial_index("outbox_doubtful", "not_before", where="state = 'in_doubt'"),
        partial_index("outbox_failed", "team_id", "created_at", where="state = 'failed'"),
        partial_index("outbox_ended", "team_id", "created_at", where=ENDED),
    )

    team_id: str = team()
    message_id: UUID = row_id()
    key: str
    lane: str
    method: str
    payload: dict[str, Any] = facts()
    card_id: UUID | None = None
    priority: int = Priority.CARD
    state: str = MessageState.PENDING
    attempts: int = 0
    lookups: int = 0
    asked_at: datetime | None = None
    """When Slack was asked last, by its own clock; never later than it was."""
    doubted_at: datetime | None = None
    """When it came in doubt whether Slack has it: no later than this it was sent."""
    look_cursor: str = long_text("")
    """How far a look for it has come; empty before it begins."""
    created_at: datetime
    not_before: datetime
    leased_until: datetime | None = None
    dispatched_at: datetime | None = None
    sent_at: datetime | None = None
    channel_id: str | None = None
    ts: str | None = None
    error: str = long_text("")


TABLE = SQLModel.metadata.tables["outbox"]
INSERT = insert(TABLE)
INSERT_ONCE = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_nothing(
        index_elements=[TABLE.c.team_id, TABLE.c.key]
    ).returning(TABLE.c.key),
)


def add(
    session: Session,
    *,
    team_id: str,
    now: datetime,
    key: str,
    lane: str,
    method: str,
    payload: dict[str, Any] | None = None,
    card_id: UUID | None = None,
    priority: int = Priority.CARD,
    not_before: datetime | None = None,
    once: bool = False,
) -> None:
    """Store a message to be sent; the caller's transaction decides whether it exists.

    With `once` nothing happens where there is one with its key, whoever stores that just now.
    """
    row = _row(team_id, now, key, lane, method, payload, card_id, priority, not_before)
    connection = session.connection()
    if once and connection.execute(INSERT_ONCE[connection.dialect.name], row).first() is None:
        return
    if not once:
        connection.execute(INSERT, row)
    session.info.setdefault(ADDED, []).append((key, lane))


def add_cards(
    session: Session,
    *,
    team_id: str,
    now: datetime,
    cards: Iterable[tuple[UUID, str, datetime | None]],
    priority: int,
) -> None:
    """Store the messages that bring cards to their lanes; each may have an instant to wait for."""
    _add_all(
        session,
        [
            _row(team_id, now, f"card:{card_id}", lane, POST, {}, card_id, priority, not_before)
            for card_id, lane, not_before in cards
        ],
    )


def add_updates(
    session: Session, *, team_id: str, now: datetime, cards: Iterable[tuple[UUID, str]]
) -> None:
    """Store the messages that bring cards up to date where they stand, each in its lane."""
    priority = Priority.ANSWER
    _add_all(
        session,
        [
            _row(team_id, now, f"update:{new_key()}", lane, UPDATE, {}, card_id, priority, None)
            for card_id, lane in cards
        ],
    )


def _add_all(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    session.connection().execute(INSERT, rows)
    session.info.setdefault(ADDED, []).extend((row["key"], row["lane"]) for row in rows)


def _row(
    team_id: str,
    now: datetime,
    key: str,
    lane: str,
    method: str,
    payload: dict[str, Any] | None,
    card_id: UUID | None,
    priority: int,
    not_before: datetime | None,
) -> dict[str, Any]:
    """A new message as a plain row: almost every request writes some, for senders to read."""
    return {
        "team_id": team_id,
        "message_id": new_id(),
        "key": key,
        "lane": lane,
        "method": method,
        "payload": payload or {},
        "card_id": card_id,
        "priority": priority,
        "state": MessageState.PENDING,
        "attempts": 0,
        "lookups": 0,
        "look_cursor": "",
        "created_at": now,
        "not_before": not_before or now,
        "error": "",
    }


def in_state(*states: MessageState, of: type[Message] = Message) -> ColumnElement[bool]:
    """Whether a message is in one of these states.

    The states are written into the question itself: an index of what is unfinished does not serve
    a question whose values come beside it, and everything that was ever sent would be read.
    """
    written: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return col(of.state) == written[0] if len(written) == 1 else col(of.state).in_(written)


def unfinished(of: type[Message] = Message) -> ColumnElement[bool]:
    """Whether a message is still on its way."""
    return in_state(MessageState.PENDING, MessageState.SENDING, MessageState.IN_DOUBT, of=of)


def that_wait(
    session: Session, team_id: str, lanes: Iterable[str], card_ids: Iterable[UUID]
) -> set[UUID]:
    """Those of these cards of which a message waits already; it will show the latest state.

    It is locked, so that it is not drawn from the old state before the caller has committed.
    """
    query = (
        select(Message.card_id)
        .where(
            Message.team_id == team_id,
            among(session, col(Message.lane), lanes),
            among(session, col(Message.card_id), card_ids),
            unfinished(),
            in_state(MessageState.PENDING),
        )
        # As in `waiting_cards`.
        .order_by(col(Message.card_id), col(Message.message_id))
        .with_for_update()
    )
    return {card_id for card_id in session.exec(query) if card_id}


def waiting_cards(
    session: Session, team_id: str, lanes: Iterable[str], priority: int
) -> dict[str, UUID]:
    """By lane, the newest card that a message of this priority has yet to bring, held meanwhile."""
    query = (
        select(Message.lane, Message.card_id)
        .where(
            Message.team_id == team_id,
            among(session, col(Message.lane), lanes),
            Message.priority == priority,
            unfinished(),
            in_state(MessageState.PENDING),
            col(Message.card_id).is_not(None),
        )
        # As whoever brings cards up to date holds them, so that nobody waits for each other.
        .order_by(col(Message.card_id), col(Message.message_id))
        .with_for_update()
    )
    return {lane: card_id for lane, card_id in session.exec(query) if card_id}


def hasten(session: Session, team_id: str, cards: Mapping[str, UUID], now: datetime) -> None:
    """Let the messages that bring these cards, by lane, leave now.

    Not where Slack was asked already and they rest.
    """
    _let_wait(session, team_id, cards, now, col(Message.not_before) > now)


def hold_back(session: Session, team_id: str, cards: Mapping[str, UUID], until: datetime) -> None:
    """Keep the messages that bring these cards, by lane, until an instant (UTC).

    Not where Slack was asked already.
    """
    _let_wait(session, team_id, cards, until, col(Message.not_before) < until)


def _let_wait(
    session: Session,
    team_id: str,
    cards: Mapping[str, UUID],
    until: datetime,
    concerned: ColumnElement[bool],
) -> None:
    if not cards:
        return
    theirs = (
        (col(Message.team_id) == team_id)
        & among(session, col(Message.lane), cards)
        & among(session, col(Message.card_id), cards.values())
    )
    untried = in_state(MessageState.PENDING) & (col(Message.attempts) == 0)
    statement = update(Message).where(theirs, unfinished(), untried, concerned)
    session.execute(
        statement.values(not_before=until), execution_options={"synchronize_session": False}
    )


def is_to_person(lane: str) -> bool:
    """Whether a lane is somebody's direct messages; the others are channels."""
    return lane.startswith(("U", "W"))


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
    """Whether an older message of the same lane is unfinished."""
    earlier = aliased(Message)
    return exists().where(
        col(earlier.team_id) == col(Message.team_id),
        col(earlier.lane) == col(Message.lane),
        unfinished(of=earlier),
        col(earlier.message_id) < col(Message.message_id),
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


def abandoned(session: Session, now: datetime, limit: int = 50) -> list[Message]:
    """Messages whose worker vanished while it held them: Slack may have them."""
    return _found(session, ABANDONED, now, limit)


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


def forget(session: Session, team_id: str, before: datetime, limit: int) -> int:
    """Drop up to `limit` messages stored before an instant (UTC) that ended well; how many.

    Their cards know where they stand. Digests stay.
    """
    old = (
        select(Message.message_id)
        .where(Message.team_id == team_id, col(Message.created_at) < before, text(ENDED))
        .limit(limit)
    )
    gone = delete(Message).where(col(Message.team_id) == team_id, col(Message.message_id).in_(old))
    return cast(CursorResult[Any], session.execute(gone)).rowcount


def new_key() -> str:
    """An opaque key for a message, safe to show to anybody in the channel."""
    return new_id().hex


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
