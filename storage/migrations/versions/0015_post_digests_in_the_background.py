"""Keep the digests that somebody asked for until they have been counted and posted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("digest_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "digest_id"),
    )
    op.create_index("digests_due", "digests", ["not_before"])
    op.create_index("customers_tier", "customers", ["team_id", "tier", "customer_id"])


def downgrade() -> None:
    op.drop_index("customers_tier", table_name="customers")
    op.drop_table("digests")
