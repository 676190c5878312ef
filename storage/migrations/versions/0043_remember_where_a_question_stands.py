"""Remember where a question about kept words stands, so that words can answer it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ASKED = sa.text("lane <> ''")


def upgrade() -> None:
    for name in ("lane", "thread"):
        op.add_column("kept_words", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column(
        "kept_words", sa.Column("is_last", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "kept_words_asked",
        "kept_words",
        ["team_id", "person_id", "lane", "kept_at"],
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def downgrade() -> None:
    op.drop_index("kept_words_asked", table_name="kept_words")
    for name in ("is_last", "thread", "lane"):
        op.drop_column("kept_words", name)
