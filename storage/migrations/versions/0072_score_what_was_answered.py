"""Keep whether somebody saw that an issue helped, and find who took over what was offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is written down of an issue says when it was verified; offers are found by who took."""
    op.add_column("judgements", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "handoffs_taken", "handoffs", ["team_id", "taker_home_id", "answered_at"],
        sqlite_where=sa.text("answered_at IS NOT NULL"),
        postgresql_where=sa.text("answered_at IS NOT NULL"),
    )  # fmt: skip


def downgrade() -> None:
    """Neither is."""
    op.drop_index("handoffs_taken", table_name="handoffs")
    op.drop_column("judgements", "verified_at")
