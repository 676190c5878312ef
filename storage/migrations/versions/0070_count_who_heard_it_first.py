"""Find who was to hear of an issue first by when they were put on its list."""

from __future__ import annotations

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The lists have an index of their time."""
    op.create_index("concerns_added", "concerns", ["team_id", "added_at"])


def downgrade() -> None:
    """They have none."""
    op.drop_index("concerns_added", table_name="concerns")
