"""Count what a department has open past its first day without reading all that it has open."""

from __future__ import annotations

from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

COLUMNS = ["team_id", "department_id", "closed_at"]


def upgrade() -> None:
    op.drop_index("tasks_of_department", table_name="tasks")
    op.create_index("tasks_of_department", "tasks", [*COLUMNS, "original_due_at"])


def downgrade() -> None:
    op.drop_index("tasks_of_department", table_name="tasks")
    op.create_index("tasks_of_department", "tasks", COLUMNS)
