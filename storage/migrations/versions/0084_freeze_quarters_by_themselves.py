"""Show and freeze the scorecards of each quarter without anybody asking for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """How far that has come has a table."""
    op.create_table(
        "freezings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("frozen", sa.String(), nullable=False),
        sa.Column("behind", sa.Uuid(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id"),
    )
    op.create_index("freezings_due", "freezings", ["next_at"])


def downgrade() -> None:
    """It has none."""
    op.drop_table("freezings")
