"""A nudge is one planned or sent reminder of an ask, to one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, delete, func, update
from sqlmodel import Session, SQLModel, col, select

from storage.columns import long_text, partial_index, row_id, team
from storage.people import Person

PLANNED = "sent_at IS NULL"
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
        Index("nudges_ask", "team_id", "ask_id"),
        Index("nudges_card", "team_id", "card_id"),
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


def plan(session: Session, nudges: list[Nudge]) -> None:
    """Put reminders on the calendar."""
    session.add_all(nudges)


def cancel(session: Session, team_id: str, ask_ids: list[UUID]) -> None:
    """Take the planned reminders of these asks off the calendar."""
    if not ask_ids:
        return
    session.flush()
    session.execute(
        delete(Nudge).where(
            col(Nudge.team_id) == team_id,
            col(Nudge.ask_id).in_(ask_ids),
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


def next_due(session: Session, now: datetime) -> Nudge | None:
    """The reminder that has waited longest, its person locked for this transaction.

    The person is locked and not the reminder, so that two workers never bring one person two
    bundles; whoever is locked already is left to the other worker.
    """
    busy: list[str] = []
    while True:
        nudge = _first_due(session, now, busy)
        if nudge is None or _is_free(session, nudge):
            return nudge
        busy.append(nudge.person_id)


def _first_due(session: Session, now: datetime, busy: list[str]) -> Nudge | None:
    query = (
        select(Nudge)
        .where(col(Nudge.sent_at).is_(None), Nudge.due_at <= now)
        .order_by(col(Nudge.due_at), col(Nudge.nudge_id))
        .limit(1)
    )
    if busy:
        query = query.where(col(Nudge.person_id).not_in(busy))
    return session.exec(query).first()


def _is_free(session: Session, nudge: Nudge) -> bool:
    """Lock the person of a reminder; False when another worker is about to write to them."""
    place = (Person.team_id == nudge.team_id, Person.user_id == nudge.person_id)
    locked = select(Person).where(*place).with_for_update(skip_locked=True)
    if session.exec(locked.execution_options(populate_existing=True)).first() is not None:
        return True
    return session.exec(select(Person.user_id).where(*place)).first() is None


def due_for(session: Session, team_id: str, person_id: str, now: datetime) -> list[Nudge]:
    """Every reminder due for one person, locked for this transaction."""
    query = (
        select(Nudge)
        .where(
            Nudge.team_id == team_id,
            Nudge.person_id == person_id,
            col(Nudge.sent_at).is_(None),
            Nudge.due_at <= now,
        )
        .order_by(col(Nudge.due_at), col(Nudge.nudge_id))
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query))


def in_bundle(session: Session, team_id: str, card_id: UUID) -> list[Nudge]:
    """The reminders that one message brought together, in their order."""
    query = select(Nudge).where(Nudge.team_id == team_id, Nudge.card_id == card_id)
    return list(session.exec(query.order_by(col(Nudge.nudge_id))))


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
    """Try this one again in an hour, with what went wrong written on it."""
    nudge.due_at, nudge.error = now + PUT_OFF, error
    session.add(nudge)
