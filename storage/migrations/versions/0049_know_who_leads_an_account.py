"""Know who leads an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("owner_id", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("customers", "owner_id")
