"""Know since when somebody is a customer, find who came back, and what changed of customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None
ADDED = {
    "customers_came": ("customers", "came_on"),
    "losses_back": ("losses", "won_back_on"),
}


def upgrade() -> None:
    """Customers have a first day; it, and the day of who came back, have an index."""
    op.add_column("customers", sa.Column("came_on", sa.Date(), nullable=True))
    for name, (table, column) in ADDED.items():
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name, table, ["team_id", column], sqlite_where=where, postgresql_where=where
        )
    where = sa.text("noun = 'customer'")
    op.create_index(
        "history_of_customers",
        "history",
        ["team_id", "happened_at"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """They have none."""
    op.drop_index("history_of_customers", table_name="history")
    for name, (table, _) in ADDED.items():
        op.drop_index(name, table_name=table)
    op.drop_column("customers", "came_on")
