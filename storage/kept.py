"""Words that somebody typed and that came to nothing yet are kept: one click can finish them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, CursorResult, Index, delete, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import partial_index, row_id, team

ASKED = "lane <> ''"
"""Kept words about which a message asks that stands in a lane."""


class KeptWords(SQLModel, table=True):
    """What one person typed in one place, with the ways in which it may go on."""

    __tablename__ = "kept_words"
    __table_args__ = (
        Index("kept_words_oldest", "team_id", "kept_at"),
        partial_index("kept_words_asked", "team_id", "person_id", "lane", "kept_at", where=ASKED),
    )

    team_id: str = team()
    kept_id: UUID = row_id()
    person_id: str
    channel_id: str = ""
    courses: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """Each is a command: its verb, its words, what it is about, and the inputs of a form."""
    kept_at: datetime
    lane: str = ""
    """Where the question about them stands; empty where nobody can answer it in words."""
    thread: str = ""
    """The message under which it stands there."""
    is_last: bool = False
    """Whether it is what was asked last there, so that the next words may answer it anywhere."""


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


def asked(
    session: Session, team_id: str, kept_id: UUID, lane: str, thread: str, *, lacks: bool
) -> None:
    """Write down where a message asks about kept words.

    Where it `lacks` something that the next words may say, they answer no older question there.
    """
    found = hold(session, team_id, kept_id)
    if found is None:
        return
    if lacks:
        older = update(KeptWords).where(
            col(KeptWords.team_id) == team_id, col(KeptWords.person_id) == found.person_id,
            col(KeptWords.lane) == lane, text(ASKED),
        )  # fmt: skip
        session.execute(older.values(is_last=False))
        if thread:
            session.execute(older.where(col(KeptWords.thread) == thread).values(lane=""))
    found.lane, found.thread, found.is_last = lane, thread, True
    session.add(found)


def asked_of(
    session: Session, team_id: str, person_id: str, lane: str, since: datetime, limit: int
) -> list[KeptWords]:
    """Of what somebody was asked about in a lane since an instant (UTC), the newest first."""
    query = select(KeptWords).where(
        KeptWords.team_id == team_id, KeptWords.person_id == person_id, KeptWords.lane == lane,
        KeptWords.kept_at > since, text(ASKED),
    )  # fmt: skip
    return list(session.exec(query.order_by(col(KeptWords.kept_at).desc()).limit(limit)))


def ask_elsewhere(session: Session, kept: KeptWords) -> None:
    """It is answered elsewhere now: only words under the question answer it still."""
    kept.is_last = False
    session.add(kept)


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
