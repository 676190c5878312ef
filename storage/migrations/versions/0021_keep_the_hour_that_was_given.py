"""Keep of each task and issue whether an hour was given, or only a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("tasks", "issues"):
        op.add_column(
            table, sa.Column("due_timed", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    for table in ("tasks", "issues"):
        op.drop_column(table, "due_timed")
