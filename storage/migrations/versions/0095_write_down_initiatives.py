"""Write down what departments pay for that customers get."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Initiatives have a table, and so have the customers who are named with them."""
    op.create_table(
        "initiatives",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("amount", LARGE, nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("initiatives_state", "initiatives", ["team_id", "state", "number"])
    op.create_index("initiatives_department", "initiatives", ["team_id", "department_id"])
    op.create_index("initiatives_owner", "initiatives", ["team_id", "owner_id", "state"])
    op.create_table(
        "initiative_customers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", "customer_id"),
    )
    op.create_index(
        "initiative_customers_of", "initiative_customers", ["team_id", "customer_id", "number"]
    )


def downgrade() -> None:
    """They have none."""
    op.drop_table("initiative_customers")
    op.drop_table("initiatives")
