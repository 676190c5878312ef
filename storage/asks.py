"""An ask says that someone owes an answer by a time; everything Duly chases is one of these."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, bindparam, insert, text
from sqlmodel import Session, SQLModel, col, func, select

from storage import waits
from storage.columns import large, long_text, partial_index, row_id, team
from storage.gathering import insert_rows
from storage.many import among

OWED = "answered_at IS NULL"
ANSWERED = "answered_at IS NOT NULL"
HIGH = "answered_at IS NULL AND rung >= 3"
"""Open asks of which somebody beside their owner has heard: who stands in, leads, or is CCO."""
TOP = 5
"""The rung on which the CCO hears of it."""
STUCK = "answered_at IS NULL AND rung >= 5"
"""Open asks that have climbed as far as they go: the CCO has heard of them."""
HELD = "for_id IS NOT NULL"
"""Asks that somebody holds, or answered, in place of whoever they were put to."""
TO_EXECUTIVES = "kind IN ('impact', 'question', 'hear', 'forecast')"
"""What is asked of executives: about a decision, about a fact of the week, about a customer."""
HOMELESS = "answered_at IS NULL AND department_id IS NULL"
"""Open asks that belong to no department: they are the CCO's, or the executives'."""
IN_ORDER = ("severity", "tier_rank", "due_at", "noun", "number")
"""What matters most comes first: by severity, then by tier, then what has waited longest."""
LEAST = 3
"""The rank of the lowest tier, and of what no customer waits for."""


class Outcome(StrEnum):
    """How an ask ended."""

    ANSWERED = "answered"
    """The person did what was asked."""
    DECLINED = "declined"
    """The person said no, with a reason."""
    REDATED = "redated"
    """The person named another day, which is asked for from now on."""
    HANDED_OVER = "handed over"
    """Somebody else owes it now."""
    CONFIRMED = "confirmed"
    """The date holds that was asked about; it is asked for from now on."""
    WITHDRAWN = "withdrawn"
    """Nobody needs the answer any more."""


class Owed(SQLModel):
    """One answer that one person owes by a time; `rung` is the highest reminder sent.

    `for_id` is in whose place `person_id` is asked, as they are away or have left.

    `tier_rank` says how much the customer weighs whom it is about, as that was when it was asked:
    0 most, and so on in the order of the tiers.
    """

    team_id: str = team()
    ask_id: UUID = row_id()
    kind: str
    noun: str
    number: int = large()
    person_id: str
    for_id: str | None = None
    department_id: UUID | None = None
    severity: int = 3
    tier_rank: int = LEAST
    opened_at: datetime
    due_at: datetime
    rung: int = 0
    snoozes: int = 0
    snoozed_until: datetime | None = None
    snooze_reason: str = long_text("")
    answered_at: datetime | None = None
    answered_by: str | None = None
    outcome: str | None = None

    @property
    def whose_id(self) -> str:
        """Whose answer it is, by their Slack id: also while somebody is asked in their place."""
        return self.for_id or self.person_id


class Ask(Owed, table=True):
    """The same, as it is remembered."""

    __tablename__ = "asks"
    __table_args__ = (
        partial_index("asks_owed", "team_id", "person_id", *IN_ORDER, where=OWED),
        partial_index("asks_high", "team_id", "department_id", *IN_ORDER, where=HIGH),
        partial_index("asks_stuck", "team_id", *IN_ORDER, where=STUCK),
        partial_index("asks_late", "team_id", "due_at", "noun", "number", where=OWED),
        partial_index("asks_answered", "team_id", "answered_at", where=ANSWERED),
        partial_index("asks_homeless", "team_id", "department_id", "kind", where=HOMELESS),
        partial_index("asks_held", "team_id", "for_id", "answered_at", where=HELD),
        partial_index("asks_executives", "team_id", "due_at", where=TO_EXECUTIVES),
        Index("asks_subject", "team_id", "noun", "number"),
        Index("asks_department_opened", "team_id", "department_id", "kind", "opened_at"),
    )


INSERT = insert(SQLModel.metadata.tables["asks"])


def add(session: Session, owed: Owed) -> None:
    """Remember what somebody owes from now on."""
    # Without an object for the row: almost every request asks for something, and only later ones
    # read it.
    insert_rows(session, INSERT, [owed.model_dump()])


def find(session: Session, team_id: str, ask_id: UUID) -> Ask | None:
    """The ask with this id."""
    return session.get(Ask, (team_id, ask_id))


def hold(session: Session, team_id: str, ask_ids: list[UUID]) -> list[Ask]:
    """These asks as they stand now, locked one after the other in the order of their ids."""
    query = (
        select(Ask)
        .where(Ask.team_id == team_id, among(session, col(Ask.ask_id), ask_ids))
        .order_by(col(Ask.ask_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


# Built once, as every answer asks it.
OPEN_ABOUT = select(Ask).where(
    Ask.team_id == bindparam("of_team"),
    Ask.noun == bindparam("of_noun"),
    Ask.number == bindparam("of_number"),
    col(Ask.answered_at).is_(None),
)


def open_about(session: Session, team_id: str, noun: str, number: int) -> list[Ask]:
    """Open asks about one item or decision, oldest first."""
    wanted = {"of_team": team_id, "of_noun": noun, "of_number": number}
    # Put in order here: asked to do it, SQLite would read all asks in the order of their keys.
    return sorted(session.exec(OPEN_ABOUT, params=wanted), key=lambda ask: ask.ask_id)


def count_open(session: Session, team_id: str, person_id: str, kind: str, below: int) -> int:
    """How many answers of a kind somebody owes that have not come to a rung."""
    query = (
        select(func.count())
        .select_from(Ask)
        .where(
            Ask.team_id == team_id,
            Ask.person_id == person_id,
            text(OWED),
            col(Ask.severity) > 0,
            Ask.kind == kind,
            col(Ask.rung) < below,
        )
    )
    return session.exec(query).one()


def count_about_contacts(session: Session, team_id: str, person_id: str, below: int) -> int:
    """How many answers about people at customers somebody owes that have not come to a rung."""
    query = (
        select(func.count())
        .select_from(Ask)
        .where(
            Ask.team_id == team_id,
            Ask.person_id == person_id,
            text(OWED),
            col(Ask.severity) > 0,
            Ask.noun == "contact",
            col(Ask.rung) < below,
        )
    )
    return session.exec(query).one()


def ever_about(session: Session, team_id: str, noun: str, number: int) -> list[Ask]:
    """Every ask there ever was about one item or decision; in no order."""
    query = select(Ask).where(Ask.team_id == team_id, Ask.noun == noun, Ask.number == number)
    return list(session.exec(query))


def open_of_others(
    session: Session, team_id: str, kind: str, but: Iterable[str], limit: int
) -> list[Ask]:
    """Open asks of a kind that belong to no department, owed by others than these people."""
    query = select(Ask).where(
        Ask.team_id == team_id,
        col(Ask.department_id).is_(None),
        Ask.kind == kind,
        text(HOMELESS),
        ~among(session, col(Ask.person_id), but),
    )
    return list(session.exec(query.limit(limit).with_for_update(of=Ask)))


def open_between(
    session: Session, team_id: str, start: datetime, end: datetime, limit: int
) -> list[Ask]:
    """The asks that somebody owed at any moment between two instants (UTC), due last first."""
    asked = select(Ask).where(Ask.team_id == team_id, col(Ask.opened_at) < end)
    still_owed = asked.where(text(OWED)).order_by(col(Ask.due_at).desc())
    answered = asked.where(text(ANSWERED), col(Ask.answered_at) >= start)
    answered = answered.order_by(col(Ask.answered_at).desc())
    found = [each for query in (still_owed, answered) for each in session.exec(query.limit(limit))]
    return sorted(found, key=lambda ask: ask.due_at, reverse=True)[:limit]


def about_these(session: Session, team_id: str, noun: str, numbers: Iterable[int]) -> list[Ask]:
    """The open asks about any of these things."""
    return list(session.exec(_about_these(session, select(Ask), team_id, noun, numbers)))


class OverdueAsk(NamedTuple):
    """An answer that is past its time: since when (UTC) it is asked for, and of which kind."""

    opened_at: datetime
    kind: str


def overdue_since(
    session: Session, team_id: str, noun: str, numbers: Iterable[int], now: datetime | None
) -> dict[int, OverdueAsk]:
    """The oldest overdue ask about each of these things, by number.

    `now` is that by which it is; without one it is the oldest that is open. One whose clock is
    paused is not overdue.
    """
    query = select(Ask.number, Ask.opened_at, Ask.due_at, Ask.kind).add_columns(col(Ask.ask_id))
    about = session.exec(_about_these(session, query, team_id, noun, numbers)).all()
    # Which are overdue is seen here: asked for that, SQLite would read all that is late anywhere.
    late = [row for row in about if now is None or row.due_at < now]
    numbers = {row.number for row in late}
    waiting = waits.open_among(session, team_id, noun, numbers) if numbers else {}
    paused = {wait.ask_id for wait in waiting.values()}
    overdue = sorted(
        (OverdueAsk(row.opened_at, row.kind), row.number)
        for row in late
        if row.ask_id not in paused
    )
    return {number: oldest for oldest, number in reversed(overdue)}


def _about_these(
    session: Session, query: Any, team_id: str, noun: str, numbers: Iterable[int]
) -> Any:
    return query.where(
        Ask.team_id == team_id,
        Ask.noun == noun,
        among(session, col(Ask.number), numbers),
        col(Ask.answered_at).is_(None),
    )
