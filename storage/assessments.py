"""An assessment is a department looking at how it deals with customers: nine areas, twice a year.

Who answers, what each of them says of an area, and which tasks follow, is kept beside it. A-1.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlmodel import Index, Session, SQLModel, col, select

from storage.columns import large, long_text, numbered, partial_index, team
from storage.many import among


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    OPEN = "open"
    """Those who were asked answer."""
    CLOSED = "closed"
    """All is in, and the lead is asked what should be different."""
    SETTLED = "settled"
    """A first task was given, or somebody said why none is."""
    TAKEN_BACK = "taken back"


RESULTS = (AssessmentState.CLOSED, AssessmentState.SETTLED)
"""The states in which its result can be read."""


ON_PURPOSE = 3
"""From this stage on a department acts on purpose, and something has to show it."""


class Side(StrEnum):
    """From where somebody looks at a department."""

    OWN = "own"
    NEIGHBOUR = "neighbour"


class Assessment(SQLModel, table=True):
    """One look of a department at itself; people answer until `due_at` (UTC), the end of a day.

    `closed_on` is the day on which all was in, `neighbour_id` the department that looks as well.
    `repeats_at` (UTC) is when it begins again by itself, while that is to come. `reason` is why
    nothing should be different this half, where somebody said so.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        Index("assessments_department", "team_id", "department_id", "number"),
        Index("assessments_state", "team_id", "state", "number"),
        partial_index("assessments_closed", "team_id", "closed_on", where="closed_on IS NOT NULL"),
        partial_index("assessments_again", "team_id", "repeats_at", where="repeats_at IS NOT NULL"),
    )

    noun: ClassVar[str] = "assessment"
    letter: ClassVar[str] = "A"

    team_id: str = team()
    number: int = numbered()
    title: str
    created_at: datetime
    begun_by: str = ""
    state: str = AssessmentState.OPEN
    department_id: UUID
    neighbour_id: UUID | None = None
    due_at: datetime | None = None
    closed_on: date | None = None
    repeats_at: datetime | None = None
    reason: str = long_text("")

    @property
    def ref(self) -> str:
        """The name people use: A-1."""
        return f"{self.letter}-{self.number}"

    @property
    def has_result(self) -> bool:
        """Whether all is in, and what came of it can be read."""
        return self.state in RESULTS


class Rater(SQLModel, table=True):
    """One person who was asked about a department, from which side, and when their part was done.

    `declined` says that they answer nothing this time.
    """

    __tablename__ = "raters"
    __table_args__ = (Index("raters_person", "team_id", "person_id", "number"),)

    team_id: str = team()
    number: int = numbered()
    person_id: str = team()
    side: str = Side.OWN
    finished_at: datetime | None = None
    declined: bool = False


class AreaAnswer(SQLModel, table=True):
    """What one person says of one area; only they ever read it.

    `stage` is one to four, None where they do not know. `evidence` shows it, and is from
    `evidence_on`; `customer_says` is what a customer would say.
    """

    __tablename__ = "area_answers"

    team_id: str = team()
    number: int = numbered()
    person_id: str = team()
    area: str = team()
    stage: int | None = None
    evidence: str = long_text("")
    evidence_on: date | None = None
    customer_says: str = long_text("")
    answered_at: datetime


class KeptResult(SQLModel, table=True):
    """What an area came to when all was in: what is read, exported and compared from then on.

    `said` and `shown` are stages, None where too few answered; `count` is how many did, `evidence`
    how many of those named what shows it. `neighbours` is how the other department sees it: higher,
    lower or the same; empty where too few of it answered. `met` of `of_all` is what was counted of
    the department beside it in the half year before, None where nothing is.

    What shows it may come later: then `added` are the words of whoever added it on the local day
    `added_on`, `added_of` the day of which it is, and `shown_before` is where the area stood.
    """

    __tablename__ = "area_results"

    team_id: str = team()
    number: int = numbered()
    area: str = team()
    said: int | None = None
    shown: int | None = None
    count: int = 0
    evidence: int = 0
    is_apart: bool = False
    neighbours: str = ""
    met: int | None = None
    of_all: int | None = None
    added: str = long_text("")
    added_of: date | None = None
    added_on: date | None = None
    shown_before: int | None = None


class AreaTask(SQLModel, table=True):
    """A task that is to change one area of a department."""

    __tablename__ = "area_tasks"
    __table_args__ = (Index("area_tasks_department", "team_id", "department_id", "task_number"),)

    team_id: str = team()
    task_number: int = numbered()
    number: int = large()
    department_id: UUID
    area: str


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Assessment | None:
    """The assessment with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Assessment, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def of_department(session: Session, team_id: str, department_id: UUID) -> list[Assessment]:
    """All of a department, the newest first; not what was taken back."""
    query = select(Assessment).where(
        Assessment.team_id == team_id, Assessment.department_id == department_id
    )
    found = [each for each in session.exec(query) if each.state != AssessmentState.TAKEN_BACK]
    return sorted(found, key=lambda each: each.number, reverse=True)


def in_state(session: Session, team_id: str, state: AssessmentState) -> list[Assessment]:
    """All that stand like this, by number."""
    query = select(Assessment).where(Assessment.team_id == team_id, Assessment.state == state.value)
    return sorted(session.exec(query), key=lambda each: each.number)


def to_repeat(session: Session, team_id: str, now: datetime) -> list[Assessment]:
    """Those that begin again by itself at an instant (UTC) or before, by number."""
    query = select(Assessment).where(
        Assessment.team_id == team_id,
        col(Assessment.repeats_at).is_not(None),
        col(Assessment.repeats_at) <= now,
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def closed_between(session: Session, team_id: str, first: date, last: date) -> list[Assessment]:
    """Those of which all was in from a day to another, by number."""
    query = select(Assessment).where(
        Assessment.team_id == team_id,
        col(Assessment.closed_on).is_not(None),
        col(Assessment.closed_on) >= first,
        col(Assessment.closed_on) <= last,
    )
    return sorted(session.exec(query), key=lambda each: each.number)


def raters(session: Session, team_id: str, number: int) -> list[Rater]:
    """Who was asked about a department, by Slack id."""
    query = select(Rater).where(Rater.team_id == team_id, Rater.number == number)
    return sorted(session.exec(query), key=lambda each: each.person_id)


def rater(session: Session, team_id: str, number: int, person_id: str) -> Rater | None:
    """Somebody who was asked; None for everybody else."""
    return session.get(Rater, (team_id, number, person_id))


def asked_of(session: Session, team_id: str, person_id: str) -> list[Rater]:
    """All that somebody was ever asked, the newest first."""
    query = select(Rater).where(Rater.team_id == team_id, Rater.person_id == person_id)
    return sorted(session.exec(query), key=lambda each: each.number, reverse=True)


def answers(session: Session, team_id: str, number: int) -> list[AreaAnswer]:
    """All that was said about a department, in no order."""
    query = select(AreaAnswer).where(AreaAnswer.team_id == team_id, AreaAnswer.number == number)
    return list(session.exec(query))


def answers_of(
    session: Session, team_id: str, number: int, person_id: str
) -> dict[str, AreaAnswer]:
    """What one person said about it, by area."""
    query = select(AreaAnswer).where(
        AreaAnswer.team_id == team_id,
        AreaAnswer.number == number,
        AreaAnswer.person_id == person_id,
    )
    return {each.area: each for each in session.exec(query)}


def results(
    session: Session, team_id: str, numbers: Collection[int]
) -> dict[int, list[KeptResult]]:
    """What came of these assessments, by number."""
    query = select(KeptResult).where(
        KeptResult.team_id == team_id, among(session, col(KeptResult.number), numbers)
    )
    found: dict[int, list[KeptResult]] = {}
    for each in session.exec(query):
        found.setdefault(each.number, []).append(each)
    return found


def result_of_area(session: Session, team_id: str, number: int, area: str) -> KeptResult | None:
    """What one area came to; None where that is not known."""
    return session.get(KeptResult, (team_id, number, area))


def tasks_of(session: Session, team_id: str, department_ids: Collection[UUID]) -> list[AreaTask]:
    """The tasks that are to change something in these departments, the first first."""
    query = select(AreaTask).where(
        AreaTask.team_id == team_id, among(session, col(AreaTask.department_id), department_ids)
    )
    return sorted(session.exec(query), key=lambda each: each.task_number)
