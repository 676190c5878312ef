"""Find the note or answer under which somebody writes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

STANDING = sa.text("card_id IS NULL AND ts IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "outbox_standing", "outbox", ["team_id", "channel_id", "ts"],
        sqlite_where=STANDING, postgresql_where=STANDING,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("outbox_standing", table_name="outbox")
