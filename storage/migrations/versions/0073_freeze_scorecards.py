"""Freeze scorecards: records that nothing changes, each of which names the one before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """There is a table of them."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "frozen_scores",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("corrects", number, nullable=True),
        sa.Column("frozen_at", moment, nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index(
        "frozen_scores_period", "frozen_scores", ["team_id", "department_id", "period", "number"]
    )
    op.create_index("frozen_scores_until", "frozen_scores", ["team_id", "department_id", "until"])


def downgrade() -> None:
    """There is none."""
    op.drop_table("frozen_scores")
