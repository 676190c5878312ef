"""Lose customers in part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A loss says whether they stay and are smaller."""
    op.add_column(
        "losses", sa.Column("is_part", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """It does not."""
    op.drop_column("losses", "is_part")
