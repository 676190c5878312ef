"""Note reminders that are left out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was left out so far was not noted: it begins with none."""
    op.create_table(
        "spared",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("spared_id", sa.Uuid(), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "spared_id"),
    )
    op.create_index("spared_due", "spared", ["team_id", "due_at"])
    op.create_index("spared_ask", "spared", ["team_id", "ask_id"])
    op.create_index("spared_person", "spared", ["team_id", "person_id", "due_at"])


def downgrade() -> None:
    """It is not noted."""
    op.drop_table("spared")
