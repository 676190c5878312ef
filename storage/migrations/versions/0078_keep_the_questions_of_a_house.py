"""Keep what a house has changed in the bank of questions, and find grave issues that are open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Questions of a house have a table, grave issues an index."""
    op.create_table(
        "house_questions",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("house_questions_key", "house_questions", ["team_id", "key"], unique=True)
    condition = sa.text("closed_at IS NULL AND severity <= 2")
    op.create_index(
        "issues_severe", "issues", ["team_id", "created_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip


def downgrade() -> None:
    """They have none."""
    op.drop_index("issues_severe", "issues")
    op.drop_table("house_questions")
