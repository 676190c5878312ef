"""Ask again and again whether what was to prevent an issue has held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

PLANNED = "check_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("issues", sa.Column("check_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "issues_check", "issues", ["check_at"],
        sqlite_where=sa.text(PLANNED), postgresql_where=sa.text(PLANNED),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("issues_check", "issues")
    op.drop_column("issues", "check_at")
