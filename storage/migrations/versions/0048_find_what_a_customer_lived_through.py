"""Find what a customer lived through, and what they were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

CLOSED = sa.text("closed_at IS NOT NULL")
TOLD = sa.text("verb = 'told' AND customer_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "issues_customer_ended",
        "issues",
        ["team_id", "customer_id", "closed_at", "number"],
        sqlite_where=CLOSED,
        postgresql_where=CLOSED,
    )
    op.create_index(
        "history_told",
        "history",
        ["team_id", "customer_id", "event_id"],
        sqlite_where=TOLD,
        postgresql_where=TOLD,
    )


def downgrade() -> None:
    op.drop_index("history_told", table_name="history")
    op.drop_index("issues_customer_ended", table_name="issues")
