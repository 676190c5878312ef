"""Say why rules were changed, and find the questions that were answered since a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ANSWERED = "answered_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("policies", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    condition = sa.text(ANSWERED)
    op.create_index(
        "asks_answered", "asks", ["team_id", "answered_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("asks_answered", table_name="asks")
    op.drop_column("policies", "reason")
