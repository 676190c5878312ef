"""What a house has changed in the bank of questions: other words, switched off, and its own."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Index, Session, SQLModel, select

from storage.columns import numbered, team


class HouseQuestion(SQLModel, table=True):
    """One question as a house wants it: one of its own, or what it has changed of another.

    `key` is that of the question, `words` are empty where they are as they came with Duly. The
    number is what history knows it by, and nothing that people name.
    """

    __tablename__ = "house_questions"
    __table_args__ = (Index("house_questions_key", "team_id", "key", unique=True),)

    team_id: str = team()
    number: int = numbered()
    key: str
    words: str = ""
    is_off: bool = False
    is_own: bool = False
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime


def find(session: Session, team_id: str, key: str) -> HouseQuestion | None:
    """What a house has changed of the question with this key."""
    query = select(HouseQuestion).where(HouseQuestion.team_id == team_id, HouseQuestion.key == key)
    return session.exec(query).first()


def everyone(session: Session, team_id: str) -> list[HouseQuestion]:
    """All that a house has changed or added, oldest first: a few dozen rows at most."""
    query = select(HouseQuestion).where(HouseQuestion.team_id == team_id)
    return sorted(session.exec(query), key=lambda each: each.number)
