"""History is append-only: who did what to what, when."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, insert
from sqlmodel import Session, SQLModel, col, select

from storage.columns import facts, large, new_id, row_id, team
from storage.gathering import insert_rows


class Event(SQLModel, table=True):
    """One thing that happened; `actor` is a Slack id, or empty when Duly did it."""

    __tablename__ = "history"
    __table_args__ = (Index("history_subject", "team_id", "noun", "number", "event_id"),)

    team_id: str = team()
    event_id: UUID = row_id()
    happened_at: datetime
    actor: str
    verb: str
    noun: str
    number: int = large()
    details: dict[str, Any] = facts()


INSERT = insert(SQLModel.metadata.tables["history"])


def add(
    session: Session,
    *,
    team_id: str,
    now: datetime,
    actor: str,
    verb: str,
    noun: str,
    number: int,
    **details: object,
) -> None:
    """Write down who did what to what."""
    row = {
        "team_id": team_id,
        "event_id": new_id(),
        "happened_at": now,
        "actor": actor,
        "verb": verb,
        "noun": noun,
        "number": number,
        "details": details,
    }
    # Past the object layer: every change writes one, and nobody changes it ever after.
    insert_rows(session, INSERT, [row])


def latest(
    session: Session, team_id: str, noun: str, number: int, verb: str | None = None
) -> Event | None:
    """The newest thing, or the newest of a kind, that happened to an item or decision."""
    query = select(Event).where(
        Event.team_id == team_id, Event.noun == noun, Event.number == number
    )
    if verb is not None:
        query = query.where(Event.verb == verb)
    return session.exec(query.order_by(col(Event.event_id).desc()).limit(1)).first()


def of(session: Session, team_id: str, noun: str, number: int) -> list[Event]:
    """Everything that happened to an item or decision, oldest first."""
    query = select(Event).where(
        Event.team_id == team_id, Event.noun == noun, Event.number == number
    )
    return list(session.exec(query.order_by(col(Event.event_id))))
