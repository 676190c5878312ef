"""Ask what accounts should be able to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What a customer should be able to do by the end of a year has a table."""
    op.create_table(
        "aims",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("led_to", LARGE, nullable=True),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("aims_one", "aims", ["team_id", "customer_id", "year"], unique=True)
    op.create_index("aims_state", "aims", ["team_id", "state", "number"])


def downgrade() -> None:
    """It has none."""
    op.drop_table("aims")
