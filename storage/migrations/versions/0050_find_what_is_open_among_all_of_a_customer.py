"""Find what is open of a department or customer without reading all that ever was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

CLOSED = sa.text("closed_at IS NOT NULL")
OF_CUSTOMER, OF_DEPARTMENT = (
    sa.text(f"{name}_id IS NOT NULL") for name in ("customer", "department")
)


def upgrade() -> None:
    for table in ("tasks", "issues"):
        op.drop_index(f"{table}_of_customer", table_name=table)
        op.create_index(
            f"{table}_of_customer",
            table,
            ["team_id", "customer_id", "closed_at"],
            sqlite_where=OF_CUSTOMER,
            postgresql_where=OF_CUSTOMER,
        )
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("tasks_of_department", table_name="tasks")
    op.drop_index("tasks_closed", table_name="tasks")
    op.create_index("tasks_of_department", "tasks", ["team_id", "department_id", "closed_at"])


def downgrade() -> None:
    op.drop_index("tasks_of_department", table_name="tasks")
    op.create_index(
        "tasks_closed",
        "tasks",
        ["team_id", "department_id", "closed_at"],
        sqlite_where=CLOSED,
        postgresql_where=CLOSED,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(
            "tasks_of_department",
            "tasks",
            ["team_id", "department_id"],
            sqlite_where=OF_DEPARTMENT,
        )
    for table in ("tasks", "issues"):
        op.drop_index(f"{table}_of_customer", table_name=table)
        op.create_index(
            f"{table}_of_customer",
            table,
            ["team_id", "customer_id"],
            sqlite_where=OF_CUSTOMER,
            postgresql_where=OF_CUSTOMER,
        )
