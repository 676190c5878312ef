"""An audit looks whether anything was forgotten in a workspace; its row says how that went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Index,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    text,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.asks import Ask
from storage.columns import facts, large, long_text, team
from storage.due import PUT_OFF
from storage.instants import MINUTES, has_come
from storage.items import Item
from storage.nudges import Nudge
from storage.outbox import Message
from storage.people import Person
from storage.workspaces import Workspace

AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
START = UUID(int=0)
NEVER = 2**31 - 1
"""The rung on which a kind of ask ends that goes on until somebody answers."""
OLDEST = 1_000
"""How much of what is late is looked at, over all workspaces: in a long backlog the oldest."""


class Audit(SQLModel, table=True):
    """The audits of one workspace.

    They walk over everything it has in slices: `ask_id`, and `walked` by noun, say how far this
    walk has come, `walk_found` what it could not repair, `last_walk_found` what the one before
    could not. `found` is all that is wrong as far as is known; `repaired` only grows.
    """

    __tablename__ = "audits"
    __table_args__ = (Index("audits_due", "next_at"),)

    team_id: str = team()
    next_at: datetime = AT_ONCE
    checked_at: datetime | None = None
    found: int = large(0)
    repaired: int = large(0)
    ask_id: UUID = START
    walked: dict[str, int] = facts()
    walk_found: int = large(0)
    last_walk_found: int = large(0)
    error: str = long_text("")


def begin(session: Session, team_id: str) -> None:
    """Have a workspace audited from now on; harmless when it is."""
    if session.get(Audit, team_id) is None:
        session.add(Audit(team_id=team_id))
        session.flush()


def next_due(session: Session, now: datetime) -> Audit | None:
    """The audit that has waited longest, locked for this transaction.

    One that was made or planned by a clock that was ahead is due as well.
    """
    values = {"now": now, "farthest": now + PUT_OFF, "soon": now + MINUTES}
    return session.exec(_next_due(), params=values).first()


@cache
def _next_due() -> SelectOfScalar[Audit]:
    # Built once: it is asked at each tick.
    come = has_come(col(Audit.next_at), bindparam("now"), bindparam("farthest"))
    ahead = col(Audit.checked_at) > bindparam("soon")
    query = select(Audit).where(or_(come, ahead)).order_by(col(Audit.next_at)).limit(1)
    return query.with_for_update(skip_locked=True)


def clean(session: Session, since: datetime) -> bool:
    """Whether every workspace was audited since an instant (UTC), and nothing is wrong in any."""
    clean_one = exists().where(
        col(Audit.team_id) == col(Workspace.team_id),
        col(Audit.checked_at) >= since,
        col(Audit.found) == 0,
        col(Audit.error) == "",
    )
    unclean = select(Workspace.team_id).where(~clean_one)
    some = session.exec(select(Workspace.team_id).limit(1)).first()
    return some is not None and session.exec(unclean.limit(1)).first() is None


# --- the walk: a slice of what a workspace has, in the order of its key ---


def end_of_asks(session: Session, team_id: str, after: UUID, size: int) -> UUID | None:
    """The last ask of the slice of `size` after this one; None when the walk comes to its end."""
    query = select(Ask.ask_id).where(Ask.team_id == team_id, col(Ask.ask_id) > after)
    return session.exec(query.order_by(col(Ask.ask_id)).offset(size - 1).limit(1)).first()


def end_of_items(
    session: Session, table: type[Item], team_id: str, after: int, size: int
) -> int | None:
    """The last item of a table in the slice after this number; None at the end of the walk."""
    query = select(table.number).where(table.team_id == team_id, table.number > after)
    return session.exec(query.order_by(col(table.number)).offset(size - 1).limit(1)).first()


def unplanned(
    session: Session,
    team_id: str,
    after: UUID,
    until: UUID | None,
    ends: Mapping[str, int],
    limit: int,
) -> list[Ask]:
    """Open asks of a slice of which somebody is to be reminded and no reminder is planned, locked.

    `ends` are the rungs after which nobody is, by kind of ask. An ask that somebody else holds is
    left out.
    """
    query = select(Ask).where(
        *_slice(Ask, team_id, col(Ask.ask_id), after, until),
        col(Ask.answered_at).is_(None),
        case(dict(ends), value=col(Ask.kind), else_=0) > col(Ask.rung),
        _planned().is_(None),
    )
    query = query.order_by(col(Ask.ask_id)).limit(limit)
    return list(session.exec(query.with_for_update(skip_locked=True, of=Ask)))


def made_ahead(
    session: Session, team_id: str, after: UUID, until: UUID | None, now: datetime, limit: int
) -> list[Ask]:
    """Open asks of a slice that a clock which was ahead has opened or reminded of, locked."""
    sent = select(Nudge.nudge_id).where(
        col(Nudge.team_id) == col(Ask.team_id),
        col(Nudge.ask_id) == col(Ask.ask_id),
        col(Nudge.sent_at) > now + MINUTES,
    )
    query = select(Ask).where(
        *_slice(Ask, team_id, col(Ask.ask_id), after, until),
        col(Ask.answered_at).is_(None),
        or_(col(Ask.opened_at) > now + MINUTES, _first(sent).is_not(None)),
    )
    query = query.order_by(col(Ask.ask_id)).limit(limit)
    return list(session.exec(query.with_for_update(skip_locked=True, of=Ask)))


def needless(
    session: Session, team_id: str, after: UUID, until: UUID | None, limit: int
) -> list[Ask]:
    """Answered asks of a slice that still have a reminder planned, locked."""
    query = select(Ask).where(
        *_slice(Ask, team_id, col(Ask.ask_id), after, until),
        col(Ask.answered_at).is_not(None),
        _planned().is_not(None),
    )
    query = query.order_by(col(Ask.ask_id)).limit(limit)
    return list(session.exec(query.with_for_update(skip_locked=True, of=Ask)))


def unasked(
    session: Session,
    table: type[Item],
    team_id: str,
    after: int,
    until: int | None,
    limit: int,
) -> list[Item]:
    """Live items of a table, in a slice, that have an owner whom no open ask is about, locked."""
    asked = select(Ask.ask_id).where(
        col(Ask.team_id) == col(table.team_id),
        col(Ask.noun) == table.noun,
        col(Ask.number) == col(table.number),
        col(Ask.answered_at).is_(None),
    )
    query = select(table).where(
        *_slice(table, team_id, col(table.number), after, until),
        col(table.closed_at).is_(None),
        col(table.owner_id).is_not(None),
        _first(asked).is_(None),
    )
    query = query.order_by(col(table.number)).limit(limit)
    return list(session.exec(query.with_for_update(skip_locked=True, of=table)))


def _slice(
    table: type[Ask] | type[Item], team_id: str, key: Any, after: Any, until: Any
) -> list[ColumnElement[bool]]:
    within = [col(table.team_id) == team_id, key > after]
    return [*within, key <= until] if until is not None else within


def _planned() -> ScalarSelect[UUID]:
    """A planned reminder of the ask that is looked at; NULL when there is none."""
    return _first(
        select(Nudge.nudge_id).where(
            col(Nudge.team_id) == col(Ask.team_id),
            col(Nudge.ask_id) == col(Ask.ask_id),
            col(Nudge.sent_at).is_(None),
        )
    )


def _first(query: Any) -> ScalarSelect[UUID]:
    # Not EXISTS: PostgreSQL would now and then make a join of it and read the whole table for one
    # slice. This is looked up row by row, through an index.
    found: ScalarSelect[UUID] = query.limit(1).scalar_subquery()
    return found


# --- what is late in a workspace, whatever the walk ---


def overdue(session: Session, team_id: str, before: datetime) -> int:
    """Reminders to known people that were due before an instant (UTC): nobody sends them."""
    oldest = _oldest(before)
    query = (
        select(func.count())
        .select_from(oldest)
        .join(Person, and_(Person.team_id == oldest.team_id, Person.user_id == oldest.person_id))
        .where(oldest.team_id == team_id)
    )
    return session.exec(query).one()


def addressed_to_nobody(session: Session, team_id: str, before: datetime) -> list[Nudge]:
    """Reminders due before an instant (UTC) to somebody who is not among the people."""
    oldest = _oldest(before)
    known = exists().where(
        col(Person.team_id) == oldest.team_id, col(Person.user_id) == oldest.person_id
    )
    return list(session.exec(select(oldest).where(oldest.team_id == team_id, ~known)))


def _oldest(before: datetime) -> Any:
    due = select(Nudge).where(col(Nudge.sent_at).is_(None), col(Nudge.due_at) <= before)
    return aliased(Nudge, due.order_by(col(Nudge.due_at)).limit(OLDEST).subquery())


def left_alone(session: Session, team_id: str, before: datetime) -> int:
    """Messages that a sender let go of, or that are in doubt, and that nobody looked at since."""
    leased = (text("state = 'sending'"), col(Message.leased_until) <= before)
    doubtful = (text("state = 'in_doubt'"), col(Message.not_before) <= before)
    return sum(_of_team(session, team_id, conditions) for conditions in (leased, doubtful))


def _of_team(session: Session, team_id: str, conditions: Any) -> int:
    # The limit also keeps the database from looking for the workspace first, in all it ever sent.
    some = select(Message.team_id).where(*conditions).limit(OLDEST).subquery()
    query = select(func.count()).select_from(some).where(some.c.team_id == team_id)
    return session.exec(query).one()
