"""Find what ever waited for a customer, so that none goes for whom something did."""

from __future__ import annotations

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Waits have an index for the customer whom they name."""
    op.create_index("waits_on_customer", "waits", ["team_id", "customer_id"])


def downgrade() -> None:
    """They have none."""
    op.drop_index("waits_on_customer", table_name="waits")
