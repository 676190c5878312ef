"""Who gets half as many reminders, since when, because of which figures, and how that ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, partial_index, row_id, team
from storage.many import among
from storage.people import Person

OPEN = "ended_at IS NULL"


class Halving(SQLModel, table=True):
    """A time in which somebody gets half as many reminders of what they owe.

    Of the last `sent` reminders before it they had acted on `acted`. `ended_by` is who let all be
    sent again, empty where that came by itself.
    """

    __tablename__ = "halvings"
    __table_args__ = (
        partial_index("halvings_open", "team_id", "began_at", where=OPEN),
        Index("halvings_person", "team_id", "person_id", "began_at"),
    )

    team_id: str = team()
    halving_id: UUID = row_id()
    person_id: str
    began_at: datetime
    sent: int = large()
    acted: int = large()
    ended_at: datetime | None = None
    ended_by: str = ""


def open_of(session: Session, team_id: str, person_ids: Iterable[str]) -> dict[str, Halving]:
    """The halvings of these people that go on, by Slack id."""
    theirs = among(session, col(Halving.person_id), person_ids)
    query = select(Halving).where(
        Halving.team_id == team_id, theirs, col(Halving.ended_at).is_(None)
    )
    return {each.person_id: each for each in session.exec(query)}


def resumed(session: Session, team_id: str, person_ids: Iterable[str]) -> dict[str, datetime]:
    """When (UTC) somebody last let all be sent again to each of these people, by Slack id."""
    theirs = among(session, col(Halving.person_id), person_ids)
    query = (
        select(Halving.person_id, func.max(Halving.ended_at))
        .where(Halving.team_id == team_id, theirs, Halving.ended_by != "")
        .group_by(col(Halving.person_id))
    )
    return {person_id: at for person_id, at in session.exec(query) if at}


def named(
    session: Session, team_id: str, limit: int, after: int = 0
) -> list[tuple[Halving, Person]]:
    """Those who get half as many, newest first, with who they are; nobody who has left."""
    query = _there(select(Halving, Person), team_id).order_by(
        col(Halving.began_at).desc(), col(Halving.halving_id).desc()
    )
    return [(halving, person) for halving, person in session.exec(query.offset(after).limit(limit))]


def count(session: Session, team_id: str) -> int:
    """How many of those there are."""
    return int(session.exec(_there(select(func.count()).select_from(Halving), team_id)).one())


def _there(query: Any, team_id: str) -> Any:
    is_whose = (col(Person.team_id) == col(Halving.team_id)) & (
        col(Person.user_id) == col(Halving.person_id)
    )
    query = query.join(Person, is_whose)
    return query.where(Halving.team_id == team_id, text(OPEN), col(Person.gone).is_(False))


def open_among(session: Session, team_id: str, after: str, until: str | None) -> list[str]:
    """The Slack ids, from one to another, of those whose halving goes on, in their order."""
    query = select(Halving.person_id).where(
        Halving.team_id == team_id, text(OPEN), col(Halving.person_id) > after
    )
    if until is not None:
        query = query.where(col(Halving.person_id) <= until)
    return sorted(session.exec(query))
