"""Let a house say its areas in its own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The four sentences of an area have a table."""
    op.create_table(
        "area_sentences",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("chance", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("habit", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "area"),
    )


def downgrade() -> None:
    """They have none."""
    op.drop_table("area_sentences")
