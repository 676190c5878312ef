"""Know which tasks are the part of a department in an issue that several must take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

IS_PART = sa.text("is_part")


def upgrade() -> None:
    op.add_column(
        "tasks", sa.Column("is_part", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "tasks_parts", "tasks", ["team_id", "issue_number", "number"],
        sqlite_where=IS_PART, postgresql_where=IS_PART,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("tasks_parts", "tasks")
    op.drop_column("tasks", "is_part")
