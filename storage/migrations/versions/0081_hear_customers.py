"""Keep what executives heard from customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Voices have a table."""
    op.create_table(
        "voices",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("voices_state", "voices", ["team_id", "state", "to_id"])
    op.create_index("voices_month", "voices", ["team_id", "month"])
    op.create_index("voices_customer", "voices", ["team_id", "customer_id", "heard_on"])
    op.create_index("voices_told", "voices", ["team_id", "told_at"])
    op.create_index("voices_person", "voices", ["team_id", "to_id", "heard_on"])


def downgrade() -> None:
    """They have none."""
    op.drop_table("voices")
