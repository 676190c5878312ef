"""Find initiatives by their days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What goes on, or was cut, within some days is found and counted without a look at the rest."""
    op.create_index(
        "initiatives_days", "initiatives",
        ["team_id", "state", "ends_on", "begins_on", "currency", "amount"],
    )  # fmt: skip
    op.create_index(
        "initiatives_cut", "initiatives", ["team_id", "cut_on"],
        sqlite_where=sa.text("state = 'cut'"),
        postgresql_where=sa.text("state = 'cut'"),
    )  # fmt: skip


def downgrade() -> None:
    """By a look at each."""
    op.drop_index("initiatives_cut", "initiatives")
    op.drop_index("initiatives_days", "initiatives")
