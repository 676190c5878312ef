"""A receipt is the key of a Slack delivery already dealt with, and the answer it was given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from storage.columns import facts, team


class Receipt(SQLModel, table=True):
    """One delivery that Slack made and Duly answered."""

    __tablename__ = "receipts"

    team_id: str = team()
    key: str = team()
    answer: dict[str, Any] = facts()
    received_at: datetime = Field(index=True)


def claim(session: Session, team_id: str, key: str, now: datetime) -> bool:
    """Whether this delivery is new; a repeat waits for the first one to be committed."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = {"team_id": team_id, "key": key, "answer": {}, "received_at": now}
    statement = insert(Receipt).values(row).on_conflict_do_nothing().returning(col(Receipt.key))
    return session.execute(statement).first() is not None


def answer(session: Session, team_id: str, key: str, given: dict[str, Any]) -> None:
    """Keep the answer that a delivery was given."""
    session.execute(
        update(Receipt)
        .where(col(Receipt.team_id) == team_id, col(Receipt.key) == key)
        .values(answer=given)
        .execution_options(synchronize_session=False)
    )


def find(session: Session, team_id: str, key: str) -> Receipt | None:
    """The receipt of a delivery."""
    return session.get(Receipt, (team_id, key))


def forget(session: Session, before: datetime) -> None:
    """Drop receipts older than an instant: Slack repeats a delivery for a day at most."""
    session.execute(delete(Receipt).where(col(Receipt.received_at) < before))
