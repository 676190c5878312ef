"""What people owe is read from open asks, one for each thing, what matters most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, TextClause, and_, cast, distinct, func, or_, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage import scopes
from storage.asks import HIGH, OWED, STUCK, Ask
from storage.many import among
from storage.scopes import Reader

_OTHER = aliased(Ask)
# Not DISTINCT over two columns: SQLite would walk through all asks in the order of those.
_THING = (col(Ask.noun) + ":" + cast(col(Ask.number), String)).label("thing")


@dataclass(frozen=True)
class Whose:
    """Which open asks are meant: those that one person owes, or some that have climbed.

    `person_id` owes them, or, where `rung` is given, does not. `rung` is what they have reached at
    least: 3 and more within a department, 5 and more anywhere. Kinds in `but` are left out; where
    there are kinds in `only`, all others are. `with_id` owes what has climbed.
    """

    team_id: str
    person_id: str
    rung: int = 0
    department_id: UUID | None = None
    but: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    with_id: str = ""


@dataclass(frozen=True)
class StuckWith:
    """With whom so many things are that have climbed, and when (UTC) the first was due."""

    person_id: str
    count: int
    first_due: datetime


def first(
    session: Session, whose: Whose, limit: int, after: int = 0, *, reader: Reader | None = None
) -> list[Ask]:
    """So many of them, those `after` so many; of several about one thing, the oldest.

    For a `reader` only what is about something that they may see.
    """
    earlier = or_(
        col(_OTHER.due_at) < col(Ask.due_at),
        and_(col(_OTHER.due_at) == col(Ask.due_at), col(_OTHER.ask_id) < col(Ask.ask_id)),
    )
    # Not EXISTS: this is looked up row by row, through an index.
    leads = (
        select(_OTHER.ask_id)
        .where(*_about_the_same(), *_conditions(session, _OTHER, whose), earlier)
        .limit(1)
        .scalar_subquery()
    )
    query = select(Ask).where(*_conditions(session, Ask, whose), _index(whose), leads.is_(None))
    if reader and not sees_all_of(reader, whose):
        query = query.where(scopes.about_seen_by(Ask, reader))
    in_order = query.order_by(
        col(Ask.severity), col(Ask.tier_rank), col(Ask.due_at), col(Ask.noun), col(Ask.number)
    )
    return list(session.exec(in_order.offset(after).limit(limit)))


def sees_all_of(reader: Reader, whose: Whose) -> bool:
    """Whether somebody surely may see all that is meant: they owe it themselves, or see all."""
    return reader.sees_all or (not whose.rung and whose.person_id == reader.user_id)


def count(session: Session, whose: Whose, reader: Reader | None = None) -> int:
    """Of how many things they are; for a `reader` only of those that they may see."""
    query = select(func.count(distinct(_THING))).where(*_conditions(session, Ask, whose))
    if reader and not sees_all_of(reader, whose):
        query = query.where(scopes.about_seen_by(Ask, reader))
    # Every ask has a severity; named here, it leads to the index that is in that order.
    return session.exec(query.where(_index(whose), col(Ask.severity) > 0)).one()


def by_department(session: Session, whose: Whose) -> dict[UUID | None, int]:
    """Of how many things they are in each department; None is that of what belongs to none."""
    query = (
        select(Ask.department_id, func.count(distinct(_THING)))
        .where(*_conditions(session, Ask, whose), _index(whose), col(Ask.severity) > 0)
        .group_by(col(Ask.department_id))
    )
    return dict(session.exec(query).all())


def count_of(session: Session, team_id: str, person_ids: Sequence[str]) -> int:
    """About how many things these people owe an answer."""
    query = select(func.count(distinct(_THING)))
    theirs = (Ask.team_id == team_id, among(session, col(Ask.person_id), person_ids))
    # Every ask has a severity; named here, it leads to the index that is in that order.
    return session.exec(query.where(*theirs, text(OWED), col(Ask.severity) > 0)).one()


def count_of_all(session: Session, team_id: str, most: int) -> int:
    """About how many things an answer is owed in a workspace; at most so many are counted."""
    things = select(_THING).where(Ask.team_id == team_id, text(OWED)).distinct().limit(most)
    return session.exec(select(func.count()).select_from(things.subquery())).one()


def kinds_owed(session: Session, whose: Whose) -> set[str]:
    """Of which kinds they are."""
    query = (
        select(Ask.kind)
        .where(*_conditions(session, Ask, whose), _index(whose), col(Ask.severity) > 0)
        .distinct()
    )
    return set(session.exec(query))


def loads(session: Session, whose: Whose, limit: int) -> tuple[list[StuckWith], int]:
    """With whom what has climbed is, the most urgent first, and with how many people in all."""
    first_due, many = func.min(Ask.due_at), func.count(distinct(_THING))
    # Not by the column: SQLite would walk through what everybody owes.
    person = func.coalesce(Ask.person_id, "")
    query = (
        select(person, many, first_due)
        .where(*_conditions(session, Ask, whose), _index(whose), col(Ask.severity) > 0)
        .group_by(person)
        .order_by(func.min(Ask.severity), first_due, person)
    )
    found = [StuckWith(*row) for row in session.exec(query)]
    return found[:limit], len(found)


def _about_the_same() -> tuple[Any, ...]:
    return (
        _OTHER.team_id == col(Ask.team_id),
        _OTHER.noun == col(Ask.noun),
        _OTHER.number == col(Ask.number),
    )


def _conditions(session: Session, ask: Any, whose: Whose) -> Sequence[Any]:
    found = [ask.team_id == whose.team_id, ask.answered_at.is_(None)]
    if not whose.rung:
        found.append(ask.person_id == whose.person_id)
    else:
        found += [ask.person_id != whose.person_id, ask.rung >= whose.rung]
    if whose.department_id:
        found.append(ask.department_id == whose.department_id)
    if whose.with_id:
        found.append(ask.person_id == whose.with_id)
    if whose.but:
        found.append(~among(session, ask.kind, whose.but))
    if whose.only:
        found.append(among(session, ask.kind, whose.only))
    return found


def _index(whose: Whose) -> TextClause:
    """The condition of the index that has them in their order, as it is written there."""
    if not whose.rung:
        return text(OWED)
    return text(HIGH if whose.department_id else STUCK)
