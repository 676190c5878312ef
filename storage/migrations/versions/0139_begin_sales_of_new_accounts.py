"""Begin sales of new accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None

BEGUN = "recorded_by = ''"
LED = "lead_id IS NOT NULL AND used IS NULL"


def upgrade() -> None:
    """When it was asked what they need, and who was asked because they lead the account."""
    op.add_column("sales", sa.Column("need_asked_on", sa.Date(), nullable=True))
    op.add_column("sales", sa.Column("lead_id", sa.String(), nullable=True))
    op.create_index(
        "sales_begun", "sales", ["team_id", "need_asked_on", "lead_id", "starts_on", "number"],
        sqlite_where=sa.text(BEGUN), postgresql_where=sa.text(BEGUN),
    )  # fmt: skip
    op.create_index(
        "sales_led", "sales", ["team_id", "number"],
        sqlite_where=sa.text(LED), postgresql_where=sa.text(LED),
    )  # fmt: skip


def downgrade() -> None:
    """It is not kept."""
    op.drop_index("sales_led", "sales")
    op.drop_index("sales_begun", "sales")
    for name in ("lead_id", "need_asked_on"):
        op.drop_column("sales", name)
