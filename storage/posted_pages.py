"""A page stands in a channel as one message, which is kept up to date where it was posted."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from storage.columns import long_text, numbered, team

STANDING = "ended_at IS NULL"
"""Pages that are kept up to date."""


class PostedPage(SQLModel):
    """One such message in a channel; its card has the same number.

    `shown` is a fingerprint of what it said when it was looked at last, at `looked_at` (UTC), and
    `changed_on` the local day on which that last became something else. `ended_at` (UTC) is when
    it was given up, for `reason` in words.
    """

    noun: ClassVar[str]

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


AnyPage = TypeVar("AnyPage", bound=PostedPage)


def find(
    session: Session, table: type[AnyPage], team_id: str, number: int, *, lock: bool = False
) -> AnyPage | None:
    """The page with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        table, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def standing(session: Session, table: type[AnyPage], team_id: str) -> list[AnyPage]:
    """All pages of a workspace that are kept up to date, by number."""
    query = select(table).where(table.team_id == team_id, text(STANDING))
    return sorted(session.exec(query), key=lambda each: each.number)


def looked_before(
    session: Session, table: type[AnyPage], team_id: str, before: datetime
) -> list[AnyPage]:
    """Those of them that nobody has looked at since an instant (UTC)."""
    query = select(table).where(
        table.team_id == team_id, text(STANDING), col(table.looked_at) <= before
    )
    return sorted(session.exec(query), key=lambda each: each.number)
