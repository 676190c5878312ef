"""Find initiatives that look alike, and join those that are decided to be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pairs have a table, and an initiative says whose part it is."""
    op.create_table(
        "twins",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("one", LARGE, nullable=False),
        sa.Column("other", LARGE, nullable=False),
        sa.Column("same_by", sa.String(), nullable=True),
        sa.Column("pooled", sa.Text(), nullable=False),
        sa.Column("pooled_owner_id", sa.String(), nullable=True),
        sa.Column("decider_id", sa.String(), nullable=True),
        sa.Column("decide_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_by", sa.String(), nullable=True),
        sa.Column("talks", sa.JSON(), nullable=False),
        sa.Column("decision", LARGE, nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("twins_state", "twins", ["team_id", "state", "number"])
    op.create_index("twins_one", "twins", ["team_id", "one", "other"])
    op.create_index("twins_other", "twins", ["team_id", "other", "one"])
    op.add_column("initiatives", sa.Column("joined_to", LARGE, nullable=True))


def downgrade() -> None:
    """They have none."""
    op.drop_column("initiatives", "joined_to")
    op.drop_table("twins")
