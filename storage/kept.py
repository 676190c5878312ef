"""Words that somebody typed and that came to nothing yet are kept: one click can finish them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, CursorResult, Index, delete
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import row_id, team


class KeptWords(SQLModel, table=True):
    """What one person typed in one place, with the ways in which it may go on."""

    __tablename__ = "kept_words"
    __table_args__ = (Index("kept_words_oldest", "team_id", "kept_at"),)

    team_id: str = team()
    kept_id: UUID = row_id()
    person_id: str
    channel_id: str = ""
    courses: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Each is a command: its verb, its words, what it is about, and the inputs of a form."""
    kept_at: datetime


def keep(
    session: Session,
    team_id: str,
    now: datetime,
    person_id: str,
    channel_id: str,
    courses: Sequence[dict[str, Any]],
) -> UUID:
    """Keep words with the ways in which they may go on; the id under which they are found."""
    kept = KeptWords(
        team_id=team_id,
        person_id=person_id,
        channel_id=channel_id,
        courses=list(courses),
        kept_at=now,
    )
    session.add(kept)
    return kept.kept_id


def hold(session: Session, team_id: str, kept_id: UUID) -> KeptWords | None:
    """These words, locked: of two clicks at once one is first. None where they are gone."""
    return session.get(KeptWords, (team_id, kept_id), with_for_update=True, populate_existing=True)


def drop(session: Session, kept: KeptWords) -> None:
    """They are finished."""
    session.delete(kept)


def forget(session: Session, team_id: str, before: datetime, limit: int) -> int:
    """Drop up to `limit` of those kept before an instant (UTC); how many."""
    old = (
        select(KeptWords.kept_id)
        .where(KeptWords.team_id == team_id, KeptWords.kept_at < before)
        .limit(limit)
    )
    gone = delete(KeptWords).where(
        col(KeptWords.team_id) == team_id, col(KeptWords.kept_id).in_(old)
    )
    return cast(CursorResult[Any], session.execute(gone)).rowcount
