"""Count what came back within thirty days of being done before that was written down.

What history tells of it is filled in; a reopening that was undone never was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby, takewhile
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
THING = ("team_id", "noun", "number")
HELD = ("owner_id", "department_id", "customer_id", "severity", "due_at")
"""What is written down as it stood just before."""
STOOD = (
    sa.column("team_id", sa.String),
    sa.column("noun", sa.String),
    sa.column("number", NUMBER),
    sa.column("state", sa.String),
    sa.column("owner_id", sa.String),
    sa.column("department_id", sa.Uuid),
    sa.column("customer_id", sa.Uuid),
    sa.column("severity", sa.Integer),
    sa.column("due_at", MOMENT),
)
HISTORY = sa.table(
    "history",
    *(sa.column(each.name, each.type) for each in STOOD),
    sa.column("event_id", sa.Uuid),
    sa.column("happened_at", MOMENT),
    sa.column("verb", sa.String),
)
JUDGEMENTS = sa.table(
    "judgements",
    *(sa.column(each.name, each.type) for each in STOOD),
    sa.column("passed", sa.String),
    sa.column("at", MOMENT),
    sa.column("in_time", sa.Boolean),
    sa.column("first_due_at", MOMENT),
    sa.column("closed_at", MOMENT),
    sa.column("known_at", MOMENT),
)
PASSING = ("escalated", "noted")
"""What changes nothing, so that what was before it can still be undone."""
PLACED = ("created", "reported", "routed", "reopened")
"""From these on a thing has its first date."""
WITHIN = timedelta(days=30)


def upgrade() -> None:
    told = HISTORY.c
    thing = [told[name] for name in THING]
    opened = sa.select(*thing).where(told.verb == "reopened").distinct().subquery()
    events = op.get_bind().execute(
        sa.select(HISTORY)
        .join(opened, sa.and_(*(told[name] == opened.c[name] for name in THING)))
        .where(
            told.noun.in_(("task", "issue")),
            told.state.is_not(None),
            told.severity.is_not(None),
            told.verb.not_in(PASSING),
        )
        .order_by(*thing, told.event_id)
    )
    found = [
        row
        for _, theirs in groupby(events, lambda each: (each.team_id, each.noun, each.number))
        for row in _came_back(_without_undone(theirs))
    ]
    if found:
        op.bulk_insert(JUDGEMENTS, found)


def downgrade() -> None:
    op.execute(JUDGEMENTS.delete().where(JUDGEMENTS.c.passed == "reopened"))


def _without_undone(events: Iterable[Any]) -> list[Any]:
    left: list[Any] = []
    for event in events:
        if event.verb != "undone":
            left.append(event)
        elif left:
            left.pop()
    return left


def _came_back(events: list[Any]) -> Iterator[dict[str, object]]:
    for place, again in enumerate(events):
        before = events[:place]
        if again.verb != "reopened" or not before or before[-1].state != "done":
            continue
        if again.happened_at - _since(before, "done").happened_at <= WITHIN:
            yield _judgement(before, again)


def _judgement(before: list[Any], again: Any) -> dict[str, object]:
    stood = before[-1]
    placed = [each for each in before if each.verb in PLACED]
    return {
        **{name: getattr(stood, name) for name in (*THING, *HELD)},
        "passed": "reopened",
        "at": again.happened_at,
        "state": stood.state,
        "in_time": True,
        "first_due_at": (placed or before[:1])[-1].due_at,
        "closed_at": _since(before, "corrected", "done").happened_at,
        "known_at": again.happened_at,
    }


def _since(before: list[Any], *states: str) -> Any:
    """The event since which a thing has stood in one of these states."""
    return list(takewhile(lambda each: each.state in states, reversed(before)))[-1]
