"""Remember for each day what somebody is told about what they asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "progress",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("reader_id", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "reader_id", "day", "noun", "number"),
    )
    op.create_index(
        "progress_in_order", "progress", ["team_id", "reader_id", "day", "rank", "noun", "number"]
    )
    op.create_index("handoffs_about", "handoffs", ["team_id", "noun", "number"])
    op.add_column("tasks", sa.Column("promised_by", sa.String(), nullable=True))
    op.add_column("issues", sa.Column("promised_by", sa.String(), nullable=True))
    for table in ("tasks", "issues"):
        # Who took it is told by history; of what was taken before this, the owner gave the date.
        items = sa.table(table, *map(sa.column, ("promised_by", "owner_id", "acknowledged_at")))
        taken = items.c.acknowledged_at.is_not(None)
        op.execute(sa.update(items).where(taken).values(promised_by=items.c.owner_id))


def downgrade() -> None:
    op.drop_column("issues", "promised_by")
    op.drop_column("tasks", "promised_by")
    op.drop_index("handoffs_about", table_name="handoffs")
    op.drop_table("progress")
