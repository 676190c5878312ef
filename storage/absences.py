"""An absence says from when until when somebody is away, who stands in, and how we know of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import long_text, partial_index, row_id, team
from storage.due import longest_due
from storage.many import among

NOT_OVER, OVER, READ = "phase <> 'over'", "phase = 'over'", "source <> 'said'"
"""Of which absences there is an index."""


class Source(StrEnum):
    """How we know that somebody is away."""

    SAID = "said"
    """They said so themselves, which counts more than the others."""
    STATUS = "status"
    """Their status in Slack says so."""
    CALENDAR = "calendar"
    """Their calendar says so."""


class Phase(StrEnum):
    """How far an absence has come."""

    PLANNED = "planned"
    LEAVING = "leaving"
    """It has begun: what cannot wait is being put to whoever stands in."""
    AWAY = "away"
    RETURNING = "returning"
    """It has ended: what is still open is being handed back."""
    OVER = "over"


class Absence(SQLModel, table=True):
    """One absence of one person, from `starts_at` until `ends_at` (UTC), when they are back.

    `deputy_id` is who was named for it. What is in `left`, each as “task:12”, waits until then.
    `was_until` is the end that its source names, also where it ended sooner. `next_at` is when
    something is to be done about it, None when it is over.
    """

    __tablename__ = "absences"
    __table_args__ = (
        partial_index("absences_due", "next_at", where="next_at IS NOT NULL"),
        partial_index("absences_open", "team_id", "person_id", where=NOT_OVER),
        partial_index("absences_over", "team_id", "person_id", "ends_at", where=OVER),
        partial_index("absences_read", "team_id", "person_id", "was_until", where=READ),
    )

    team_id: str = team()
    absence_id: UUID = row_id()
    person_id: str
    starts_at: datetime
    ends_at: datetime
    was_until: datetime
    deputy_id: str | None = None
    reason: str = long_text("")
    source: str = Source.SAID
    left: list[str] = Field(default_factory=list, sa_type=JSON)
    phase: str = Phase.PLANNED
    began_at: datetime | None = None
    created_at: datetime
    next_at: datetime | None = None
    error: str = long_text("")

    @property
    def has_begun(self) -> bool:
        """Whether it is under way."""
        return self.phase in (Phase.LEAVING, Phase.AWAY)


def open_of(session: Session, team_id: str, person_id: str) -> list[Absence]:
    """A person's absences that are under way or to come, by when they start; they are held."""
    query = select(Absence).where(
        Absence.team_id == team_id, Absence.person_id == person_id, text(NOT_OVER)
    )
    held = query.with_for_update().execution_options(populate_existing=True)
    return sorted(session.exec(held), key=_in_order)


def seen_of(session: Session, team_id: str, person_id: str) -> list[Absence]:
    """The same for whoever only looks."""
    return sorted(of_people(session, team_id, [person_id]), key=_in_order)


def _in_order(absence: Absence) -> tuple[datetime, UUID]:
    return absence.starts_at, absence.absence_id


def of_people(session: Session, team_id: str, person_ids: Iterable[str]) -> list[Absence]:
    """The absences of these people that are under way or to come."""
    theirs = among(session, col(Absence.person_id), person_ids)
    return list(
        session.exec(select(Absence).where(Absence.team_id == team_id, theirs, text(NOT_OVER)))
    )


def away_within(
    session: Session, team_id: str, person_ids: Iterable[str], since: datetime, until: datetime
) -> list[Absence]:
    """The absences of these people of which any moment lies between two instants (UTC)."""
    wanted = list(person_ids)
    over = select(Absence).where(
        Absence.team_id == team_id,
        among(session, col(Absence.person_id), wanted),
        text(OVER),
        Absence.ends_at > since,
        Absence.starts_at < until,
    )
    others = of_people(session, team_id, wanted)
    return [
        *session.exec(over),
        *(each for each in others if each.ends_at > since and each.starts_at < until),
    ]


def was_read(
    session: Session, team_id: str, person_id: str, source: Source, after: datetime
) -> list[Absence]:
    """What a source said of a person that ends at an instant (UTC) or later, over or not."""
    query = select(Absence).where(
        Absence.team_id == team_id,
        Absence.person_id == person_id,
        text(READ),
        Absence.source == source,
        col(Absence.was_until) >= after,
    )
    return list(session.exec(query))


def hasten(session: Session, team_id: str, person_ids: Iterable[str], now: datetime) -> None:
    """Let the absences under way of these people be looked at now."""
    for absence in of_people(session, team_id, person_ids):
        if absence.has_begun:
            absence.next_at = now
            session.add(absence)


def next_due(session: Session, now: datetime) -> Absence | None:
    """The absence that has waited longest for something to be done, held for this transaction."""
    return longest_due(session, Absence, col(Absence.next_at), now)
