"""A frozen scorecard is a record that nothing changes: its figures, what they are made of, and how.

Each names the one before it by its digest, so that none can be altered or left out unseen. It holds
ids and numbers, and neither names nor anybody's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import Index, case, func
from sqlmodel import Session, SQLModel, col, select

from storage import counters
from storage.columns import large, long_text, numbered, team
from storage.many import among

ENDS = 4_000
"""So many signs at either end of a content hold all of it but the things behind the figures."""


class FrozenScore(SQLModel, table=True):
    """One scorecard as it was frozen: its content is canonical JSON, its digest SHA-256 of that.

    `period` is its key (2026-11), and `until` when that ended (UTC). `corrects` is the number of
    the record in whose place it stands. `frozen_by` is a Slack id, empty where it was done on the
    server; it is not in the content, so that somebody can be forgotten.
    """

    noun: ClassVar[str] = "score"

    __tablename__ = "frozen_scores"
    __table_args__ = (
        Index("frozen_scores_period", "team_id", "department_id", "period", "number"),
        Index("frozen_scores_until", "team_id", "department_id", "until"),
    )

    team_id: str = team()
    number: int = numbered()
    department_id: UUID
    period: str
    until: datetime
    corrects: int | None = large(None)
    frozen_at: datetime
    frozen_by: str = ""
    content: str = long_text()
    digest: str


class RecordEnds(NamedTuple):
    """A record as far as it is short: both ends of its content, between which the things stand."""

    number: int
    department_id: UUID
    begins: str
    closes: str


def next_number(session: Session, team_id: str) -> int:
    """The number of the next record; whoever wants another one waits until the commit."""
    return counters.next_number(session, team_id, FrozenScore.noun)


def add(session: Session, record: FrozenScore) -> None:
    """Keep a record for ever."""
    session.add(record)
    session.flush()


def last(session: Session, team_id: str) -> FrozenScore | None:
    """The record that was written last, which the next one names."""
    query = select(FrozenScore).where(FrozenScore.team_id == team_id, FrozenScore.number > 0)
    return session.exec(query.order_by(col(FrozenScore.number).desc()).limit(1)).first()


def of(session: Session, team_id: str, department_id: UUID, period: str) -> list[FrozenScore]:
    """All records of a department and a period: as it was frozen, then each correction of it."""
    query = select(FrozenScore).where(
        FrozenScore.team_id == team_id,
        FrozenScore.department_id == department_id,
        FrozenScore.period == period,
    )
    return list(session.exec(query.order_by(col(FrozenScore.number))))


def ends_of(
    session: Session, team_id: str, period: str, department_ids: Iterable[UUID]
) -> list[RecordEnds]:
    """The same of many departments without the things in them, the first written first."""
    length = func.length(FrozenScore.content)
    begins = func.substr(FrozenScore.content, 1, ENDS)
    closes = func.substr(FrozenScore.content, case((length > ENDS, length - ENDS), else_=1))
    query = select(FrozenScore.number, FrozenScore.department_id, begins, closes).where(
        FrozenScore.team_id == team_id,
        among(session, col(FrozenScore.department_id), department_ids),
        FrozenScore.period == period,
    )
    return sorted(RecordEnds(*row) for row in session.exec(query))


def latest_of(session: Session, team_id: str, department_id: UUID) -> FrozenScore | None:
    """The record of a department whose period ended last."""
    query = select(FrozenScore).where(
        FrozenScore.team_id == team_id, FrozenScore.department_id == department_id
    )
    return session.exec(query.order_by(col(FrozenScore.until).desc()).limit(1)).first()


def behind(session: Session, team_id: str, number: int, limit: int) -> list[FrozenScore]:
    """The next records behind a number, in the order in which they were written."""
    query = select(FrozenScore).where(FrozenScore.team_id == team_id, FrozenScore.number > number)
    return list(session.exec(query.order_by(col(FrozenScore.number)).limit(limit)))
