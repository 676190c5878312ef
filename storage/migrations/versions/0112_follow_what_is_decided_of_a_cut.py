"""Know of which decision it is whether an initiative is cut."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An initiative names its decision."""
    op.add_column("initiatives", sa.Column("decision", LARGE, nullable=True))
    where = sa.text("decision IS NOT NULL AND state = 'open'")
    op.create_index(
        "initiatives_decision", "initiatives", ["team_id", "number"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    """Forget it."""
    op.drop_index("initiatives_decision", "initiatives")
    op.drop_column("initiatives", "decision")
