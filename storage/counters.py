"""The last number given out for each noun of a workspace: T-1, T-2, I-1."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import large, team
from storage.decisions import Decision
from storage.issues import Issue
from storage.items import Noun
from storage.tasks import Task


class Counter(SQLModel, table=True):
    """The last number of one noun."""

    __tablename__ = "counters"

    team_id: str = team()
    noun: str = team()
    last: int = large(0)


NUMBERED: dict[Noun, type[Task | Issue | Decision]] = {
    Noun.TASK: Task,
    Noun.ISSUE: Issue,
    Noun.DECISION: Decision,
}
TABLE = SQLModel.metadata.tables["counters"]
# Built once and sent past the object layer, as a number is given in almost every request.
NEXT = upserts.build(
    TABLE,
    lambda insert: insert.on_conflict_do_update(
        index_elements=[TABLE.c.team_id, TABLE.c.noun],
        set_={"last": TABLE.c.last + insert.excluded.last},
    ).returning(TABLE.c.last),
)


def next_number(session: Session, team_id: str, noun: str, count: int = 1) -> int:
    """The first of `count` new numbers for a noun, never given twice in a workspace.

    Whoever takes one holds the counter until the commit: the next who wants one waits for it.
    """
    connection = session.connection()
    row = {"team_id": team_id, "noun": noun, "last": count}
    last: int = connection.execute(NEXT[connection.dialect.name], row).scalar_one()
    return last - count + 1


def leave_out(session: Session, team_id: str, count: int) -> None:
    """Give new numbers that are at least `count` higher than any that was given, or that a row has.

    Rows that other tools brought may lie above the counter.
    """
    for noun, numbered in NUMBERED.items():
        last = next_number(session, team_id, noun, count) + count - 1
        highest = select(func.max(numbered.number)).where(col(numbered.team_id) == team_id)
        missing = (session.exec(highest).one() or 0) + count - last
        if missing > 0:
            next_number(session, team_id, noun, missing)
