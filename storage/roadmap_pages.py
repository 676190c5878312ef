"""The roadmap stands in a channel as one message, which is kept up to date where it was posted."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from storage.columns import long_text, numbered, partial_index, team

STANDING = "ended_at IS NULL"
"""Pages that are kept up to date."""


class RoadmapPage(SQLModel, table=True):
    """One such message in a channel, of which each has one at most; its card has the same number.

    `shown` is a fingerprint of what it said when it was looked at last, at `looked_at` (UTC), and
    `changed_on` the local day on which that last became something else. `ended_at` (UTC) is when
    it was given up, for `reason` in words.
    """

    __tablename__ = "roadmap_pages"
    __table_args__ = (
        partial_index(
            "roadmap_pages_standing", "team_id", "channel_id", where=STANDING, unique=True
        ),
    )

    noun: ClassVar[str] = "roadmap page"

    team_id: str = team()
    number: int = numbered()
    channel_id: str
    posted_by: str
    posted_at: datetime
    card_id: UUID
    shown: str = ""
    changed_on: date
    looked_at: datetime
    ended_at: datetime | None = None
    reason: str = long_text("")


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> RoadmapPage | None:
    """The page with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        RoadmapPage, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def standing_in(session: Session, team_id: str, channel_id: str) -> RoadmapPage | None:
    """The page that is kept up to date in a channel."""
    query = select(RoadmapPage).where(
        RoadmapPage.team_id == team_id, RoadmapPage.channel_id == channel_id, text(STANDING)
    )
    return session.exec(query).first()


def standing(session: Session, team_id: str) -> list[RoadmapPage]:
    """All pages of a workspace that are kept up to date, by number."""
    query = select(RoadmapPage).where(RoadmapPage.team_id == team_id, text(STANDING))
    return sorted(session.exec(query), key=lambda each: each.number)


def looked_before(session: Session, team_id: str, before: datetime) -> list[RoadmapPage]:
    """Those of them that nobody has looked at since an instant (UTC)."""
    query = select(RoadmapPage).where(
        RoadmapPage.team_id == team_id, text(STANDING), col(RoadmapPage.looked_at) <= before
    )
    return sorted(session.exec(query), key=lambda each: each.number)
