"""Remember when each step of an issue's loop was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

STEPS = ("told_at", "corrected_at", "prevented_at", "verified_at")


def upgrade() -> None:
    for name in STEPS:
        op.add_column("issues", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in reversed(STEPS):
        op.drop_column("issues", name)
