"""Ask whether the terms of an account fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is asked about accounts has a table, and when that was looked after."""
    op.create_table(
        "matters",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index(
        "matters_one", "matters", ["team_id", "topic", "customer_id", "about_on"], unique=True
    )
    op.create_index("matters_state", "matters", ["team_id", "state", "number"])
    op.create_index("matters_customer", "matters", ["team_id", "customer_id"])
    op.create_table(
        "matter_looks",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id"),
    )


def downgrade() -> None:
    """It has none."""
    op.drop_table("matter_looks")
    op.drop_table("matters")
