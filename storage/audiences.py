"""Who may see a thing: its department and with it everybody here, or a few people alone."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import numbered, team


class Audience(StrEnum):
    """Who may see a thing."""

    DEPARTMENT = "department"
    """Its card stands in the department's channel, and everybody here may list it."""
    PRIVATE = "private"
    """Whoever is concerned, and those who were added; see `scopes.seen_by`."""


class AudienceMember(SQLModel, table=True):
    """Somebody who was added to those who may see a private thing."""

    __tablename__ = "audience_members"

    team_id: str = team()
    noun: str = team()
    number: int = numbered()
    user_id: str = team()


TABLE = SQLModel.metadata.tables["audience_members"]
ADD = upserts.build(
    TABLE, lambda insert: insert.on_conflict_do_nothing().returning(TABLE.c.user_id)
)


def add(session: Session, team_id: str, noun: str, number: int, user_id: str) -> bool:
    """Let somebody see a thing; False where they were added before."""
    row = {"team_id": team_id, "noun": noun, "number": number, "user_id": user_id}
    return upserts.is_new(session, ADD, row)


def remove(session: Session, team_id: str, noun: str, number: int, user_id: str) -> None:
    """Let somebody who was added see a thing no more; nothing happens where they were not."""
    member = session.get(AudienceMember, (team_id, noun, number, user_id))
    if member is not None:
        session.delete(member)
        session.flush()


def added(session: Session, team_id: str, noun: str, number: int) -> list[str]:
    """The Slack ids of those who were added, in their order."""
    query = select(AudienceMember.user_id).where(
        AudienceMember.team_id == team_id,
        AudienceMember.noun == noun,
        AudienceMember.number == number,
    )
    return list(session.exec(query.order_by(col(AudienceMember.user_id))))
