"""Keep what one executive is asked about the facts of a week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Inquiries have a table."""
    op.create_table(
        "inquiries",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    condition = sa.text("state = 'open'")
    op.create_index(
        "inquiries_open", "inquiries", ["team_id", "channel_id"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip
    op.create_index("inquiries_asked", "inquiries", ["team_id", "channel_id", "created_at"])


def downgrade() -> None:
    """They have none."""
    op.drop_table("inquiries")
