"""A receipt is the key of a Slack delivery already dealt with, and the answer it was given."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, delete, tuple_, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage import upserts
from storage.columns import facts, team


class Receipt(SQLModel, table=True):
    """One delivery that Slack made and Duly answered."""

    __tablename__ = "receipts"

    team_id: str = team()
    key: str = team()
    answer: dict[str, Any] = facts()
    received_at: datetime = Field(index=True)


TABLE = SQLModel.metadata.tables["receipts"]
# Plain statements, built once: every request makes both of them.
CLAIM = upserts.build(TABLE, lambda insert: insert.on_conflict_do_nothing().returning(TABLE.c.key))
PROBE = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[TABLE.c.team_id, TABLE.c.key],
        set_={"received_at": insert.excluded.received_at},
    ),
)
ANSWER = update(TABLE).where(
    TABLE.c.team_id == bindparam("of_team"), TABLE.c.key == bindparam("of_key")
)

UNSEEN = {"synchronize_session": False}
"""Nobody who drops old receipts has read them."""


def claim(session: Session, team_id: str, key: str, now: datetime) -> bool:
    """Whether this delivery is new; a repeat waits for the first one to be committed."""
    row = {"team_id": team_id, "key": key, "answer": {}, "received_at": now}
    return upserts.is_new(session, CLAIM, row)


def answer(session: Session, team_id: str, key: str, given: dict[str, Any]) -> None:
    """Keep the answer that a delivery was given."""
    row = {"of_team": team_id, "of_key": key, "answer": given}
    session.connection().execute(ANSWER, row)


def probe(session: Session, now: datetime) -> None:
    """Write what every request writes first, for a delivery that nobody made."""
    row = {"team_id": "", "key": "probe", "answer": {}, "received_at": now}
    connection = session.connection()
    connection.execute(PROBE[connection.dialect.name], row)


def find(session: Session, team_id: str, key: str) -> Receipt | None:
    """The receipt of a delivery."""
    return session.get(Receipt, (team_id, key))


def forget(session: Session, before: datetime, limit: int) -> int:
    """Drop up to `limit` receipts older than an instant (UTC); how many.

    Slack repeats a delivery for a day at most.
    """
    key = tuple_(col(Receipt.team_id), col(Receipt.key))
    old = select(Receipt.team_id, Receipt.key).where(Receipt.received_at < before).limit(limit)
    gone = session.execute(delete(Receipt).where(key.in_(old)), execution_options=UNSEEN)
    return cast(CursorResult[Any], gone).rowcount
