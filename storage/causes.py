"""A cause is why issues happen: those that share one go on to happen until it is removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Table, UniqueConstraint
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import long_text, new_id, row_id, team
from storage.issues import Issue
from storage.items import Item, State
from storage.names import LONGEST, search_key
from storage.upserts import Insert, Statement

REPEAT = timedelta(days=90)
"""Within this an issue of the same cause is a repeat (customer-experience reference, 3.1)."""
MOST = 50
"""So many issues of one cause are looked at."""


class Cause(SQLModel, table=True):
    """Why issues happen, in the words of whoever said so first."""

    __tablename__ = "causes"
    __table_args__ = (UniqueConstraint("team_id", "key", name="causes_key"),)

    team_id: str = team()
    cause_id: UUID = row_id()
    words: str = long_text()
    key: str
    created_by: str
    created_at: datetime


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


def named(session: Session, now: datetime, team_id: str, words: str, by: str) -> Cause:
    """The cause of these words; new where nobody has named it yet, `by` somebody's Slack id."""
    row = Cause(
        team_id=team_id, cause_id=new_id(), words=words, key=key_of(words), created_by=by,
        created_at=now,
    )  # fmt: skip
    # Two who name it at the same moment mean the same one.
    upserts.is_new(session, _ADD, row.model_dump())
    return session.exec(select(Cause).where(Cause.team_id == team_id, Cause.key == row.key)).one()


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
