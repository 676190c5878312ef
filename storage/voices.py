"""A voice is what one executive heard from a customer, or is asked to hear in a month. Y-1."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, func, select

from storage.audiences import Audience
from storage.columns import long_text, numbered, team
from storage.many import among


class VoiceState(StrEnum):
    """Where a voice stands."""

    OPEN = "open"
    """Somebody was asked for it, and has not answered."""
    TOLD = "told"
    PASSED = "passed"
    """Not this month, said whoever was asked."""
    LAPSED = "lapsed"
    """Its month is over, or whoever was asked is away or no executive any more."""
    TAKEN_BACK = "taken back"


COUNTED = (VoiceState.OPEN, VoiceState.TOLD, VoiceState.PASSED, VoiceState.LAPSED)
"""The states of what stands in a month; what was taken back stands in none."""


class Voice(SQLModel, table=True):
    """One conversation with a customer, of one executive.

    `month` is the one for which it counts, as in “2026-11”. `is_asked` says that Duly asked for it.
    `line` is what was learned, `who` spoke with them there, `heard_on` the local day.
    """

    __tablename__ = "voices"
    __table_args__ = (
        Index("voices_state", "team_id", "state", "to_id"),
        Index("voices_month", "team_id", "month"),
        Index("voices_customer", "team_id", "customer_id", "heard_on"),
        Index("voices_told", "team_id", "told_at"),
        Index("voices_person", "team_id", "to_id", "heard_on"),
    )

    noun: ClassVar[str] = "voice"
    letter: ClassVar[str] = "Y"

    team_id: str = team()
    number: int = numbered()
    title: str
    to_id: str
    month: str
    is_asked: bool = False
    created_at: datetime
    due_at: datetime | None = None
    state: str = VoiceState.OPEN
    customer_id: UUID | None = None
    who: str = ""
    line: str = long_text("")
    heard_on: date | None = None
    told_at: datetime | None = None
    audience: str = Audience.DEPARTMENT
    reason: str = long_text("")

    @property
    def ref(self) -> str:
        """The name people use: Y-1."""
        return f"{self.letter}-{self.number}"

    @property
    def is_private(self) -> bool:
        """Whether it is only counted, and read by nobody but whoever told it and the CCO."""
        return self.audience == Audience.PRIVATE


class LastHeard(NamedTuple):
    """When somebody last spoke with a customer, by their own word."""

    person_id: str
    on: date


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Voice | None:
    """The voice with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Voice, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def open_of(session: Session, team_id: str, person_id: str) -> Voice | None:
    """What somebody is asked for and has not answered: there is never a second one."""
    query = select(Voice).where(
        Voice.team_id == team_id, Voice.to_id == person_id, Voice.state == VoiceState.OPEN.value
    )
    return session.exec(query.limit(1)).first()


def all_open(session: Session, team_id: str) -> list[Voice]:
    """All that is asked for and not answered, by number."""
    query = select(Voice).where(Voice.team_id == team_id, Voice.state == VoiceState.OPEN.value)
    return sorted(session.exec(query), key=lambda each: each.number)


def of_month(session: Session, team_id: str, month: str) -> list[Voice]:
    """What counts for a month such as 2026-11, by number; not what was taken back."""
    query = select(Voice).where(Voice.team_id == team_id, Voice.month == month)
    standing = [each for each in session.exec(query) if each.state in COUNTED]
    return sorted(standing, key=lambda each: each.number)


def told_between(
    session: Session, team_id: str, since: datetime, until: datetime, limit: int
) -> list[Voice]:
    """What was told between two instants (UTC) and is not private, the newest first."""
    query = select(Voice).where(
        Voice.team_id == team_id,
        col(Voice.told_at) > since,
        col(Voice.told_at) <= until,
        Voice.state == VoiceState.TOLD.value,
        Voice.audience != Audience.PRIVATE.value,
    )
    return list(session.exec(query.order_by(col(Voice.told_at).desc()).limit(limit)))


def last_with(session: Session, team_id: str, customer_id: UUID) -> Voice | None:
    """The last conversation with a customer that is not private; None where none is known."""
    query = select(Voice).where(
        Voice.team_id == team_id,
        Voice.customer_id == customer_id,
        col(Voice.heard_on).is_not(None),
        Voice.state == VoiceState.TOLD.value,
        Voice.audience != Audience.PRIVATE.value,
    )
    return session.exec(query.order_by(col(Voice.heard_on).desc()).limit(1)).first()


def told_by(session: Session, team_id: str, person_id: str, on: date) -> list[Voice]:
    """What somebody told of one day, by number."""
    query = select(Voice).where(
        Voice.team_id == team_id,
        Voice.to_id == person_id,
        Voice.heard_on == on,
        Voice.state == VoiceState.TOLD.value,
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def last_heard(session: Session, team_id: str, people: Collection[str]) -> list[LastHeard]:
    """When each of these people last spoke with a customer, private or not.

    Whoever never did is not among them.
    """
    query = (
        select(Voice.to_id, func.max(Voice.heard_on))
        .where(
            Voice.team_id == team_id,
            among(session, col(Voice.to_id), people),
            col(Voice.heard_on).is_not(None),
            Voice.state == VoiceState.TOLD.value,
        )
        .group_by(col(Voice.to_id))
    )
    return [LastHeard(person_id, on) for person_id, on in session.exec(query) if on]
