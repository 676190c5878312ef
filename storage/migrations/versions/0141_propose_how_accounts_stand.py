"""Propose how accounts are looked after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0141"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What somebody proposes of an account, and why, is kept beside the question."""
    op.add_column("matters", sa.Column("proposed", sa.String(), nullable=False, server_default=""))
    op.add_column("matters", sa.Column("proposed_by", sa.String(), nullable=True))
    op.add_column(
        "matters", sa.Column("proposed_why", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """It is not."""
    for name in ("proposed_why", "proposed_by", "proposed"):
        op.drop_column("matters", name)
