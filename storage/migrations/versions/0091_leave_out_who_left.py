"""Sum what customers are worth without those who left."""

from __future__ import annotations

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None
NAME, TABLE = "customers_worth", "customers"
COLUMNS = ["team_id", "tier", "annual_value"]


def upgrade() -> None:
    """The index by which they are summed says who left."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, [*COLUMNS, "left_on"])


def downgrade() -> None:
    """It does not."""
    op.drop_index(NAME, table_name=TABLE)
    op.create_index(NAME, TABLE, COLUMNS)
