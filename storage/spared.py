"""What was not sent because it would have changed little: one row for each reminder left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, and_, delete, func, insert, or_, select
from sqlmodel import Session, SQLModel, col

from storage.asks import Ask, Owed
from storage.columns import new_id, row_id, team
from storage.gathering import insert_rows
from storage.many import among


class Spared(SQLModel, table=True):
    """A reminder that whoever owes an answer does not get, as half as many go to them.

    On `rung` it would have come, at `due_at`; it would not, where the answer came before that.
    """

    __tablename__ = "spared"
    __table_args__ = (
        Index("spared_due", "team_id", "due_at"),
        Index("spared_ask", "team_id", "ask_id"),
        Index("spared_person", "team_id", "person_id", "due_at"),
    )

    team_id: str = team()
    spared_id: UUID = row_id()
    ask_id: UUID
    person_id: str
    rung: int
    due_at: datetime


TABLE = SQLModel.metadata.tables["spared"]
INSERT = insert(TABLE)
FIRST = 1
"""The rung of the first reminder of a question; what is left out after it comes week by week."""


def plan(session: Session, ask: Owed, left_out: tuple[int, datetime], now: datetime) -> None:
    """Note which reminder of an ask is left out next: on which rung, and when (UTC).

    It stands in the place of what was to be left out later. The first one is left out once.
    """
    rung, due_at = left_out
    of_it = (TABLE.c.team_id == ask.team_id, TABLE.c.ask_id == ask.ask_id)
    connection = session.connection()
    connection.execute(delete(TABLE).where(*of_it, TABLE.c.due_at > now))
    known = select(TABLE.c.rung).where(*of_it, TABLE.c.rung == rung).limit(1)
    if rung == FIRST and connection.scalar(known):
        return
    row = {
        "team_id": ask.team_id, "spared_id": new_id(), "ask_id": ask.ask_id,
        "person_id": ask.person_id, "rung": rung, "due_at": due_at,
    }  # fmt: skip
    insert_rows(session, INSERT, [row])


def forget(session: Session, team_id: str, person_id: str, now: datetime) -> None:
    """Forget what is still to be left out for somebody: they get all reminders from now on."""
    of = TABLE.c
    theirs = (of.team_id == team_id, of.person_id == person_id, of.due_at > now)
    session.connection().execute(delete(TABLE).where(*theirs))


def by_rung(session: Session, team_id: str, since: datetime, until: datetime) -> dict[int, int]:
    """How many were left out from `since` to before `until` (UTC), by rung."""
    query = _left_out(TABLE.c.rung, team_id, since, until)
    return {rung: int(number) for rung, number in session.connection().execute(query)}


def of_people(
    session: Session, team_id: str, person_ids: Iterable[str], since: datetime, until: datetime
) -> dict[str, int]:
    """The same of each of these people, by Slack id."""
    of = TABLE.c
    theirs = among(session, col(Spared.person_id), person_ids)
    query = _left_out(of.person_id, team_id, since, until).where(theirs)
    return {person_id: int(number) for person_id, number in session.connection().execute(query)}


def _left_out(by: Any, team_id: str, since: datetime, until: datetime) -> Any:
    of = TABLE.c
    is_its = and_(col(Ask.team_id) == of.team_id, col(Ask.ask_id) == of.ask_id)
    still_owed = or_(col(Ask.answered_at).is_(None), col(Ask.answered_at) > of.due_at)
    return (
        select(by, func.count())
        .select_from(TABLE)
        .join(Ask, is_its)
        .where(of.team_id == team_id, of.due_at >= since, of.due_at < until, still_owed)
        .group_by(by)
    )
