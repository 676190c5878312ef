"""Let a digest wait until the day on which it may come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("earliest", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("digests", "earliest")
