"""What was put to executives, and whether they answered: read here for whole months."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from storage.asks import TO_EXECUTIVES, Ask

_BEFORE_ALL = UUID(int=0)
MOST = 50_000
"""So many answers are looked at, the newest: years of them."""


class PutTo(NamedTuple):
    """One answer that was asked of an executive; `person_id` is whose it was to give (UTC)."""

    person_id: str
    due_at: datetime
    answered_at: datetime | None
    answered_by: str | None
    outcome: str | None


def put_to_executives(session: Session, team_id: str, until: datetime) -> list[PutTo]:
    """What was asked of executives and owed by an instant (UTC), oldest first.

    Of what was put to somebody in another's place, it says that other.
    """
    whose = func.coalesce(Ask.for_id, Ask.person_id)
    columns: list[Any] = [whose, Ask.due_at, Ask.answered_at, Ask.answered_by, Ask.outcome]
    query = (
        select(*columns)
        .where(Ask.team_id == team_id, col(Ask.due_at) < until, text(TO_EXECUTIVES))
        .order_by(col(Ask.due_at).desc())
        .limit(MOST)
    )
    return [PutTo(*row) for row in session.execute(query)][::-1]


def first_asked(session: Session, team_id: str, department_id: UUID, kind: str) -> datetime | None:
    """When (UTC) somebody of a department was first asked for an answer of a kind."""
    query = select(func.min(Ask.opened_at)).where(
        Ask.team_id == team_id, Ask.department_id == department_id, Ask.kind == kind
    )
    return session.exec(query).first()


def any_before(session: Session, team_id: str, until: datetime) -> bool:
    """Whether anything was asked of anybody before an instant (UTC): ids are in order of time."""
    query = select(Ask.opened_at).where(Ask.team_id == team_id, col(Ask.ask_id) > _BEFORE_ALL)
    first = session.exec(query.order_by(col(Ask.ask_id)).limit(1)).first()
    return first is not None and first < until
