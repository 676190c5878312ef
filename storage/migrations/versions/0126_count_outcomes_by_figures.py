"""Count outcomes by figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An outcome may be a figure that Duly counts, with how many that is of."""
    op.add_column(
        "customer_outcomes", sa.Column("counter", sa.String(), nullable=False, server_default="")
    )
    op.add_column("customer_outcomes", sa.Column("counted_met", sa.Integer(), nullable=True))
    op.add_column("customer_outcomes", sa.Column("counted_of", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Its owner counts each."""
    op.drop_column("customer_outcomes", "counted_of")
    op.drop_column("customer_outcomes", "counted_met")
    op.drop_column("customer_outcomes", "counter")
