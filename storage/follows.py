"""Who follows a task, an issue or a decision: they hear of it as whoever asked for it does."""

from __future__ import annotations

from sqlalchemy import Index, delete
from sqlmodel import Session, SQLModel, col, select

from storage import upserts
from storage.columns import numbered, team


class Follow(SQLModel, table=True):
    """One person who follows one thing."""

    __tablename__ = "follows"
    __table_args__ = (Index("follows_person", "team_id", "user_id", "noun", "number"),)

    team_id: str = team()
    noun: str = team()
    number: int = numbered()
    user_id: str = team()


TABLE = SQLModel.metadata.tables["follows"]
FOLLOW = upserts.build(
    TABLE, lambda insert: insert.on_conflict_do_nothing().returning(TABLE.c.user_id)
)


def add(session: Session, team_id: str, noun: str, number: int, user_id: str) -> bool:
    """Let somebody follow a thing; False where they do so already."""
    row = {"team_id": team_id, "noun": noun, "number": number, "user_id": user_id}
    return upserts.is_new(session, FOLLOW, row)


def end(session: Session, team_id: str, noun: str, number: int, user_id: str) -> bool:
    """Let somebody follow a thing no more; False where they do not."""
    theirs = (
        col(Follow.team_id) == team_id, col(Follow.noun) == noun,
        col(Follow.number) == number, col(Follow.user_id) == user_id,
    )  # fmt: skip
    return session.connection().execute(delete(Follow).where(*theirs)).rowcount == 1


def followers(session: Session, team_id: str, noun: str, number: int) -> list[str]:
    """The Slack ids of those who follow a thing, in their order."""
    query = select(Follow.user_id).where(
        Follow.team_id == team_id, Follow.noun == noun, Follow.number == number
    )
    return sorted(session.exec(query))


def followed(session: Session, team_id: str, user_id: str, noun: str) -> list[int]:
    """The numbers of the things of a noun that somebody follows."""
    query = select(Follow.number).where(
        Follow.team_id == team_id, Follow.user_id == user_id, Follow.noun == noun
    )
    return sorted(session.exec(query))
