"""Keep what each person wants to see at Home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("home", sa.String(), nullable=False, server_default="mine"))


def downgrade() -> None:
    op.drop_column("people", "home")
