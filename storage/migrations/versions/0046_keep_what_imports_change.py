"""Keep what an import changes about people, customers and departments, so that it can go back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

OF_CUSTOMER, OF_DEPARTMENT = (
    sa.text(f"{name}_id IS NOT NULL") for name in ("customer", "department")
)


def upgrade() -> None:
    large = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "imported_records",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("import_number", large, nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "record_id"),
    )
    op.create_index(
        "imported_records_import", "imported_records", ["team_id", "import_number", "record_id"]
    )
    for table in ("tasks", "issues"):
        op.create_index(
            f"{table}_of_customer",
            table,
            ["team_id", "customer_id"],
            sqlite_where=OF_CUSTOMER,
            postgresql_where=OF_CUSTOMER,
        )
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(
            "tasks_of_department",
            "tasks",
            ["team_id", "department_id"],
            sqlite_where=OF_DEPARTMENT,
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("tasks_of_department", table_name="tasks")
    for table in ("issues", "tasks"):
        op.drop_index(f"{table}_of_customer", table_name=table)
    op.drop_index("imported_records_import", table_name="imported_records")
    op.drop_table("imported_records")
