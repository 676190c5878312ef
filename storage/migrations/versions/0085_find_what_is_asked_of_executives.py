"""Find what was asked of executives by when it was owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Asks of executives have an index."""
    condition = sa.text("kind IN ('impact', 'question', 'hear')")
    op.create_index(
        "asks_executives", "asks", ["team_id", "due_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip


def downgrade() -> None:
    """They have none."""
    op.drop_index("asks_executives", "asks")
