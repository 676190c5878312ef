"""A nudge is one planned or sent reminder of an ask, to one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    bindparam,
    cast,
    delete,
    func,
    insert,
    text,
    update,
)
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.columns import long_text, new_id, partial_index, row_id, team
from storage.due import PUT_OFF
from storage.gathering import insert_rows
from storage.many import among
from storage.people import TABLE as PEOPLE
from storage.people import Person

PLANNED = "sent_at IS NULL"
BROKEN = "sent_at IS NULL AND error <> ''"
REMINDED = "sent_at IS NOT NULL AND part = 'owes' AND rung > 0"
"""What has reminded whoever owes an answer; what brings a question to them is on rung 0."""
MOST_BROKEN = 100
"""So many reminders that broke are read at once."""


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
    TALKED = "talked"
    """They talked with whoever owes it, as its lead or the CCO: did the two find a way?"""


class Nudge(SQLModel, table=True):
    """One reminder; planned while `sent_at` is empty, then a record of who was told when.

    `weight` is how much it mattered among all of its bundle when it was put into it.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        partial_index("nudges_due", "due_at", where=PLANNED),
        partial_index("nudges_person_due", "team_id", "person_id", "due_at", where=PLANNED),
        partial_index("nudges_broken", "team_id", "due_at", where=BROKEN),
        Index("nudges_ask", "team_id", "ask_id"),
        partial_index("nudges_reminded", "team_id", "sent_at", "nudge_id", where=REMINDED),
        partial_index("nudges_card", "team_id", "card_id", "weight", where="card_id IS NOT NULL"),
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
    weight: float | None = None
    error: str = long_text("")


TABLE = SQLModel.metadata.tables["nudges"]
INSERT = insert(TABLE)


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
    # Without an object for each: almost every request plans some, and only the duty reads them.
    insert_rows(session, INSERT, rows)


# Plain statements, built once, as every answer makes them; whoever gives one has read no reminder
# that is still planned.
PLANNED_OF = (
    TABLE.c.team_id == bindparam("of_team"),
    TABLE.c.ask_id == bindparam("of_ask"),
    TABLE.c.sent_at.is_(None),
)
CANCEL = delete(TABLE).where(*PLANNED_OF)
MOVE = update(TABLE).where(*PLANNED_OF)
POSTPONE = MOVE.where(TABLE.c.due_at < bindparam("before"))


def cancel(session: Session, team_id: str, ask_id: UUID) -> None:
    """Take the planned reminders of an ask off the calendar."""
    session.flush()
    session.connection().execute(CANCEL, {"of_team": team_id, "of_ask": ask_id})


def cancel_all(session: Session, team_id: str, ask_ids: list[UUID]) -> None:
    """The same for many asks."""
    if not ask_ids:
        return
    theirs = among(session, col(Nudge.ask_id), ask_ids)
    planned = col(Nudge.sent_at).is_(None)
    session.execute(delete(Nudge).where(col(Nudge.team_id) == team_id, theirs, planned))


def cancel_as(session: Session, team_id: str, ask_id: UUID, part: Part) -> None:
    """Take those planned reminders of an ask off the calendar that somebody is to hear as this."""
    row = {"of_team": team_id, "of_ask": ask_id}
    session.connection().execute(CANCEL.where(TABLE.c.part == part.value), row)


def move(session: Session, team_id: str, ask_id: UUID, to: datetime) -> None:
    """Move the planned reminders of an ask to a later instant (UTC)."""
    row = {"of_team": team_id, "of_ask": ask_id, "due_at": to}
    session.connection().execute(MOVE, row)


def postpone(session: Session, team_id: str, ask_id: UUID, to: datetime) -> None:
    """Move those planned reminders of an ask to an instant (UTC) that would come before it."""
    row = {"of_team": team_id, "of_ask": ask_id, "due_at": to, "before": to}
    session.connection().execute(POSTPONE, row)


def next_person(session: Session, now: datetime) -> Person | None:
    """Who has waited longest for a reminder, locked for this transaction."""
    return next(iter(next_people(session, now, 1)), None)


def next_people(session: Session, now: datetime, limit: int) -> list[Person]:
    """Whose reminders have waited longest, at most `limit` people, locked for this transaction.

    The lock is on the person and not on one of their reminders, so that two workers can never
    make two bundles for one person. It lets others refer to the person, as new tasks do.
    """
    found = session.exec(_next_people(), params={"now": now, "most": limit})
    return list({(person.team_id, person.user_id): person for person in found}.values())


@cache
def _next_people() -> SelectOfScalar[Person]:
    # Built once: it is asked at each tick.
    return (
        select(Person)
        .join(
            Nudge,
            (col(Nudge.team_id) == col(Person.team_id))
            & (col(Nudge.person_id) == col(Person.user_id)),
        )
        .where(col(Nudge.sent_at).is_(None), col(Nudge.due_at) <= bindparam("now"))
        # By nothing else: of ten thousand that are due at once the first will do.
        .order_by(col(Nudge.due_at))
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True, of=Person)
        .execution_options(populate_existing=True)
    )


_ITS = TABLE.alias()
_FIRST = (
    select(_ITS.c.ask_id)
    .where(
        _ITS.c.team_id == PEOPLE.c.team_id,
        _ITS.c.person_id == PEOPLE.c.user_id,
        _ITS.c.sent_at.is_(None),
        _ITS.c.due_at <= bindparam("now", type_=TABLE.c.due_at.type),
    )
    .order_by(_ITS.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .correlate(PEOPLE)
    .subquery()
)
# One text for each person, as no list of theirs may be read further than is wanted.
ASKS_DUE = select(
    PEOPLE.c.user_id,
    select(func.aggregate_strings(cast(_FIRST.c.ask_id, String), ",")).scalar_subquery(),
)


def asks_due(
    session: Session, team_id: str, person_ids: Iterable[str], now: datetime, limit: int
) -> dict[str, list[UUID]]:
    """The asks of the first `limit` reminders due to each of these people, by Slack id."""
    them = among(session, col(Person.user_id), person_ids)
    query = ASKS_DUE.where(PEOPLE.c.team_id == team_id, them)
    rows = session.connection().execute(query, {"now": now, "most": limit})
    return {
        user_id: [UUID(each) for each in listed.split(",")] for user_id, listed in rows if listed
    }


def due_about(
    session: Session,
    team_id: str,
    ask_ids: Iterable[UUID],
    person_ids: Iterable[str],
    now: datetime,
) -> list[Nudge]:
    """Every reminder of these asks that is due to one of these people, whom the caller holds."""
    query = (
        select(Nudge)
        .where(
            *_due(team_id, now),
            among(session, col(Nudge.ask_id), ask_ids),
            among(session, col(Nudge.person_id), person_ids),
        )
        .execution_options(populate_existing=True)
    )
    # Put in order here: asked to do it, a database may begin with all that is due to anybody.
    return sorted(session.exec(query), key=lambda nudge: (nudge.due_at, nudge.nudge_id))


def about(session: Session, team_id: str, ask_ids: Iterable[UUID]) -> list[Nudge]:
    """Every reminder of these asks, sent or planned; in no order."""
    query = select(Nudge).where(
        Nudge.team_id == team_id, among(session, col(Nudge.ask_id), ask_ids)
    )
    return list(session.exec(query))


def in_cards(
    session: Session, team_id: str, card_ids: Iterable[UUID], ask_ids: Iterable[UUID]
) -> list[Nudge]:
    """The reminders of these asks of which one of these messages speaks."""
    wanted = set(card_ids)
    return [nudge for nudge in about(session, team_id, ask_ids) if nudge.card_id in wanted]


def some_due(session: Session, team_id: str, person_id: str, now: datetime) -> bool:
    """Whether anything is due to a person."""
    return bool(asks_due(session, team_id, [person_id], now, 1))


def _due(team_id: str, now: datetime) -> list[ColumnElement[bool]]:
    return [col(Nudge.team_id) == team_id, col(Nudge.sent_at).is_(None), col(Nudge.due_at) <= now]


def put_off(session: Session, nudge: Nudge, now: datetime, error: str) -> None:
    """Try a reminder again in an hour, with what went wrong written on it."""
    nudge.due_at, nudge.error = now + PUT_OFF, error
    session.add(nudge)


def bring_back(session: Session, team_id: str, now: datetime) -> None:
    """Let all reminders that were put off be tried now: when may have been a clock's mistake."""
    later = col(Nudge.due_at) > now
    put_off = update(Nudge).where(col(Nudge.team_id) == team_id, text(BROKEN), later)
    session.execute(put_off.values(due_at=now))


def told_after(session: Session, team_id: str, ask_id: UUID, now: datetime) -> list[str]:
    """Who was reminded of an ask after this instant (UTC), by Slack id."""
    query = select(Nudge.person_id).where(
        Nudge.team_id == team_id, Nudge.ask_id == ask_id, col(Nudge.sent_at) > now
    )
    return list(session.exec(query.distinct()))


def last_told_at(session: Session, team_id: str, ask_id: UUID) -> datetime | None:
    """When anybody was last reminded of an ask (UTC)."""
    query = select(func.max(Nudge.sent_at)).where(Nudge.team_id == team_id, Nudge.ask_id == ask_id)
    return session.exec(query).one()


def sent_until(session: Session, team_id: str, ask_id: UUID, now: datetime) -> None:
    """Write that what was sent of an ask was sent by now at the latest (UTC)."""
    session.execute(
        update(Nudge)
        .where(col(Nudge.team_id) == team_id, col(Nudge.ask_id) == ask_id)
        .where(col(Nudge.sent_at) > now)
        .values(sent_at=now)
    )


def is_planned(session: Session, team_id: str, ask_id: UUID, rung: int | None = None) -> bool:
    """Whether a reminder of this ask is on the calendar, on one rung or on any."""
    query = select(Nudge.nudge_id).where(
        Nudge.team_id == team_id, Nudge.ask_id == ask_id, col(Nudge.sent_at).is_(None)
    )
    if rung is not None:
        query = query.where(Nudge.rung == rung)
    return session.exec(query.limit(1)).first() is not None


def broken(session: Session, team_id: str) -> list[Nudge]:
    """The first reminders that broke and were not sent since, those that are tried next first."""
    query = select(Nudge).where(
        Nudge.team_id == team_id, col(Nudge.sent_at).is_(None), col(Nudge.error) != ""
    )
    return list(session.exec(query.order_by(col(Nudge.due_at)).limit(MOST_BROKEN)))
