"""What somebody is asked in place of another, who is away or has left, is found here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, cast, func, or_, text
from sqlmodel import Session, col, select

from storage.asks import HELD, OWED, Ask
from storage.items import Item
from storage.many import among

_THING: Any = (col(Ask.noun) + ":" + cast(col(Ask.number), String)).label("thing")
"""What an ask is about, as “task:12”."""


def _own(team_id: str, person_id: str) -> tuple[Any, ...]:
    """What a person themselves was asked and still owes."""
    owed = (Ask.team_id == team_id, Ask.person_id == person_id, text(OWED))
    return *owed, col(Ask.for_id).is_(None)


def _for(team_id: str, for_id: str) -> tuple[Any, ...]:
    """What others are asked in place of a person, and still owe."""
    held = (Ask.team_id == team_id, Ask.for_id == for_id, text(HELD))
    return *held, col(Ask.answered_at).is_(None)


def cannot_wait(
    session: Session,
    team_id: str,
    person_id: str,
    until: datetime,
    but: Iterable[str],
    left: Iterable[str],
    limit: int,
) -> list[Ask]:
    """What a person themselves was asked that is due before an instant (UTC), or of severity 1.

    Left out are the kinds in `but` and the things in `left`, each as “task:12”; of severity 1 none
    is. By their own order, at most `limit`.
    """
    is_urgent = col(Ask.severity) == 1
    query = select(Ask).where(
        *_own(team_id, person_id),
        or_(is_urgent, and_(col(Ask.due_at) < until, ~among(session, _THING, left))),
        ~among(session, col(Ask.kind), but),
    )
    in_order = query.order_by(
        col(Ask.severity), col(Ask.tier_rank), col(Ask.due_at), col(Ask.noun), col(Ask.number)
    )
    return list(session.exec(in_order.limit(limit)))


def own_of_kinds(
    session: Session, team_id: str, person_id: str, kinds: Iterable[str], limit: int
) -> list[Ask]:
    """What a person themselves was asked of these kinds."""
    query = select(Ask).where(
        *_own(team_id, person_id),
        among(session, col(Ask.kind), kinds),
    )
    return list(session.exec(query.limit(limit)))


def of_holder(session: Session, team_id: str, for_id: str, holder_id: str, limit: int) -> list[Ask]:
    """The first of what somebody holds in place of a person, what matters most first."""
    query = select(Ask).where(
        *_for(team_id, for_id),
        Ask.person_id == holder_id,
    )
    in_order = query.order_by(
        col(Ask.severity), col(Ask.tier_rank), col(Ask.due_at), col(Ask.noun), col(Ask.number)
    )
    return list(session.exec(in_order.limit(limit)))


def own(session: Session, team_id: str, person_id: str, limit: int) -> list[Ask]:
    """The first of what a person themselves was asked, whatever it is; held."""
    query = select(Ask).where(*_own(team_id, person_id))
    return list(session.exec(query.limit(limit).with_for_update(of=Ask)))


def by_others(
    session: Session, team_id: str, person_id: str, limit: int, but: str = ""
) -> list[Ask]:
    """Open asks that others hold in place of a person; not those of the holder `but`."""
    query = select(Ask).where(
        *_for(team_id, person_id),
        Ask.person_id != but,
    )
    return list(session.exec(query.limit(limit)))


def count(session: Session, team_id: str, person_id: str, most: int) -> int:
    """About how many things others are asked in place of a person; at most so many are counted."""
    # Not DISTINCT over two columns: SQLite would walk through all asks in the order of those.
    some = select(_THING).where(*_for(team_id, person_id)).distinct().limit(most).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def is_held(session: Session, item: Item, for_id: str) -> bool:
    """Whether anybody was asked about an item in the place of this person."""
    query = select(Ask.ask_id).where(
        Ask.team_id == item.team_id,
        Ask.noun == item.noun,
        Ask.number == item.number,
        Ask.for_id == for_id,
    )
    return session.exec(query.limit(1)).first() is not None


def answered(
    session: Session, team_id: str, person_id: str, since: datetime, limit: int, after: int = 0
) -> list[Ask]:
    """What others answered in place of a person since an instant (UTC): of each thing the newest.

    What was answered last comes first.
    """
    last = func.max(col(Ask.answered_at)).label("last")
    things = (
        select(Ask.noun, Ask.number, last)
        .where(*_answered_since(team_id, person_id, since))
        .group_by(col(Ask.noun), col(Ask.number))
        .order_by(last.desc(), col(Ask.noun), col(Ask.number))
    )
    found = session.exec(things.offset(after).limit(limit)).all()
    return [_newest(session, team_id, person_id, noun, number) for noun, number, _ in found]


def _newest(session: Session, team_id: str, person_id: str, noun: str, number: int) -> Ask:
    query = select(Ask).where(
        Ask.team_id == team_id,
        Ask.noun == noun,
        Ask.number == number,
        Ask.for_id == person_id,
        col(Ask.answered_at).is_not(None),
    )
    return max(session.exec(query), key=lambda ask: (ask.answered_at, ask.ask_id))


def count_answered(
    session: Session, team_id: str, person_id: str, since: datetime, most: int
) -> int:
    """Of how many things they are; at most so many are counted."""
    things = select(Ask.noun, Ask.number).where(*_answered_since(team_id, person_id, since))
    some = things.distinct().limit(most).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def _answered_since(team_id: str, person_id: str, since: datetime) -> tuple[Any, ...]:
    return (
        Ask.team_id == team_id,
        Ask.for_id == person_id,
        text(HELD),
        col(Ask.answered_at) >= since,
    )
