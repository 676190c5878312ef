"""Know which outcome for customers an initiative moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An initiative names its outcome."""
    op.add_column("initiatives", sa.Column("outcome_number", LARGE, nullable=True))
    where = sa.text("outcome_number IS NOT NULL")
    op.create_index(
        "initiatives_outcome", "initiatives", ["team_id", "outcome_number"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    """Forget it."""
    op.drop_index("initiatives_outcome", "initiatives")
    op.drop_column("initiatives", "outcome_number")
