"""The sentences by which a house tells the four stages of an area from each other, as its own."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, SQLModel, select

from storage.columns import team


class AreaSentences(SQLModel, table=True):
    """What one sees in an area at each stage: by chance, when asked, on purpose and by habit."""

    __tablename__ = "area_sentences"

    team_id: str = team()
    area: str = team()
    chance: str = ""
    asked: str = ""
    purpose: str = ""
    habit: str = ""
    changed_by: str = ""
    changed_at: datetime

    @property
    def seen(self) -> tuple[str, str, str, str]:
        """All four, the lowest stage first."""
        return (self.chance, self.asked, self.purpose, self.habit)


def everyone(session: Session, team_id: str) -> list[AreaSentences]:
    """All that a house has in its own words; in no order."""
    return list(session.exec(select(AreaSentences).where(AreaSentences.team_id == team_id)))


def find(session: Session, team_id: str, area: str) -> AreaSentences | None:
    """Those of one area; None where they are as they came."""
    return session.get(AreaSentences, (team_id, area))
