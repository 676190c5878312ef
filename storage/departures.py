"""When somebody leaves, what they owed is handed on; here stands how far that has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import facts, large, long_text, partial_index, row_id, team
from storage.due import longest_due
from storage.items import Item

NAMED = 5
"""So many things a message names."""


class Departure(SQLModel, table=True):
    """Somebody has left: `walked` says by noun how much of theirs nobody could follow them in.

    `next_at` is when something is to be done about it, None when it is over.
    """

    __tablename__ = "departures"
    __table_args__ = (
        partial_index("departures_due", "next_at", where="next_at IS NOT NULL"),
        Index("departures_person", "team_id", "person_id"),
    )

    team_id: str = team()
    departure_id: UUID = row_id()
    person_id: str
    left_at: datetime
    walked: dict[str, int] = facts()
    next_at: datetime | None = None
    error: str = long_text("")


class Legacy(SQLModel, table=True):
    """What one person is to read once of what somebody left: as heir, or as who had asked for it.

    `heirs` are whom it is with now, `refs` the first of it.
    """

    __tablename__ = "legacies"

    team_id: str = team()
    departure_id: UUID = Field(primary_key=True)
    reader_id: str = Field(primary_key=True)
    is_heir: bool = Field(primary_key=True)
    count: int = large(0)
    refs: list[str] = Field(default_factory=list, sa_type=JSON)
    heirs: list[str] = Field(default_factory=list, sa_type=JSON)


def begin(session: Session, team_id: str, person_id: str, now: datetime) -> None:
    """Have what somebody owed handed on, who has just left."""
    known = select(Departure).where(Departure.team_id == team_id, Departure.person_id == person_id)
    if not any(each.next_at for each in session.exec(known)):
        session.add(Departure(team_id=team_id, person_id=person_id, left_at=now, next_at=now))


def next_due(session: Session, now: datetime) -> Departure | None:
    """The departure that has waited longest, held for this transaction."""
    return longest_due(session, Departure, col(Departure.next_at), now)


def left_behind(
    session: Session, table: type[Item], team_id: str, owner_id: str, after: int, limit: int
) -> list[Item]:
    """The next live items of a table that are still somebody's, those `after` so many, held."""
    query = select(table).where(
        table.team_id == team_id,
        table.owner_id == owner_id,
        col(table.closed_at).is_(None),
    )
    # In the order of an index: of a million of everybody's none but theirs are read.
    in_order = query.order_by(col(table.due_at), col(table.number)).offset(after)
    held = in_order.limit(limit).with_for_update(of=table)
    return list(session.exec(held.execution_options(populate_existing=True)))


def note(
    session: Session, departure: Departure, reader_id: str, ref: str, heir_id: str, *, is_heir: bool
) -> None:
    """One thing more of which somebody is to read."""
    key = (departure.team_id, departure.departure_id, reader_id, is_heir)
    legacy = session.get(Legacy, key) or Legacy(
        team_id=departure.team_id, departure_id=departure.departure_id, reader_id=reader_id,
        is_heir=is_heir,
    )  # fmt: skip
    legacy.count += 1
    if len(legacy.refs) < NAMED:
        legacy.refs = [*legacy.refs, ref]
    if heir_id not in legacy.heirs and len(legacy.heirs) < NAMED:
        legacy.heirs = [*legacy.heirs, heir_id]
    session.add(legacy)


def untold(session: Session, departure: Departure, limit: int) -> list[Legacy]:
    """Some of those who have not read yet what somebody left."""
    query = select(Legacy).where(
        Legacy.team_id == departure.team_id, Legacy.departure_id == departure.departure_id
    )
    in_order = query.order_by(col(Legacy.reader_id), col(Legacy.is_heir))
    return list(session.exec(in_order.limit(limit)))
