"""Know what was cut, why, and who accepts that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An initiative says since when it is cut, why, and who accepts that."""
    op.add_column("initiatives", sa.Column("cut_on", sa.Date(), nullable=True))
    op.add_column("initiatives", sa.Column("cut_why", sa.Text(), nullable=False, server_default=""))
    op.add_column("initiatives", sa.Column("accepted_by", sa.String(), nullable=True))


def downgrade() -> None:
    """It says none of that."""
    for name in ("accepted_by", "cut_why", "cut_on"):
        op.drop_column("initiatives", name)
