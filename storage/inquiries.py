"""An inquiry is a question about customers that Duly puts to one named person. E-1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import text
from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import long_text, numbered, partial_index, team


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    OPEN = "open"
    ANSWERED = "answered"
    TAKEN_BACK = "taken back"
    """What it asks about was over before anybody answered; `words` say how."""


class InquiryAnswer(StrEnum):
    """What somebody says to an inquiry, and so what becomes of it."""

    MINE = "mine"
    """I do it: a task of whoever says so."""
    GIVEN = "given"
    """Somebody else does it: their task."""
    PUT = "put"
    """Everybody is asked: it becomes a decision."""
    KNOWN = "known"
    """It is so already, in their words."""
    BECAUSE = "because"
    """Nothing follows, for a reason."""
    PASSED = "passed"
    """Somebody else answers it; it stays open."""


class Inquiry(SQLModel, table=True):
    """One question to one person, asked because of a fact.

    `fact` is the kind of that fact, `subject` what it is about (“customer:<id>”, “issue:7”),
    `said` the fact with its figures as they were then. `led_to` names the task or the decision that
    the answer brought.
    """

    __tablename__ = "inquiries"
    __table_args__ = (
        partial_index("inquiries_open", "team_id", "channel_id", where="state = 'open'"),
        partial_index("inquiries_led_to", "team_id", "led_to", where="led_to <> ''"),
        Index("inquiries_asked", "team_id", "channel_id", "created_at"),
    )

    noun: ClassVar[str] = "inquiry"
    letter: ClassVar[str] = "E"

    team_id: str = team()
    number: int = numbered()
    title: str
    said: str = long_text()
    fact: str
    subject: str
    to_id: str
    asked_by: str = ""
    channel_id: str
    created_at: datetime
    due_at: datetime
    state: str = InquiryState.OPEN
    course: str | None = None
    words: str = long_text("")
    answered_by: str | None = None
    answered_at: datetime | None = None
    led_to: str = ""

    @property
    def ref(self) -> str:
        """The name people use: E-1."""
        return f"{self.letter}-{self.number}"


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Inquiry | None:
    """The inquiry with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Inquiry, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def waiting(session: Session, team_id: str, channel_id: str) -> Inquiry | None:
    """One that waits for an answer in a channel; there is a second where an answer was undone."""
    query = select(Inquiry).where(
        Inquiry.team_id == team_id,
        Inquiry.channel_id == channel_id,
        Inquiry.state == InquiryState.OPEN.value,
    )
    return session.exec(query.limit(1)).first()


def open_in(session: Session, team_id: str, channel_id: str) -> list[Inquiry]:
    """Those that wait for an answer in a channel, by number."""
    query = select(Inquiry).where(
        Inquiry.team_id == team_id,
        Inquiry.channel_id == channel_id,
        text("state = 'open'"),
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def that_brought(session: Session, team_id: str, ref: str) -> int | None:
    """The number of the inquiry whose answer brought this task or decision, such as T-12."""
    query = select(Inquiry.number).where(
        Inquiry.team_id == team_id, Inquiry.led_to == ref, text("led_to <> ''")
    )
    return session.exec(query.limit(1)).first()


def asked_since(session: Session, team_id: str, channel_id: str, since: datetime) -> list[Inquiry]:
    """Those that were put in a channel since an instant (UTC), the newest first."""
    query = select(Inquiry).where(
        Inquiry.team_id == team_id,
        Inquiry.channel_id == channel_id,
        col(Inquiry.created_at) >= since,
    )
    return sorted(session.exec(query), key=lambda each: each.number, reverse=True)


def still_count(found: Iterable[Inquiry]) -> list[Inquiry]:
    """Without those that were taken back: what these asked about may be asked about again."""
    return [each for each in found if each.state != InquiryState.TAKEN_BACK]
