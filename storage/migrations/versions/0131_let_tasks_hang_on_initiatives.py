"""Let tasks hang on initiatives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Which tasks were given for an initiative is kept, and since when is asked how they go on."""
    op.create_table(
        "initiative_tasks",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("task_number", LARGE, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number", "task_number"),
    )
    op.create_index(
        "initiative_tasks_waits", "initiative_tasks", ["team_id", "number"],
        sqlite_where=sa.text("asked_at IS NOT NULL"),
        postgresql_where=sa.text("asked_at IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """It is not."""
    op.drop_table("initiative_tasks")
