"""Ask what is behind an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A question says about which answer it is, and how far answers were looked at is kept."""
    op.add_column("matters", sa.Column("response_id", sa.Uuid(), nullable=True))
    op.add_column("matter_looks", sa.Column("read_to", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """They do not."""
    op.drop_column("matter_looks", "read_to")
    op.drop_column("matters", "response_id")
