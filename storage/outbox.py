"""The outbox holds every message that Slack must receive, stored before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    UniqueConstraint,
    delete,
    insert,
    literal_column,
    text,
)
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import facts, long_text, new_id, partial_index, row_id, team

POST, UPDATE = "chat.postMessage", "chat.update"
FILE = "files.completeUploadExternal"
"""A file, which is made and sent to Slack just before it is shown to one person."""
UNDER = "under"
"""Where the payload of a message names the key of the one under which it stands."""
ADDED = "added"
"""Where a session lists key and lane of what was added."""
UNFINISHED = "state IN ('pending', 'sending', 'in_doubt')"
STANDING = "card_id IS NULL AND ts IS NOT NULL"
"""Messages of their own that Slack has: notes and answers, under which people may write."""
ENDED = "state IN ('sent', 'stale') AND priority <> 30"
"""What ended well and is dropped one day; digests stay: they are few, and are counted."""


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
    URGENT = 5
    CARD = 10
    NUDGE = 20
    DIGEST = 30
    THREAD = 40
    """What stands under another message, and is nothing without it."""


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
        partial_index("outbox_standing", "team_id", "channel_id", "ts", where=STANDING),
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
    if method == UPDATE and payload:
        # It changes what stands there already, and may be known by that before it leaves.
        row |= {"channel_id": payload["channel"], "ts": payload["ts"]}
    if once and not upserts.is_new(session, INSERT_ONCE, row):
        return
    if not once:
        session.connection().execute(INSERT, row)
    session.info.setdefault(ADDED, []).append((key, lane))


def add_standing(
    session: Session, *, team_id: str, now: datetime, key: str, channel_id: str, ts: str, said: str
) -> None:
    """Keep what Slack shows already, and was brought another way, so that more can stand under it.

    `said` is its text. Nothing happens where it is kept.
    """
    row = _row(team_id, now, key, channel_id, POST, {"text": said}, None, Priority.THREAD, None)
    row |= {"state": MessageState.SENT, "sent_at": now, "channel_id": channel_id, "ts": ts}
    upserts.is_new(session, INSERT_ONCE, row)


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


def find(session: Session, team_id: str, key: str) -> Message | None:
    """The message with this key."""
    query = select(Message).where(Message.team_id == team_id, Message.key == key)
    return session.exec(query).first()


def standing_at(session: Session, team_id: str, channel_id: str, ts: str) -> Message | None:
    """The message of its own, which is no card, that stands there: what it became last."""
    query = select(Message).where(
        Message.team_id == team_id,
        Message.channel_id == channel_id,
        Message.ts == ts,
        text(STANDING),
    )
    # Few, and put in order here: asked to do it, SQLite would read all in the order of their keys.
    return max(session.exec(query), key=lambda message: message.message_id, default=None)


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


def is_to_person(lane: str) -> bool:
    """Whether a lane is somebody's direct messages; the others are channels."""
    return lane.startswith(("U", "W"))


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
