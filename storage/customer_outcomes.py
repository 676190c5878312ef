"""An outcome is what customers are to notice by the end of a quarter, and the number for it. O-2.

What is known of it by now is one row; history tells how that came about. What moves it is traced.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import long_text, numbered, partial_index, team
from storage.many import among


class OutcomeState(StrEnum):
    """Where an outcome stands."""

    PROPOSED = "proposed"
    """It is written, and whoever is to answer for it has not said yes."""
    STANDING = "standing"
    MET = "met"
    NOT_MET = "not met"
    ENDED = "ended"
    """It was let go, for a reason."""
    TAKEN_BACK = "taken back"


OPEN_OUTCOMES = (OutcomeState.PROPOSED, OutcomeState.STANDING)


class CourseSaid(StrEnum):
    """How its owner says that an outcome stands; nobody else says it for them."""

    ON_COURSE = "on course"
    MAY_MISS = "may miss"
    WILL_MISS = "will miss"


class CustomerOutcome(SQLModel, table=True):
    """One outcome of the quarter that begins on the local day `quarter_on`.

    It is the company's, or that of one department. The number was `baseline` on `baseline_on` and
    is to be `target` by the end of the quarter, both in `unit`; `counted_as` says how it is
    counted. `first_target` stays what was written first. `latest` is the last number, as of
    `counted_on`; `said` is how its owner says that it stands, in `line` their sentence, in `helps`
    what would help, and in `because` why that holds although figures say otherwise.
    """

    __tablename__ = "customer_outcomes"
    __table_args__ = (
        Index("customer_outcomes_state", "team_id", "state", "number"),
        Index("customer_outcomes_quarter", "team_id", "quarter_on", "number"),
        partial_index(
            "customer_outcomes_department",
            "team_id",
            "department_id",
            where="department_id IS NOT NULL",
        ),
    )

    noun: ClassVar[str] = "outcome"
    letter: ClassVar[str] = "O"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    written_by: str
    state: str = OutcomeState.PROPOSED
    owner_id: str
    department_id: UUID | None = None
    quarter_on: date
    ends_on: date
    """The last day of its quarter."""
    counted_as: str = long_text("")
    unit: str = ""
    baseline: float
    baseline_on: date
    target: float
    first_target: float
    counter: str = ""
    """Which figure of scorecards it is, counted by Duly; empty where its owner counts it."""
    counted_met: int | None = None
    counted_of: int | None = None
    """Of how many that figure was the last time; of a share, how many of them were met."""
    latest: float | None = None
    counted_on: date | None = None
    said: str | None = None
    line: str = long_text("")
    helps: str = long_text("")
    said_by: str | None = None
    said_at: datetime | None = None
    because: str = long_text("")
    shown_at: datetime | None = None
    """From when on (UTC) everybody reads beside its words what the figures say against them."""
    next_on: date | None = None
    """By which day its owner is asked for the number next."""
    reason: str = long_text("")
    """Why it ended."""

    @property
    def ref(self) -> str:
        """The name people use: O-2."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """An outcome is owed by no time: what is asked about it is."""
        return None

    @property
    def is_open(self) -> bool:
        """Whether somebody works for it, or is asked to."""
        return self.state in OPEN_OUTCOMES

    @property
    def stands(self) -> bool:
        """Whether its owner said yes, and it has not ended."""
        return self.state == OutcomeState.STANDING

    @property
    def now_at(self) -> float:
        """The last number there is, that of the beginning where none came since."""
        return self.baseline if self.latest is None else self.latest


def find(
    session: Session, team_id: str, number: int, *, lock: bool = False
) -> CustomerOutcome | None:
    """The outcome with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        CustomerOutcome, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def in_states(
    session: Session, team_id: str, states: Collection[OutcomeState]
) -> list[CustomerOutcome]:
    """All outcomes that stand like one of these, by number."""
    wanted = [state.value for state in states]
    query = select(CustomerOutcome).where(
        CustomerOutcome.team_id == team_id, among(session, col(CustomerOutcome.state), wanted)
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def open_ones(session: Session, team_id: str) -> list[CustomerOutcome]:
    """All that somebody works for or is asked to, by number."""
    return in_states(session, team_id, OPEN_OUTCOMES)


def of_quarter(session: Session, team_id: str, quarter_on: date) -> list[CustomerOutcome]:
    """All outcomes of the quarter that begins on a day, by number; not what was taken back."""
    query = select(CustomerOutcome).where(
        CustomerOutcome.team_id == team_id, CustomerOutcome.quarter_on == quarter_on
    )
    found = [each for each in session.exec(query) if each.state != OutcomeState.TAKEN_BACK]
    return sorted(found, key=lambda each: each.number)


def between(session: Session, team_id: str, first: date, last: date) -> list[CustomerOutcome]:
    """All outcomes of quarters that begin between two days, by number; not what was taken back."""
    query = select(CustomerOutcome).where(
        CustomerOutcome.team_id == team_id,
        col(CustomerOutcome.quarter_on) >= first,
        col(CustomerOutcome.quarter_on) <= last,
    )
    found = [each for each in session.exec(query) if each.state != OutcomeState.TAKEN_BACK]
    return sorted(found, key=lambda each: each.number)
