"""Let decisions move outcomes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What a decision moves for customers stands beside it, and is found by its number."""
    op.add_column("decisions", sa.Column("outcome_number", LARGE, nullable=True))
    op.create_index(
        "decisions_outcome", "decisions", ["team_id", "outcome_number"],
        sqlite_where=sa.text("outcome_number IS NOT NULL"),
        postgresql_where=sa.text("outcome_number IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """It does not."""
    op.drop_index("decisions_outcome", "decisions")
    op.drop_column("decisions", "outcome_number")
