"""Know what was sold to whom, what they need it for, and whether they use it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sales have a table, and what was different about one customer is found at once."""
    op.create_table(
        "sales",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("sold", sa.Text(), nullable=False),
        sa.Column("sold_by", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("value", LARGE, nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("fit", sa.String(), nullable=True),
        sa.Column("unsold", sa.Text(), nullable=False),
        sa.Column("use_asked_on", sa.Date(), nullable=True),
        sa.Column("used", sa.String(), nullable=True),
        sa.Column("used_words", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("sales_customer", "sales", ["team_id", "customer_id", "starts_on"])
    op.create_index("sales_started", "sales", ["team_id", "starts_on", "number"])
    where = sa.text("use_asked_on IS NULL")
    op.create_index(
        "sales_unasked", "sales", ["team_id", "starts_on"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip
    where = sa.text("department_id IS NOT NULL")
    op.create_index(
        "sales_department", "sales", ["team_id", "department_id"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip
    where = sa.text("noun = 'customer'")
    op.create_index(
        "history_of_customer", "history", ["team_id", "customer_id", "event_id"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    """They are gone."""
    op.drop_index("history_of_customer", table_name="history")
    op.drop_table("sales")
