"""Know what renews, how somebody says it stands, and what came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Renewals have a table."""
    op.create_table(
        "renewals",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("renews_on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("value", LARGE, nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.Column("outlook", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("renewals_customer", "renewals", ["team_id", "customer_id", "number"])
    op.create_index("renewals_state", "renewals", ["team_id", "state", "renews_on", "number"])
    where = sa.text("ended_on IS NOT NULL")
    op.create_index(
        "renewals_ended", "renewals", ["team_id", "ended_on"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    """Forget them."""
    op.drop_table("renewals")
