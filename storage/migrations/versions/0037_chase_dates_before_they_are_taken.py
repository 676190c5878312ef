"""Chase the date of what nobody has taken yet, beside the question whether somebody does.

Duly's auditor puts the reminders of these asks on the calendar.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.columns import new_id

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

PAGE = 1_000
"""So many asks are read and written at a time."""
MOMENT = sa.DateTime(timezone=True)
KEPT: tuple[sa.ColumnClause[Any], ...] = (
    sa.column("team_id"),
    sa.column("noun"),
    sa.column("number", sa.BigInteger()),
    sa.column("person_id"),
    sa.column("for_id"),
    sa.column("department_id", sa.Uuid()),
    sa.column("severity", sa.Integer()),
    sa.column("tier_rank", sa.Integer()),
    sa.column("opened_at", MOMENT),
    sa.column("snoozed_until", MOMENT),
)
"""What the two asks have in common."""
ASKS = sa.table(
    "asks",
    *KEPT,
    sa.column("ask_id", sa.Uuid()),
    sa.column("kind"),
    sa.column("due_at", MOMENT),
    sa.column("rung", sa.Integer()),
    sa.column("snoozes", sa.Integer()),
    sa.column("snooze_reason"),
    sa.column("answered_at", MOMENT),
)
NUDGES = sa.table("nudges", sa.column("ask_id", sa.Uuid()))
ITEMS = {
    noun: sa.table(
        name,
        sa.column("team_id"),
        sa.column("number", sa.BigInteger()),
        sa.column("due_at", MOMENT),
    )
    for noun, name in (("task", "tasks"), ("issue", "issues"))
}


def upgrade() -> None:
    connection = op.get_bind()
    for noun, item in ITEMS.items():
        last = ("", None)
        while True:
            rows = connection.execute(_page(noun, item, *last)).all()
            if not rows:
                break
            connection.execute(sa.insert(ASKS), [_beside(row) for row in rows])
            last = (rows[-1].team_id, rows[-1].ask_id)


def downgrade() -> None:
    connection = op.get_bind()
    these = sa.select(ASKS.c.ask_id).where(ASKS.c.kind == "date")
    connection.execute(sa.delete(NUDGES).where(NUDGES.c.ask_id.in_(these)))
    connection.execute(sa.delete(ASKS).where(ASKS.c.kind == "date"))


def _page(noun: str, item: sa.TableClause, team_id: str, ask_id: object) -> sa.Select[Any]:
    """The next questions whether somebody takes a thing whose date is later than the answer."""
    query = (
        sa.select(*(ASKS.c[each.name] for each in KEPT), ASKS.c.ask_id, item.c.due_at)
        .join_from(
            ASKS, item, sa.and_(item.c.team_id == ASKS.c.team_id, item.c.number == ASKS.c.number)
        )
        .where(
            ASKS.c.noun == noun,
            ASKS.c.kind == "acknowledge",
            ASKS.c.answered_at.is_(None),
            item.c.due_at > ASKS.c.due_at,
        )
    )
    if ask_id is not None:
        query = query.where(sa.tuple_(ASKS.c.team_id, ASKS.c.ask_id) > sa.tuple_(team_id, ask_id))
    return query.order_by(ASKS.c.team_id, ASKS.c.ask_id).limit(PAGE)


def _beside(row: Any) -> dict[str, Any]:
    """The ask that goes with one that is open, about the date of its thing."""
    kept = {each.name: getattr(row, each.name) for each in KEPT}
    own = {"ask_id": new_id(), "kind": "date", "due_at": row.due_at}
    return {**kept, **own, "rung": 0, "snoozes": 0, "snooze_reason": ""}
