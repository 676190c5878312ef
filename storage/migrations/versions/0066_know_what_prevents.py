"""Know which tasks are to keep an issue from coming back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

IS_PREVENTION = sa.text("is_prevention")


def upgrade() -> None:
    op.add_column(
        "tasks",
        sa.Column("is_prevention", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "tasks_preventions", "tasks", ["team_id", "issue_number", "number"],
        sqlite_where=IS_PREVENTION, postgresql_where=IS_PREVENTION,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("tasks_preventions", "tasks")
    op.drop_column("tasks", "is_prevention")
