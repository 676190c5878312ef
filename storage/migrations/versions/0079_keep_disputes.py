"""Keep what is disputed of a scorecard, and how that is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Disputes have a table."""
    op.create_table(
        "disputes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("item_noun", sa.String(), nullable=True),
        sa.Column("item_number", LARGE, nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", LARGE, nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("disputes_period", "disputes", ["team_id", "department_id", "period", "number"])


def downgrade() -> None:
    """They have none."""
    op.drop_table("disputes")
