"""Let bundles be of the day alone: what is of severity 1 comes by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("bundles", "calm")


def downgrade() -> None:
    op.add_column(
        "bundles", sa.Column("calm", sa.Boolean(), nullable=False, server_default=sa.true())
    )
