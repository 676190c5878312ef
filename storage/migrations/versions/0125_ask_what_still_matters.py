"""Ask what still matters of what moves nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """When whoever leads a department looked last at what moves nothing there."""
    op.create_table(
        "nothing_looks",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "department_id"),
    )


def downgrade() -> None:
    """Nobody keeps that."""
    op.drop_table("nothing_looks")
