"""Find the issues of which only the rest of their loop is still to come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None
CORRECTED = sa.text("state = 'corrected'")


def upgrade() -> None:
    """Corrected issues have an index of their own."""
    op.create_index(
        "issues_corrected",
        "issues",
        ["team_id", "number"],
        sqlite_where=CORRECTED,
        postgresql_where=CORRECTED,
    )


def downgrade() -> None:
    """They have none."""
    op.drop_index(
        "issues_corrected",
        table_name="issues",
        sqlite_where=CORRECTED,
        postgresql_where=CORRECTED,
    )
