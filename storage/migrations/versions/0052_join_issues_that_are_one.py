"""Join issues that are one: an issue can be a part of another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JOINED = "joined_to IS NOT NULL"


def upgrade() -> None:
    op.add_column("issues", sa.Column("joined_to", LARGE, nullable=True))
    op.create_index(
        "issues_joined", "issues", ["team_id", "joined_to", "number"],
        sqlite_where=sa.text(JOINED), postgresql_where=sa.text(JOINED),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("issues_joined", "issues")
    op.drop_column("issues", "joined_to")
