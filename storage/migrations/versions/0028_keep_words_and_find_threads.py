"""Keep words that came to nothing yet, and find the card under which somebody writes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STANDING = sa.text("ts IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "kept_words",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("courses", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "kept_id"),
    )
    op.create_index("kept_words_oldest", "kept_words", ["team_id", "kept_at"])
    op.create_index(
        "cards_standing", "cards", ["team_id", "channel_id", "ts"],
        sqlite_where=STANDING, postgresql_where=STANDING,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("cards_standing", table_name="cards")
    op.drop_index("kept_words_oldest", table_name="kept_words")
    op.drop_table("kept_words")
