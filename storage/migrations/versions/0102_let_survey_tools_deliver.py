"""Let survey tools deliver answers, each with a key of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys have a table."""
    op.create_table(
        "survey_keys",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong", LARGE, nullable=False),
        sa.Column("refused", LARGE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "key_id"),
        sa.UniqueConstraint("team_id", "survey_id", "key_id", name="survey_keys_survey"),
    )
    where = sa.text("wrong + refused > 0")
    op.create_index(
        "survey_keys_untold", "survey_keys", ["team_id"],
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip


def downgrade() -> None:
    """There are none."""
    op.drop_table("survey_keys")
