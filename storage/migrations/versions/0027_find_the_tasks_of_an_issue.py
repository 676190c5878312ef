"""Find the tasks that follow from an issue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HAS_ISSUE = sa.text("issue_number IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "tasks_issue",
        "tasks",
        ["team_id", "issue_number", "number"],
        sqlite_where=HAS_ISSUE,
        postgresql_where=HAS_ISSUE,
    )


def downgrade() -> None:
    op.drop_index("tasks_issue", "tasks")
