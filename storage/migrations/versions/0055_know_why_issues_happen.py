"""Know why issues happen: those that share a cause point to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

OF_CAUSE = "cause_id IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "causes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "cause_id"),
        sa.UniqueConstraint("team_id", "key", name="causes_key"),
    )
    op.add_column("issues", sa.Column("cause_id", sa.Uuid(), nullable=True))
    op.create_index(
        "issues_of_cause", "issues", ["team_id", "cause_id", "created_at"],
        sqlite_where=sa.text(OF_CAUSE), postgresql_where=sa.text(OF_CAUSE),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("issues_of_cause", "issues")
    op.drop_column("issues", "cause_id")
    op.drop_table("causes")
