"""Find what is to be looked at again of what is said of customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Flags are found by the day on which to look at them again."""
    where = sa.text("review_on IS NOT NULL")
    op.create_index(
        "flags_review",
        "flags",
        ["team_id", "review_on"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """They are not."""
    op.drop_index("flags_review", table_name="flags")
