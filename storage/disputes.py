"""A dispute says what is wrong with a figure of a scorecard, and the CCO answers it. F-1.

Its words live here and in no frozen record, so that whoever may not see a thing reads no word of
it, and somebody can be forgotten.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Index, Session, SQLModel, col, select

from storage import scopes
from storage.columns import large, long_text, numbered, team
from storage.many import among
from storage.scopes import Reader


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    CORRECTED = "corrected"
    """The figure was corrected by a new record."""
    KEPT = "kept"
    """The figure stays, for a reason."""
    WITHDRAWN = "withdrawn"
    """Whoever began it took it back."""


class Dispute(SQLModel, table=True):
    """What a lead says of one figure of their department, and what the CCO answered.

    `period` and `measure` are keys (2026-11, kept_first). `item_noun` and `item_number` name the
    thing that it is about, where somebody said which. `record` is the number of the record that
    corrects the figure.
    """

    __tablename__ = "disputes"
    __table_args__ = (Index("disputes_period", "team_id", "department_id", "period", "number"),)

    noun: ClassVar[str] = "dispute"
    letter: ClassVar[str] = "F"

    team_id: str = team()
    number: int = numbered()
    title: str
    department_id: UUID
    period: str
    measure: str
    words: str = long_text()
    item_noun: str | None = None
    item_number: int | None = large(None)
    asked_by: str
    created_at: datetime
    due_at: datetime
    state: str = DisputeState.OPEN
    answer: str = long_text("")
    answered_by: str | None = None
    answered_at: datetime | None = None
    record: int | None = large(None)

    @property
    def ref(self) -> str:
        """The name people use: F-1."""
        return f"{self.letter}-{self.number}"


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Dispute | None:
    """The dispute with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Dispute, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of(session: Session, team_id: str, department_id: UUID, period: str) -> list[Dispute]:
    """All disputes of a department's figures in a period, the oldest first."""
    query = select(Dispute).where(
        Dispute.team_id == team_id,
        Dispute.department_id == department_id,
        Dispute.period == period,
    )
    return list(session.exec(query.order_by(col(Dispute.number))))


class DisputeSeen(NamedTuple):
    """A dispute, and whether its reader may read its words, which may be about what is private."""

    dispute: Dispute
    is_seen: bool


def seen_by(session: Session, reader: Reader, number: int, limit: int) -> list[DisputeSeen]:
    """The next disputes behind a number that concern somebody.

    Whoever looks after everything reads all of them, who leads a department its own, and everybody
    those that they began.
    """
    about = _About(Dispute.team_id, Dispute.item_noun, Dispute.item_number)
    query = select(Dispute, scopes.about_seen_by(about, reader)).where(
        Dispute.team_id == reader.team_id, Dispute.number > number
    )
    if not reader.sees_all:
        speaks_for = among(session, col(Dispute.department_id), sorted(reader.speaks_for))
        query = query.where(or_(col(Dispute.asked_by) == reader.user_id, speaks_for))
    found = session.exec(query.order_by(col(Dispute.number)).limit(limit))
    return [DisputeSeen(dispute, bool(is_seen)) for dispute, is_seen in found]


class _About(NamedTuple):
    """What a dispute is about, as `scopes.about_seen_by` looks at it."""

    team_id: Any
    noun: Any
    number: Any
