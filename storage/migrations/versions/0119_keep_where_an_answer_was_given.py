"""Keep where an answer was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An answer says where it can be read."""
    op.add_column("responses", sa.Column("link", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """It does not."""
    op.drop_column("responses", "link")
