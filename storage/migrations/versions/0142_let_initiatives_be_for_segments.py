"""Let initiatives be for segments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None

TIERS = "json_array_length(tiers) > 0"
ALL_OF = "(json_array_length(tiers) > 0 OR json_array_length(segments) > 0)"
COLUMNS = ["team_id", "state", "ends_on"]


def upgrade() -> None:
    """Whole segments are kept as whole tiers are."""
    op.add_column(
        "initiatives", sa.Column("segments", sa.JSON(), nullable=False, server_default="[]")
    )
    op.drop_index("initiatives_tiers", "initiatives")
    op.create_index(
        "initiatives_all_of", "initiatives", COLUMNS,
        sqlite_where=sa.text(ALL_OF), postgresql_where=sa.text(ALL_OF),
    )  # fmt: skip


def downgrade() -> None:
    """Only tiers are."""
    op.drop_index("initiatives_all_of", "initiatives")
    op.create_index(
        "initiatives_tiers", "initiatives", COLUMNS,
        sqlite_where=sa.text(TIERS), postgresql_where=sa.text(TIERS),
    )  # fmt: skip
    op.drop_column("initiatives", "segments")
