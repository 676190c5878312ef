"""Let people follow things, and find what somebody asked for, what has ended and what waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

LIVE, CLOSED = "closed_at IS NULL", "closed_at IS NOT NULL"
NEW = (
    ("ended", ["team_id", "closed_at", "number"], CLOSED),
    ("asker_live", ["team_id", "created_by", "due_at", "number"], LIVE),
    ("waiting", ["team_id", "due_at", "number"], "state = 'open'"),
)


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "noun", "number", "user_id"),
    )
    op.create_index("follows_person", "follows", ["team_id", "user_id", "noun", "number"])
    for table in ("tasks", "issues"):
        for name, columns, where in NEW:
            condition = sa.text(where)
            op.create_index(
                f"{table}_{name}", table, columns,
                sqlite_where=condition, postgresql_where=condition,
            )  # fmt: skip


def downgrade() -> None:
    for table in ("tasks", "issues"):
        for name, *_ in reversed(NEW):
            op.drop_index(f"{table}_{name}", table_name=table)
    op.drop_table("follows")
