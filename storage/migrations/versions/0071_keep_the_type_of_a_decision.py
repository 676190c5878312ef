"""Keep the type of a decision, guessed from its words or said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Decisions have a type; without one it is guessed from their words."""
    op.add_column("decisions", sa.Column("topic", sa.String(), nullable=True))


def downgrade() -> None:
    """They have none."""
    op.drop_column("decisions", "topic")
