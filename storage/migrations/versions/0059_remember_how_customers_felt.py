"""Remember how customers felt: when an issue was reported, and since it was corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issues", sa.Column("felt", sa.String(), nullable=True))
    op.add_column("issues", sa.Column("feels", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("issues", "feels")
    op.drop_column("issues", "felt")
