"""Let digests come every few weeks, on several weekdays or on a day of the month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedules", sa.Column("rhythm", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("schedules", "rhythm")
