"""Join causes that are one, and count how often each comes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

JOINED = "joined_to IS NOT NULL"
CAUSED = "cause_id IS NOT NULL"


def upgrade() -> None:
    op.add_column("causes", sa.Column("joined_to", sa.Uuid(), nullable=True))
    op.create_index(
        "causes_joined", "causes", ["team_id", "joined_to"],
        sqlite_where=sa.text(JOINED), postgresql_where=sa.text(JOINED),
    )  # fmt: skip
    op.create_index(
        "issues_caused", "issues", ["team_id", "created_at", "cause_id"],
        sqlite_where=sa.text(CAUSED), postgresql_where=sa.text(CAUSED),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("issues_caused", "issues")
    op.drop_index("causes_joined", "causes")
    op.drop_column("causes", "joined_to")
