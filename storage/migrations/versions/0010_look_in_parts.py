"""Keep how far the look for a message has come, and until when it may have been sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("look_cursor", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outbox", "look_cursor")
    op.drop_column("outbox", "doubted_at")
