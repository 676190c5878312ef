"""Find the accounts that renew soon, and sum what customers are worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

RENEWS = sa.text("renewal_on IS NOT NULL")


def upgrade() -> None:
    op.create_index("customers_worth", "customers", ["team_id", "tier", "annual_value"])
    op.create_index(
        "customers_renewal", "customers", ["team_id", "renewal_on"],
        sqlite_where=RENEWS, postgresql_where=RENEWS,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("customers_renewal", table_name="customers")
    op.drop_index("customers_worth", table_name="customers")
