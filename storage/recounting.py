"""What is kept as it changes is counted anew from all rows once a day, and put right."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Table, func, literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, select

from storage import customers, initiatives, kept_counts
from storage.columns import large, team
from storage.kept_counts import SUMS, CountRule, Uncounted

ALL = (*customers.COUNTED, initiatives.COSTS)
"""Everything that is kept."""


class Recount(SQLModel, table=True):
    """On which local day a counting of a workspace was compared last.

    `wrong` is how many of its counts were wrong, of all that were ever compared.
    """

    __tablename__ = "recounts"

    team_id: str = team()
    counting: str = Field(primary_key=True)
    compared_on: date
    wrong: int = large(0)


def due(session: Session, team_id: str, today: date) -> CountRule | None:
    """A counting of a workspace that was not compared on this local day yet; None of all."""
    query = select(Recount.counting).where(Recount.team_id == team_id, Recount.compared_on == today)
    compared = set(session.exec(query))
    return next((each for each in ALL if each.name not in compared), None)


def mend(session: Session, team_id: str, counting: CountRule, today: date) -> list[Uncounted]:
    """Put right what is wrong of one counting, and return by how much each count of it was.

    Only one, as nobody else can write meanwhile. What is missing is added, so that whatever others
    change at the same time counts as well.
    """
    kept_counts.settle(session)
    found = wrong(session, team_id, counting)
    kept_counts.change(session, found)
    done = session.get(Recount, (team_id, counting.name)) or Recount(
        team_id=team_id, counting=counting.name, compared_on=today
    )
    done.compared_on, done.wrong = today, done.wrong + len(found)
    session.add(done)
    return found


def wrong(session: Session, team_id: str, *countings: CountRule) -> list[Uncounted]:
    """By how much each count of these has to change, or of all of them.

    This is one question, so that all is as of one instant.
    """
    asked = countings or ALL
    of = kept_counts.TABLE.c
    kept = columns(of.counting, of.words, *(-of[name] for name in SUMS)).where(
        of.team_id == team_id, of.counting.in_([each.name for each in asked])
    )
    rows = union_all(*(_counted(each, team_id) for each in asked), kept).subquery()
    sums = [func.sum(rows.c[name]) for name in SUMS]
    query = columns(rows.c.counting, rows.c.words, *sums).group_by(rows.c.counting, rows.c.words)
    found = session.execute(query.having(or_(*(each != 0 for each in sums))))
    return [Uncounted(team_id, counting, words, *map(int, by)) for counting, words, *by in found]


def _counted(counting: CountRule, team_id: str) -> Any:
    """All rows of a workspace, counted."""
    table: Table = counting.table.__table__  # type: ignore[attr-defined]  # which every table has
    of, (column, value) = table.c, counting.stands
    words, amount = func.coalesce(of[counting.by], ""), of[counting.amount]
    return (
        columns(
            literal(counting.name).label("counting"), words.label("words"),
            func.count().label("number"), func.count(amount).label("known"),
            func.coalesce(func.sum(amount), 0).label("amount"),
        )
        .where(of.team_id == team_id, of[column].is_not_distinct_from(value))
        .group_by(words)
    )  # fmt: skip
