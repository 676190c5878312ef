"""A pace says when a lane, or a method of a workspace, may be used again; all senders share it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, or_
from sqlmodel import Session, SQLModel, col

from storage import upserts
from storage.columns import team
from storage.upserts import Insert


class Pace(SQLModel, table=True):
    """One lane (`lane:C1`) or method (`method:chat.update`) that rests until `free_at` (UTC)."""

    __tablename__ = "paces"

    team_id: str = team()
    name: str = team()
    free_at: datetime


LOOK_UPS = "method:conversations.history"
"""The pace of look-ups in a workspace."""

TABLE = SQLModel.metadata.tables["paces"]


def _hold(insert: Insert) -> Insert:
    stated, known = insert.excluded.free_at, TABLE.c.free_at
    return insert.on_conflict_do_update(
        index_elements=[TABLE.c.team_id, TABLE.c.name],
        set_={"free_at": case((stated > known, stated), else_=known)},
    )


# Built once and sent past the object layer: every message makes its lane rest. In one statement,
# because several senders may do so at the same moment; the latest instant counts.
HOLD = upserts.build(TABLE, _hold)


def lane(name: str) -> str:
    """The name of a lane's pace."""
    return f"lane:{name}"


def method(name: str) -> str:
    """The name of a method's pace."""
    return f"method:{name}"


def hold(session: Session, team_id: str, name: str, until: datetime) -> None:
    """Let one lane or method rest until an instant (UTC)."""
    hold_all(session, [(team_id, name)], until)


def hold_all(session: Session, names: Iterable[tuple[str, str]], until: datetime) -> None:
    """Let these lanes and methods of these workspaces rest until an instant (UTC)."""
    # In one order, so that two senders never wait for each other.
    rows = [
        {"team_id": team_id, "name": name, "free_at": until} for team_id, name in sorted(set(names))
    ]
    if rows:
        connection = session.connection()
        connection.execute(HOLD[connection.dialect.name], rows)


def resting(
    team_id: SQLColumnExpression[str],
    names: list[ColumnElement[str]],
    now: ColumnElement[datetime],
) -> ColumnElement[bool]:
    """Whether any of these lanes and methods rests now, for a question about other rows."""
    return exists().where(
        col(Pace.team_id) == team_id,
        or_(*(col(Pace.name) == name for name in names)),
        col(Pace.free_at) > now,
    )
