"""A pace says when a lane, or a method of a workspace, may be used again; all senders share it.

None lies further ahead than minutes, whatever Slack asks for and whatever a clock said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, case, exists, or_
from sqlmodel import Session, SQLModel, col

from storage import upserts
from storage.columns import team
from storage.instants import MINUTES, has_come
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
    counts = (stated < known) & (known <= bindparam("farthest", type_=TABLE.c.free_at.type))
    return insert.on_conflict_do_update(
        index_elements=[TABLE.c.team_id, TABLE.c.name],
        set_={"free_at": case((counts, known), else_=stated)},
    )


# A plain statement, built once: every message makes its lane rest. It is only one, because several
# senders may do so at the same moment; the latest instant counts.
HOLD = upserts.build(TABLE, _hold)


def lane(name: str) -> str:
    """The name of a lane's pace."""
    return f"lane:{name}"


def method(name: str) -> str:
    """The name of a method's pace."""
    return f"method:{name}"


def hold(session: Session, team_id: str, name: str, now: datetime, rest: timedelta) -> None:
    """Let one lane or method rest for so long from now (UTC), at most for minutes."""
    hold_all(session, [(team_id, name)], now, rest)


def hold_all(
    session: Session, names: Iterable[tuple[str, str]], now: datetime, rest: timedelta
) -> None:
    """Let these lanes and methods of these workspaces rest for so long, at most for minutes."""
    farthest = now + MINUTES
    until = min(now + rest, farthest)
    # In one order, so that two senders never wait for each other.
    rows = [
        {"team_id": team_id, "name": name, "free_at": until, "farthest": farthest}
        for team_id, name in sorted(set(names))
    ]
    upserts.run(session, HOLD, rows)


def resting(
    team_id: SQLColumnExpression[str],
    names: list[ColumnElement[str]],
    now: ColumnElement[datetime],
    farthest: ColumnElement[datetime],
) -> ColumnElement[bool]:
    """Whether any of these lanes and methods rests now, for a question about other rows."""
    return exists().where(
        col(Pace.team_id) == team_id,
        or_(*(col(Pace.name) == name for name in names)),
        ~has_come(col(Pace.free_at), now, farthest),
    )
