"""Know in which currency a workspace has its amounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("currency", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "currency")
