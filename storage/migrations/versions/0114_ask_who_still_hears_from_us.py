"""Ask who still hears from us after low scores that came in old."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is asked of the old low scores of a survey has a table."""
    op.create_table(
        "look_backs",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("called", LARGE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("look_backs_state", "look_backs", ["team_id", "state", "number"])


def downgrade() -> None:
    """It has none."""
    op.drop_table("look_backs")
