"""A digest that somebody asked for waits here until it has been counted and posted."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Index, bindparam, func
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.columns import long_text, row_id, team
from storage.due import PUT_OFF
from storage.instants import has_come

AT_ONCE = 2
"""So many of one channel's wait at a time: the first may be counted already, from what was there
before the second was asked for. A third would say the same as the second."""


class Wanted(SQLModel, table=True):
    """One digest to come: of a department or, without one, of the executives.

    `key` is that of its message; `asked_by` is empty where Duly asked for it, after an import.
    """

    __tablename__ = "digests"
    __table_args__ = (Index("digests_due", "not_before"),)

    team_id: str = team()
    digest_id: UUID = row_id()
    channel_id: str
    department_id: UUID | None = None
    key: str
    asked_by: str = ""
    not_before: datetime
    earliest: datetime | None = None
    """The instant (UTC) before which it is not to come, as there was one that day."""
    error: str = long_text("")


def want(session: Session, wanted: Wanted) -> None:
    """Have a digest posted soon; where enough of the same wait already, those will do."""
    query = select(func.count()).where(
        Wanted.team_id == wanted.team_id,
        Wanted.channel_id == wanted.channel_id,
        col(Wanted.department_id).is_not_distinct_from(wanted.department_id),
    )
    if session.exec(query).one() < AT_ONCE:
        session.add(wanted)
        session.flush()


def waits(session: Session, team_id: str, key: str) -> bool:
    """Whether a digest of this key is still to be posted; there are few."""
    query = select(Wanted.digest_id).where(Wanted.team_id == team_id, Wanted.key == key)
    return session.exec(query.limit(1)).first() is not None


def next_due(session: Session, now: datetime, *, lock: bool = True) -> Wanted | None:
    """The digest that has waited longest, locked for this transaction unless it only looks."""
    return session.exec(_next_due(lock), params={"now": now, "farthest": now + PUT_OFF}).first()


@cache
def _next_due(lock: bool) -> SelectOfScalar[Wanted]:
    # Built once: it is asked at each tick.
    come = has_come(col(Wanted.not_before), bindparam("now"), bindparam("farthest"))
    may_come = col(Wanted.earliest).is_(None) | (col(Wanted.earliest) <= bindparam("now"))
    query = (
        select(Wanted).where(come, may_come).order_by(col(Wanted.not_before), col(Wanted.digest_id))
    )
    if lock:
        query = query.with_for_update(skip_locked=True)
    return query.limit(1)


def put_off(session: Session, wanted: Wanted, now: datetime, error: str) -> None:
    """Try this one again in an hour, with what went wrong written on it."""
    wanted.not_before, wanted.error = now + PUT_OFF, error
    session.add(wanted)


def broken(session: Session, team_id: str) -> list[Wanted]:
    """Digests that broke, those that are tried next first."""
    query = select(Wanted).where(Wanted.team_id == team_id, col(Wanted.error) != "")
    return list(session.exec(query.order_by(col(Wanted.not_before))))
