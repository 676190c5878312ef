"""A calendar link is an address at which somebody's calendar is read for when they are away."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, long_text, partial_index, team

LEASE = timedelta(minutes=5)
"""So long one worker has to read one; then another may."""


class CalendarLink(SQLModel, table=True):
    """One address of one person. Whoever has it can read their calendar: it is a secret.

    `next_at` is when it is read next. `failures` counts those in a row, and `told` says that its
    owner knows of them.
    """

    __tablename__ = "calendar_links"
    __table_args__ = (partial_index("calendar_links_due", "next_at", where="next_at IS NOT NULL"),)

    team_id: str = team()
    person_id: str = team()
    address: str = long_text()
    next_at: datetime | None = None
    read_at: datetime | None = None
    failures: int = large(0)
    told: bool = False

    def __repr__(self) -> str:
        """Without the address, so that no log ever has it."""
        return f"CalendarLink({self.team_id}, {self.person_id})"


def find(session: Session, team_id: str, person_id: str) -> CalendarLink | None:
    """The link of a person."""
    return session.get(CalendarLink, (team_id, person_id))


def claim(session: Session, now: datetime) -> CalendarLink | None:
    """The link that has waited longest to be read; no other worker has it for a while."""
    query = (
        select(CalendarLink)
        .where(col(CalendarLink.next_at) <= now)
        .order_by(col(CalendarLink.next_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query.execution_options(populate_existing=True)).first()
    if found is not None:
        found.next_at = now + LEASE
        session.add(found)
    return found
