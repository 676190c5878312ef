"""Say of each task, issue and decision who may see it, and who was added to those.

Whether the channel was private in which an old decision was asked about is not known. It was among
executives, so it stays among them, and so does what follows from it; all else is for everybody.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

DEPARTMENT, PRIVATE = "department", "private"
DEFAULTS = {"tasks": DEPARTMENT, "issues": DEPARTMENT, "decisions": PRIVATE}
ITEMS = ("tasks", "issues")
COLUMNS = ("team_id", "noun", "number", "state", "audience")
EVENTS = sa.table("history", *map(sa.column, COLUMNS))
TASKS = sa.table("tasks", *map(sa.column, ("team_id", "number", "decision_number", "audience")))


def upgrade() -> None:
    for table, default in DEFAULTS.items():
        op.add_column(
            table, sa.Column("audience", sa.String(), nullable=False, server_default=default)
        )
    op.add_column("history", sa.Column("audience", sa.String(), nullable=True))
    op.create_table(
        "audience_members",
        sa.Column("team_id", sa.String(), primary_key=True),
        sa.Column("noun", sa.String(), primary_key=True),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("user_id", sa.String(), primary_key=True),
    )
    for table in ITEMS:
        condition = sa.text(f"audience = '{PRIVATE}'")
        op.create_index(
            f"{table}_private", table, ["team_id", "closed_at", "number"],
            sqlite_where=condition, postgresql_where=condition,
        )  # fmt: skip
    follows = TASKS.c.decision_number.is_not(None)
    op.execute(sa.update(TASKS).where(follows).values(audience=PRIVATE))
    _tell(EVENTS.c.noun.in_(["task", "issue"]), DEPARTMENT)
    _tell(EVENTS.c.noun == "decision", PRIVATE)
    private = sa.select(TASKS.c.number).where(TASKS.c.team_id == EVENTS.c.team_id, follows)
    _tell((EVENTS.c.noun == "task") & EVENTS.c.number.in_(private), PRIVATE)


def downgrade() -> None:
    for table in ITEMS:
        op.drop_index(f"{table}_private", table_name=table)
    op.drop_table("audience_members")
    for table in (*DEFAULTS, "history"):
        op.drop_column(table, "audience")


def _tell(which: sa.ColumnElement[bool], audience: str) -> None:
    """Add it to whatever event tells how a thing stood."""
    told = which & EVENTS.c.state.is_not(None)
    op.execute(sa.update(EVENTS).where(told).values(audience=audience))
