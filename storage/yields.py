"""What came of reminders, week by week: how many reached somebody, and how many they acted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Index,
    Integer,
    Select,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
)
from sqlmodel import Session, SQLModel, col

from storage import upserts
from storage.asks import Ask
from storage.audits import AT_ONCE
from storage.columns import large, long_text, new_id, row_id, team
from storage.instants import has_come
from storage.many import among
from storage.nudges import REMINDED
from storage.nudges import TABLE as NUDGES

EVERYBODY = ""
"""In place of a Slack id: what all people have together."""
AHEAD = timedelta(days=14)
"""No week is counted later than so long from now, unless the clock that planned it was ahead."""


class Yield(SQLModel, table=True):
    """The reminders of one rung that reached one person in a week, and those they acted on.

    `week` is its Monday; weeks begin at midnight UTC. Each person's are also part of EVERYBODY's,
    so that nobody adds up what ten thousand people have.
    """

    __tablename__ = "yields"
    __table_args__ = (
        UniqueConstraint("team_id", "person_id", "week", "rung", name="yields_person"),
        Index("yields_week", "team_id", "week", "person_id"),
    )

    team_id: str = team()
    yield_id: UUID = row_id()
    person_id: str
    week: date
    rung: int
    sent: int = large()
    acted: int = large()


class YieldTurn(SQLModel, table=True):
    """How far the reminders of a workspace are counted.

    `week` is the Monday of the week that is being counted or is next; those of its reminders that
    are counted end with the one that was sent at `after_at` and has the id `after_id`. Once all
    are, it is seen for whom they change nothing: up to and with the Slack id `after_person`.
    """

    __tablename__ = "yield_turns"
    __table_args__ = (Index("yield_turns_due", "next_at"),)

    team_id: str = team()
    next_at: datetime = AT_ONCE
    week: date | None = None
    after_at: datetime | None = None
    after_id: UUID | None = None
    after_person: str | None = None
    error: str = long_text("")


class PastReminder(NamedTuple):
    """One reminder that reached whoever owed an answer, with what it was about and how it ended."""

    nudge_id: UUID
    person_id: str
    rung: int
    sent_at: datetime
    noun: str
    number: int
    severity: int
    answered_at: datetime | None
    answered_by: str | None


class YieldOf(NamedTuple):
    """Whose reminders, and of which rung."""

    person_id: str
    rung: int


class Came(NamedTuple):
    """How many reminders were counted, and how many of them were acted on."""

    sent: int
    acted: int


def begin(session: Session, team_id: str) -> None:
    """Have the reminders of a workspace counted from now on; harmless when they are."""
    if session.get(YieldTurn, team_id) is None:
        session.add(YieldTurn(team_id=team_id))
        session.flush()


def turn_of(session: Session, team_id: str) -> YieldTurn | None:
    """How far the reminders of a workspace are counted; None before that has begun."""
    return session.get(YieldTurn, team_id)


def next_due(session: Session, now: datetime) -> YieldTurn | None:
    """The workspace whose reminders have waited longest to be counted, locked.

    One that a clock has planned which was ahead is due as well.
    """
    found = session.scalars(_next_due(), {"now": now, "farthest": now + AHEAD})
    turn: YieldTurn | None = found.first()
    return turn


@cache
def _next_due() -> Any:
    # Built once: it is asked at each tick.
    at = col(YieldTurn.next_at)
    come = has_come(at, bindparam("now"), bindparam("farthest"))
    return select(YieldTurn).where(come).order_by(at).limit(1).with_for_update(skip_locked=True)


def reminded(
    session: Session,
    team_id: str,
    since: datetime,
    until: datetime,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[PastReminder]:
    """The first reminders to whoever owed an answer from `since` to before `until` (UTC).

    Those behind `after`, when one was sent and its id, in the order of both. What brings a
    question for the first time is no reminder of it.
    """
    values: dict[str, Any] = {"team": team_id, "since": since, "until": until, "most": limit}
    if after:
        values |= {"since": after[0], "last": after[1]}
    rows = session.connection().execute(_reminded(after is not None), values)
    return sorted((PastReminder(*row) for row in rows), key=lambda one: (one.sent_at, one.nudge_id))


@cache
def _reminded(goes_on: bool) -> Select[Any]:
    # Built once: it is asked for each day of each week, and to build it takes longer than to ask.
    sent = NUDGES.c.sent_at
    since: BindParameter[datetime] = bindparam("since")
    slice_of = select(NUDGES).where(NUDGES.c.team_id == bindparam("team"), text(REMINDED))
    slice_of = slice_of.where(sent < bindparam("until"), sent >= since)
    if goes_on:
        slice_of = slice_of.where(or_(sent > since, NUDGES.c.nudge_id > bindparam("last")))
    # By itself first: the asks are looked up for these alone.
    most = bindparam("most", type_=Integer)
    found = slice_of.order_by(sent, NUDGES.c.nudge_id).limit(most).subquery()
    columns: tuple[Any, ...] = (
        found.c.nudge_id, found.c.person_id, found.c.rung, found.c.sent_at,
        Ask.noun, Ask.number, Ask.severity, Ask.answered_at, Ask.answered_by,
    )  # fmt: skip
    is_its = and_(col(Ask.team_id) == found.c.team_id, col(Ask.ask_id) == found.c.ask_id)
    return select(*columns).select_from(found).join(Ask, is_its)


def forget(session: Session, team_id: str, week: date) -> None:
    """Forget what was counted of a week: it is counted anew."""
    session.execute(delete(Yield).where(col(Yield.team_id) == team_id, col(Yield.week) == week))


TABLE = SQLModel.metadata.tables["yields"]
ADD = upserts.build(
    TABLE,
    lambda insert: upserts.adding(
        insert, "sent", "acted", key=("team_id", "person_id", "week", "rung")
    ),
)


def add(session: Session, team_id: str, week: date, counted: Mapping[YieldOf, Came]) -> None:
    """Add what was counted to what a week has already, of each person and of everybody."""
    if not counted:
        return
    rows = [
        {
            "team_id": team_id, "yield_id": new_id(), "person_id": whose.person_id, "week": week,
            "rung": whose.rung, "sent": came.sent, "acted": came.acted,
        }
        for whose, came in sorted(counted.items())
    ]  # fmt: skip
    session.flush()
    upserts.run(session, ADD, rows)


def by_rung(session: Session, team_id: str, since: date, until: date) -> dict[int, Came]:
    """What came of everybody's reminders in the weeks from `since` to before `until`, by rung."""
    of = TABLE.c
    query = (
        select(of.rung, func.sum(of.sent), func.sum(of.acted))
        .where(of.team_id == team_id, of.person_id == EVERYBODY)
        .where(of.week >= since, of.week < until)
        .group_by(of.rung)
    )
    return {rung: Came(int(sent), int(acted)) for rung, sent, acted in session.execute(query)}


def reminded_in(session: Session, team_id: str, week: date, after: str, limit: int) -> list[str]:
    """The first `limit` people behind a Slack id who were reminded in a week, in their order."""
    of = TABLE.c
    query = (
        select(of.person_id)
        .where(of.team_id == team_id, of.week == week, of.person_id > after)
        .group_by(of.person_id)
        .order_by(of.person_id)
        .limit(limit)
    )
    return list(session.connection().scalars(query))


def of_people(
    session: Session, team_id: str, person_ids: Iterable[str], since: date, until: date
) -> dict[str, dict[date, Came]]:
    """What came of these people's reminders in each week from `since` up to and with `until`."""
    of = TABLE.c
    query = (
        select(of.person_id, of.week, func.sum(of.sent), func.sum(of.acted))
        .where(of.team_id == team_id, among(session, col(Yield.person_id), person_ids))
        .where(of.week >= since, of.week <= until)
        .group_by(of.person_id, of.week)
    )
    found: dict[str, dict[date, Came]] = {}
    for person_id, week, sent, acted in session.connection().execute(query):
        found.setdefault(person_id, {})[week] = Came(int(sent), int(acted))
    return found
