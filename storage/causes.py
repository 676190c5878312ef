"""A cause is why issues happen: those that share one go on to happen until it is removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint, func
from sqlmodel import Session, SQLModel, col, select

from storage import counters, upserts
from storage.columns import large, long_text, new_id, row_id, team
from storage.issues import Issue
from storage.items import Item, State
from storage.names import LONGEST, search_key
from storage.upserts import Insert, Statement

REPEAT = timedelta(days=90)
"""Within this an issue of the same cause is a repeat (customer-experience reference, 3.1)."""
MOST = 50
"""So many issues of one cause are looked at."""


class CauseKind(StrEnum):
    """Of what sort a cause is: it says who can remove it, and how."""

    RULE = "rule"
    PROCESS = "process"
    SYSTEM = "system"
    INFORMATION = "information"
    SKILLS = "skills"
    CAPACITY = "capacity"
    SUPPLIER = "supplier"
    DECISION = "decision"
    OTHER = "other"


class Cause(SQLModel, table=True):
    """Why issues happen, in the words of whoever said so first. C-3.

    `department_id` is who could have prevented it, and `decider_id` the Slack id of whoever decides
    about it and has the budget to remove it; none where nobody has said so yet.
    """

    noun: ClassVar[str] = "cause"
    letter: ClassVar[str] = "C"

    __tablename__ = "causes"
    __table_args__ = (
        UniqueConstraint("team_id", "key", name="causes_key"),
        UniqueConstraint("team_id", "number", name="causes_number"),
        ForeignKeyConstraint(
            ["team_id", "department_id"],
            ["departments.team_id", "departments.department_id"],
            name="causes_department",
        ),
        ForeignKeyConstraint(
            ["team_id", "decider_id"], ["people.team_id", "people.user_id"], name="causes_decider"
        ),
    )

    team_id: str = team()
    cause_id: UUID = row_id()
    number: int = large()
    words: str = long_text()
    key: str
    kind: str | None = None
    department_id: UUID | None = None
    decider_id: str | None = None
    created_by: str
    created_at: datetime

    @property
    def ref(self) -> str:
        """What people call it: C-3."""
        return f"{self.letter}-{self.number}"


def key_of(words: str) -> str:
    """By what a cause is known: case, spaces, accents, apostrophes and a full stop say nothing."""
    # Some signs become eighteen letters, and an index holds only so many.
    return search_key(words).rstrip(" .!;,")[:LONGEST]


def _unless_there(insert: Insert) -> Statement:
    return insert.on_conflict_do_nothing().returning(_TABLE.c.key)


_TABLE: Table = SQLModel.metadata.tables["causes"]
_ADD = upserts.build(_TABLE, _unless_there)


def find(session: Session, team_id: str, cause_id: UUID | None) -> Cause | None:
    """The cause with this id."""
    return session.get(Cause, (team_id, cause_id)) if cause_id else None


def numbered(session: Session, team_id: str, number: int, *, lock: bool = False) -> Cause | None:
    """The cause of this number; `lock` holds it until the commit, as it stands then."""
    query = select(Cause).where(Cause.team_id == team_id, Cause.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def called(session: Session, team_id: str, words: str) -> Cause | None:
    """The cause that is known by these words."""
    query = select(Cause).where(Cause.team_id == team_id, Cause.key == key_of(words))
    return session.exec(query).first()


def named(session: Session, now: datetime, team_id: str, words: str, by: str) -> Cause:
    """The cause of these words; new where nobody has named it yet, `by` somebody's Slack id."""
    known = called(session, team_id, words)
    if known:
        return known
    number = counters.next_number(session, team_id, Cause.noun)
    # Two who name it at the same moment mean the same one: the second waited for that number.
    row = Cause(
        team_id=team_id, cause_id=new_id(), number=number, words=words, key=key_of(words),
        created_by=by, created_at=now,
    )  # fmt: skip
    upserts.is_new(session, _ADD, row.model_dump())
    query = select(Cause).where(Cause.team_id == team_id, Cause.key == row.key)
    return session.exec(query).one()


def of(session: Session, item: Item) -> Cause | None:
    """Why an issue happened, where that is known."""
    return find(session, item.team_id, item.cause_id) if isinstance(item, Issue) else None


def issues_of(
    session: Session, team_id: str, cause_id: UUID, since: datetime, until: datetime
) -> list[Issue]:
    """The issues of a cause that were reported between two instants (UTC), in their order.

    The newest `MOST`; what was taken back, or joined to another, is none of them.
    """
    query = select(Issue).where(
        Issue.team_id == team_id,
        Issue.cause_id == cause_id,
        col(Issue.created_at) >= since,
        col(Issue.created_at) <= until,
        Issue.state != State.WITHDRAWN,
    )
    found = session.exec(query.order_by(col(Issue.created_at).desc()).limit(MOST))
    return sorted(found, key=lambda each: (each.created_at, each.number))


def repeats(session: Session, issue: Item) -> list[Issue]:
    """The issues of the same cause in the 90 days before one, in their order; none of a task."""
    if not isinstance(issue, Issue) or issue.cause_id is None:
        return []
    until = issue.created_at
    found = issues_of(session, issue.team_id, issue.cause_id, until - REPEAT, until)
    return [each for each in found if (each.created_at, each.number) < (until, issue.number)]


def is_owner(session: Session, cause: Cause, user_id: str) -> bool:
    """Whether somebody has an issue of a cause, open or not."""
    query = select(Issue.number).where(
        Issue.team_id == cause.team_id,
        Issue.cause_id == cause.cause_id,
        # As a value: the way leads through the issues of the cause, not through all of theirs.
        func.coalesce(Issue.owner_id, "") == user_id,
    )
    return session.exec(query.limit(1)).first() is not None
