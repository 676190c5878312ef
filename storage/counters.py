"""The last number given out for each noun of a workspace: T-1, T-2, I-1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Protocol

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import large, team


class Counter(SQLModel, table=True):
    """The last number of one noun."""

    __tablename__ = "counters"

    team_id: str = team()
    noun: str = team()
    last: int = large(0)


class Numbered(Protocol):
    """What people name by its number; its numbers are counted under `noun`."""

    noun: ClassVar[str]
    letter: ClassVar[str]
    team_id: str
    number: int


TABLE = SQLModel.metadata.tables["counters"]
# A plain statement, built once, as a number is given in almost every request.
NEXT = upserts.build(TABLE, lambda insert: upserts.adding(insert, "last").returning(TABLE.c.last))


def next_number(session: Session, team_id: str, noun: str, count: int = 1) -> int:
    """The first of `count` new numbers for a noun, never given twice in a workspace.

    Whoever takes one holds the counter until the commit: the next who wants one waits for it.
    """
    connection = session.connection()
    row = {"team_id": team_id, "noun": noun, "last": count}
    last: int = connection.execute(NEXT[connection.dialect.name], row).scalar_one()
    return last - count + 1


def hold(session: Session, team_id: str, noun: str) -> None:
    """Let whoever wants a new number of a noun wait until the commit; their turn may be first."""
    next_number(session, team_id, noun, 0)


def newest(session: Session, team_id: str, noun: str) -> int:
    """The number that was given last; 0 before the first."""
    counter = session.get(Counter, (team_id, noun))
    return counter.last if counter else 0


def leave_out(session: Session, team_id: str, count: int, tables: Iterable[type[Numbered]]) -> None:
    """Give new numbers that are at least `count` higher than any that was given, or that a row has.

    `tables` are those of all nouns. Rows that other tools brought may lie above the counter.
    """
    for table in tables:
        last = next_number(session, team_id, table.noun, count) + count - 1
        highest = select(func.max(table.number)).where(col(table.team_id) == team_id)
        missing = (session.exec(highest).one() or 0) + count - last
        if missing > 0:
            next_number(session, team_id, table.noun, missing)
