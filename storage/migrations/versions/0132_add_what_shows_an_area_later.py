"""Add what shows an area later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was added once all was in is kept beside what the area came to, and how it stood."""
    op.add_column("area_results", sa.Column("added", sa.Text(), nullable=False, server_default=""))
    op.add_column("area_results", sa.Column("added_of", sa.Date(), nullable=True))
    op.add_column("area_results", sa.Column("added_on", sa.Date(), nullable=True))
    op.add_column("area_results", sa.Column("shown_before", sa.Integer(), nullable=True))


def downgrade() -> None:
    """It is not."""
    for name in ("shown_before", "added_on", "added_of", "added"):
        op.drop_column("area_results", name)
