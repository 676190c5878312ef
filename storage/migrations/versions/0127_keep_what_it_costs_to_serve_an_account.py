"""Keep what it costs to serve an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = "customers_cost"
KNOWN = sa.text("cost_to_serve IS NOT NULL")


def upgrade() -> None:
    """A customer has what serving them costs a year, and which file said so on which day."""
    op.add_column("customers", sa.Column("cost_to_serve", LARGE, nullable=True))
    op.add_column(
        "customers", sa.Column("cost_source", sa.String(), nullable=False, server_default="")
    )
    op.add_column("customers", sa.Column("cost_on", sa.Date(), nullable=True))
    op.create_index(
        INDEX,
        "customers",
        [
            "team_id", "tier", "cost_to_serve", "annual_value", "left_on", "cost_on",
            "cost_source",
        ],
        postgresql_where=KNOWN,
        sqlite_where=KNOWN,
    )  # fmt: skip


def downgrade() -> None:
    """They have not."""
    op.drop_index(INDEX, "customers")
    for name in ("cost_on", "cost_source", "cost_to_serve"):
        op.drop_column("customers", name)
