"""Find the accounts that somebody leads, so that they can be handed on when they leave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

LED = sa.text("owner_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "customers_led", "customers", ["team_id", "owner_id", "customer_id"],
        sqlite_where=LED, postgresql_where=LED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("customers_led", table_name="customers")
