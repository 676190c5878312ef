"""Let a task have somebody called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The task by which somebody at a customer is called stands beside the day."""
    op.add_column("contacts", sa.Column("led_to", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """It does not."""
    op.drop_column("contacts", "led_to")
