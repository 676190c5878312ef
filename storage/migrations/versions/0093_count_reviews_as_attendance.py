"""Find what came true among what was asked of executives, by when it was owed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index of what is asked of executives holds what came true of decisions as well."""
    _index("kind IN ('impact', 'question', 'hear', 'forecast')")


def downgrade() -> None:
    """It holds what it held."""
    _index("kind IN ('impact', 'question', 'hear')")


def _index(holds: str) -> None:
    condition = sa.text(holds)
    op.drop_index("asks_executives", "asks")
    op.create_index(
        "asks_executives", "asks", ["team_id", "due_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip
