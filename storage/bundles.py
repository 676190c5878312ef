"""A bundle is everything one person is reminded of on one day, in one message."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, tuple_
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.asks import Ask
from storage.columns import team
from storage.many import among
from storage.nudges import Nudge, Part
from storage.people import Person


class Bundle(SQLModel, table=True):
    """The bundle that one person's reminders of a day go into until it is complete.

    It takes in more of them than one transaction may, slice by slice. What is of severity 1 waits
    for no bundle.
    """

    __tablename__ = "bundles"

    team_id: str = team()
    person_id: str = team()
    card_id: UUID
    begun_at: datetime


def of(session: Session, team_id: str, person_ids: Iterable[str]) -> dict[str, Bundle]:
    """The bundles under way for these people, whom the caller holds, by Slack id."""
    query = select(Bundle).where(
        Bundle.team_id == team_id, among(session, col(Bundle.person_id), person_ids)
    )
    return {bundle.person_id: bundle for bundle in session.exec(query)}


def next_person(session: Session) -> Person | None:
    """Somebody whose bundle is under way, locked for this transaction."""
    return session.exec(_next_person()).first()


@cache
def _next_person() -> SelectOfScalar[Person]:
    # Built once: it is asked at each tick. Not a join: SQLite would read all people for the few of
    # whom there is a bundle.
    under_way = select(Bundle.team_id, Bundle.person_id)
    return (
        select(Person)
        .where(tuple_(col(Person.team_id), col(Person.user_id)).in_(under_way))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=Person)
        .execution_options(populate_existing=True)
    )


# --- what is in it ---


@dataclass(frozen=True)
class Extract:
    """Which reminders of a message are meant, by what its reader is to them and whose they are.

    `only` and `but` are parts; nothing says that all are meant.
    """

    only: Collection[Part] = ()
    but: Collection[Part] = ()
    person_id: str = ""
    department_id: UUID | None = None


ALL = Extract()
OWN = Extract(only=(Part.OWES,))


@dataclass(frozen=True)
class Counted:
    """How many reminders a message brought together, and how many wait for an answer.

    Of these some are late, and others are `due` within the day.
    """

    total: int = 0
    waiting: int = 0
    late: int = 0
    due: int = 0


def contents(
    session: Session,
    team_id: str,
    card_id: UUID,
    limit: int,
    *,
    owed_at: datetime | None = None,
    after: int = 0,
    weekly: Part | None = None,
    extract: Extract = ALL,
) -> list[tuple[Nudge, Ask]]:
    """The reminders of one message with their asks, the weightiest first: `limit` of them.

    Those `after` so many; with `owed_at` only what is still to be answered at that instant (UTC).
    `weekly` wants those of the Monday line that somebody hears as owner, lead or CCO.
    """
    query = _in_it(session, select(Nudge, Ask), team_id, card_id, owed_at, weekly, extract)
    return [(nudge, ask) for nudge, ask in session.exec(query.offset(after).limit(limit))]


def put_in_since(
    session: Session, team_id: str, card_id: UUID, ask_ids: Iterable[UUID], since: datetime
) -> set[UUID]:
    """Those of these asks of which the bundle has had a reminder since an instant (UTC)."""
    query = select(Nudge.ask_id).where(
        Nudge.team_id == team_id,
        among(session, col(Nudge.ask_id), ask_ids),
        Nudge.card_id == card_id,
        col(Nudge.sent_at) >= since,
    )
    return set(session.exec(query))


def count(
    session: Session,
    team_id: str,
    card_id: UUID,
    most: int,
    *,
    began: datetime,
    tonight: datetime,
    owed_at: datetime | None = None,
    extract: Extract = ALL,
) -> Counted:
    """How many reminders a message brought together, and how they stand on its reader's day.

    That day `began` and ends `tonight` (UTC): what is due in it is due this day, also where its
    hour has passed, as the sentence about it says. Counted are the weightiest, at most so many:
    what a bundle costs does not follow its size.
    """
    looked_at = select(col(Ask.answered_at), col(Ask.due_at)).select_from(Nudge)
    first = (
        _in_it(session, looked_at, team_id, card_id, owed_at, None, extract).limit(most).subquery()
    )
    is_owed, due_at = first.c.answered_at.is_(None), first.c.due_at
    counted = select(
        func.count(),
        func.count().filter(is_owed),
        func.count().filter(is_owed, due_at <= began),
        func.count().filter(is_owed, due_at > began, due_at <= tonight),
    )
    return Counted(*session.exec(counted.select_from(first)).one())


def count_of(session: Session, team_id: str, card_id: UUID, kinds: Iterable[str]) -> int:
    """How many answers of these kinds a message asks its reader for, but for its Monday line."""
    counted = _in_it(
        session, select(col(Ask.kind)).select_from(Nudge), team_id, card_id, None, None, OWN
    ).subquery()
    wanted = select(func.count()).select_from(counted).where(among(session, counted.c.kind, kinds))
    return session.exec(wanted).one()


def total(
    session: Session,
    team_id: str,
    card_id: UUID,
    *,
    owed_at: datetime | None,
    weekly: Part | None = None,
    extract: Extract = ALL,
    most: int | None = None,
) -> int:
    """How many reminders of a message there are; with an instant (UTC), to be answered at it.

    Counted are `most` of them at most.
    """
    wanted = select(col(Nudge.nudge_id))
    everything = (
        _in_it(session, wanted, team_id, card_id, owed_at, weekly, extract).limit(most).subquery()
    )
    return session.exec(select(func.count()).select_from(everything)).one()


def weekly_parts(
    session: Session, team_id: str, card_id: UUID, most: int, *, owed_at: datetime
) -> dict[Part, int]:
    """How many things of its Monday line are open, by what the reader is to them.

    Counted are the weightiest, at most so many.
    """
    query = select(col(Nudge.part)).select_from(Nudge)
    first = _joined(query, team_id, card_id).where(col(Nudge.weight) < 0)
    first = _still_owed(first, owed_at).order_by(col(Nudge.weight).desc()).limit(most).subquery()
    counted = select(first.c.part, func.count()).select_from(first).group_by(first.c.part)
    return {Part(part): number for part, number in session.exec(counted)}


def _in_it(
    session: Session,
    query: Any,
    team_id: str,
    card_id: UUID,
    owed_at: datetime | None,
    weekly: Part | None = None,
    extract: Extract = ALL,
) -> Any:
    query = _in_extract(session, _joined(query, team_id, card_id), extract)
    if weekly is None:
        # What was put into one before it had a weight was put in for that day.
        query = query.where(or_(col(Nudge.weight).is_(None), col(Nudge.weight) >= 0))
    else:
        query = query.where(col(Nudge.weight) < 0, col(Nudge.part) == weekly)
    query = query.order_by(col(Nudge.weight).desc(), col(Nudge.nudge_id))
    return query if owed_at is None else _still_owed(query, owed_at)


def _in_extract(session: Session, query: Any, extract: Extract) -> Any:
    if extract.only:
        query = query.where(among(session, col(Nudge.part), extract.only))
    if extract.but:
        query = query.where(~among(session, col(Nudge.part), extract.but))
    if extract.person_id:
        query = query.where(Ask.person_id == extract.person_id)
    if extract.department_id:
        query = query.where(Ask.department_id == extract.department_id)
    return query


def _joined(query: Any, team_id: str, card_id: UUID) -> Any:
    itself = (col(Ask.team_id) == col(Nudge.team_id)) & (col(Ask.ask_id) == col(Nudge.ask_id))
    return query.join(Ask, itself).where(Nudge.team_id == team_id, Nudge.card_id == card_id)


def _still_owed(query: Any, owed_at: datetime) -> Any:
    rested = col(Ask.snoozed_until).is_(None) | (col(Ask.snoozed_until) <= owed_at)
    return query.where(col(Ask.answered_at).is_(None), rested)
