"""Find the initiatives that are for whole tiers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None
WHERE = sa.text("json_array_length(tiers) > 0")


def upgrade() -> None:
    """An index has them alone: of all others is known by name whom they are for."""
    op.create_index(
        "initiatives_tiers", "initiatives", ["team_id", "state", "ends_on"],
        sqlite_where=WHERE, postgresql_where=WHERE,
    )  # fmt: skip


def downgrade() -> None:
    """Take it away."""
    op.drop_index("initiatives_tiers", "initiatives")
