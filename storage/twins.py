"""A pair of initiatives that look alike, and what their owners say of that. W-1.

What makes them alike is not kept but looked up, so that it is always that of now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from sqlalchemy import JSON, Index
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import large, long_text, numbered, team
from storage.initiatives import Initiative, InitiativeCustomer, InitiativeState


class TwinState(StrEnum):
    """Where a pair stands."""

    ASKED = "asked"
    """Its owners are asked whether they are the same thing."""
    PROPOSED = "proposed"
    """Both say so, and the executives decide."""
    DIFFERENT = "different"
    JOINED = "joined"
    KEPT = "kept"
    """It was decided otherwise, or the question was taken back: both go on."""
    OVER = "over"
    """One of them is no more, or they do not look alike any more."""


LIVE = (TwinState.ASKED, TwinState.PROPOSED)


class Twin(SQLModel, table=True):
    """Two initiatives by their numbers, the lower one (`one`) first.

    `same_by` said first that they are the same thing, with `pooled` for what one of them would look
    like, who could own it, who decides, and by which local day. `why` is why they are different, as
    `why_by` says. `talks` are the owners who talk first. `decision` is the number of the decision.
    """

    __tablename__ = "twins"
    __table_args__ = (
        Index("twins_state", "team_id", "state", "number"),
        Index("twins_one", "team_id", "one", "other"),
        Index("twins_other", "team_id", "other", "one"),
    )

    noun: ClassVar[str] = "twin"
    letter: ClassVar[str] = "W"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    state: str = TwinState.ASKED
    one: int = large()
    other: int = large()
    same_by: str | None = None
    pooled: str = long_text("")
    pooled_owner_id: str | None = None
    decider_id: str | None = None
    decide_on: date | None = None
    why: str = long_text("")
    why_by: str | None = None
    talks: list[str] = Field(default_factory=list, sa_type=JSON)
    decision: int | None = large(None)

    @property
    def ref(self) -> str:
        """The name people use: W-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A pair is owed by no time: what is asked about it is."""
        return None

    @property
    def numbers(self) -> tuple[int, int]:
        """Both initiatives."""
        return self.one, self.other


class PlannedInitiative(NamedTuple):
    """What of an initiative tells whether another is like it."""

    number: int
    title: str
    begins_on: date
    ends_on: date
    tiers: Sequence[str]
    segments: Sequence[str] = ()


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Twin | None:
    """The pair with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Twin, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of_initiative(session: Session, team_id: str, number: int) -> list[Twin]:
    """All pairs of an initiative, by number, however they stand."""
    found: list[Twin] = []
    for side in (Twin.one, Twin.other):
        found += session.exec(select(Twin).where(Twin.team_id == team_id, side == number))
    return sorted(found, key=lambda each: each.number)


def in_state(session: Session, team_id: str, *states: TwinState) -> list[Twin]:
    """All pairs that stand like one of these, by number."""
    found: list[Twin] = []
    for state in states:
        query = select(Twin).where(Twin.team_id == team_id, Twin.state == state.value)
        found += session.exec(query)
    return sorted(found, key=lambda each: each.number)


def planned(session: Session, team_id: str) -> list[PlannedInitiative]:
    """Of every open initiative what tells whether another is like it."""
    # Not whole rows: there may be ten thousand, and whoever writes one down waits.
    query = columns(
        col(Initiative.number),
        col(Initiative.title),
        col(Initiative.begins_on),
        col(Initiative.ends_on),
        col(Initiative.tiers),
        col(Initiative.segments),
    ).where(col(Initiative.team_id) == team_id, col(Initiative.state) == InitiativeState.OPEN.value)
    return [PlannedInitiative(*each) for each in session.execute(query)]


def with_same_customers(session: Session, team_id: str, number: int) -> set[int]:
    """The initiatives that name one of the customers whom this one names."""
    theirs = select(InitiativeCustomer.customer_id).where(
        InitiativeCustomer.team_id == team_id, InitiativeCustomer.number == number
    )
    query = select(InitiativeCustomer.number).where(
        InitiativeCustomer.team_id == team_id, col(InitiativeCustomer.customer_id).in_(theirs)
    )
    return set(session.exec(query)) - {number}
