"""A nudge is one planned or sent reminder of an ask, to one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, delete, func, insert, text, update
from sqlmodel import Session, SQLModel, col, select

from storage.columns import long_text, new_id, partial_index, row_id, team
from storage.gathering import insert_rows
from storage.many import among
from storage.people import Person

PLANNED = "sent_at IS NULL"
BROKEN = "sent_at IS NULL AND error <> ''"
PUT_OFF = timedelta(hours=1)


class Part(StrEnum):
    """Why this person hears about the ask."""

    OWES = "owes"
    """The answer is theirs to give."""
    DEPUTY = "deputy"
    """They stand in for the one who owes it."""
    LEAD = "lead"
    """Their department owes it."""
    CCO = "cco"
    """It is time for a person to decide how it goes on."""


class Nudge(SQLModel, table=True):
    """One reminder; planned while `sent_at` is empty, then a record of who was told when."""

    __tablename__ = "nudges"
    __table_args__ = (
        partial_index("nudges_due", "due_at", where=PLANNED),
        partial_index("nudges_person_due", "team_id", "person_id", "due_at", where=PLANNED),
        partial_index("nudges_broken", "team_id", "due_at", where=BROKEN),
        Index("nudges_ask", "team_id", "ask_id"),
        partial_index("nudges_card", "team_id", "card_id", where="card_id IS NOT NULL"),
    )

    team_id: str = team()
    nudge_id: UUID = row_id()
    ask_id: UUID
    person_id: str
    part: str
    rung: int
    due_at: datetime
    sent_at: datetime | None = None
    card_id: UUID | None = None
    error: str = long_text("")


INSERT = insert(SQLModel.metadata.tables["nudges"])


def plan(
    session: Session,
    team_id: str,
    ask_id: UUID,
    rung: int,
    told: Iterable[tuple[Part, str, datetime]],
) -> None:
    """Put the reminders of one rung of an ask on the calendar: as what, who and when (UTC)."""
    rows = [
        {
            "team_id": team_id, "nudge_id": new_id(), "ask_id": ask_id, "person_id": person_id,
            "part": part, "rung": rung, "due_at": due_at, "error": "",
        }
        for part, person_id, due_at in told
    ]  # fmt: skip
    # Past the object layer: almost every request plans some, and only the duty reads them.
    insert_rows(session, INSERT, rows)


def cancel(session: Session, team_id: str, ask_ids: list[UUID]) -> None:
    """Take the planned reminders of these asks off the calendar."""
    if not ask_ids:
        return
    session.flush()
    session.execute(
        delete(Nudge).where(
            col(Nudge.team_id) == team_id,
            among(session, col(Nudge.ask_id), ask_ids),
            col(Nudge.sent_at).is_(None),
        )
    )


def move(session: Session, team_id: str, ask_id: UUID, to: datetime) -> None:
    """Move the planned reminders of an ask to a later instant (UTC)."""
    session.execute(
        update(Nudge)
        .where(
            col(Nudge.team_id) == team_id, col(Nudge.ask_id) == ask_id, col(Nudge.sent_at).is_(None)
        )
        .values(due_at=to)
    )


def next_person(session: Session, now: datetime) -> Person | None:
    """Who has waited longest for a reminder, locked for this transaction.

    The lock is on the person and not on one of their reminders, so that two workers can never
    make two bundles for one person.
    """
    query = (
        select(Person)
        .join(
            Nudge,
            (col(Nudge.team_id) == col(Person.team_id))
            & (col(Nudge.person_id) == col(Person.user_id)),
        )
        .where(col(Nudge.sent_at).is_(None), col(Nudge.due_at) <= now)
        .order_by(col(Nudge.due_at), col(Nudge.nudge_id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Person)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).first()


def asks_due(session: Session, team_id: str, person_id: str, now: datetime) -> list[UUID]:
    """The asks of which one person is to be reminded."""
    query = select(Nudge.ask_id).where(
        Nudge.team_id == team_id,
        Nudge.person_id == person_id,
        col(Nudge.sent_at).is_(None),
        Nudge.due_at <= now,
    )
    return list(session.exec(query.distinct()))


def due_for(session: Session, team_id: str, person_id: str, now: datetime) -> list[Nudge]:
    """Every reminder due for one person whom this transaction holds."""
    query = (
        select(Nudge)
        .where(
            Nudge.team_id == team_id,
            Nudge.person_id == person_id,
            col(Nudge.sent_at).is_(None),
            Nudge.due_at <= now,
        )
        .order_by(col(Nudge.due_at), col(Nudge.nudge_id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def in_bundle(session: Session, team_id: str, card_id: UUID) -> list[Nudge]:
    """The reminders that one message brought together, in their order."""
    query = select(Nudge).where(Nudge.team_id == team_id, Nudge.card_id == card_id)
    # Put in order here: asked to do it, SQLite would read all reminders in the order of their keys.
    return sorted(session.exec(query), key=lambda nudge: nudge.nudge_id)


def times_asked(session: Session, team_id: str, ask_id: UUID) -> int:
    """How often the one who owes an answer was reminded of it."""
    query = (
        select(func.count())
        .select_from(Nudge)
        .where(
            Nudge.team_id == team_id,
            Nudge.ask_id == ask_id,
            Nudge.part == Part.OWES,
            col(Nudge.sent_at).is_not(None),
        )
    )
    return session.exec(query).one()


def put_off(session: Session, nudge: Nudge, now: datetime, error: str) -> None:
    """Try a reminder again in an hour, with what went wrong written on it."""
    nudge.due_at, nudge.error = now + PUT_OFF, error
    session.add(nudge)


def bring_back(session: Session, team_id: str, now: datetime) -> None:
    """Let all reminders that were put off be tried now: when may have been a clock's mistake."""
    later = col(Nudge.due_at) > now
    put_off = update(Nudge).where(col(Nudge.team_id) == team_id, text(BROKEN), later)
    session.execute(put_off.values(due_at=now))


def sent_until(session: Session, team_id: str, ask_id: UUID, now: datetime) -> None:
    """Write that what was sent of an ask was sent by now at the latest (UTC)."""
    session.execute(
        update(Nudge)
        .where(col(Nudge.team_id) == team_id, col(Nudge.ask_id) == ask_id)
        .where(col(Nudge.sent_at) > now)
        .values(sent_at=now)
    )


def is_planned(session: Session, team_id: str, ask_id: UUID) -> bool:
    """Whether a reminder of this ask is on the calendar."""
    query = select(Nudge.nudge_id).where(
        Nudge.team_id == team_id, Nudge.ask_id == ask_id, col(Nudge.sent_at).is_(None)
    )
    return session.exec(query.limit(1)).first() is not None


def broken(session: Session, team_id: str, limit: int = 100) -> list[Nudge]:
    """Reminders that broke and have not been sent since, those that are tried next first."""
    query = select(Nudge).where(
        Nudge.team_id == team_id, col(Nudge.sent_at).is_(None), col(Nudge.error) != ""
    )
    return list(session.exec(query.order_by(col(Nudge.due_at)).limit(limit)))
