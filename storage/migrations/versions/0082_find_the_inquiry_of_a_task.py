"""Find the inquiry whose answer brought a task, so that its card shows how that stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """It has an index."""
    condition = sa.text("led_to <> ''")
    op.create_index(
        "inquiries_led_to", "inquiries", ["team_id", "led_to"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip


def downgrade() -> None:
    """It has none."""
    op.drop_index("inquiries_led_to", "inquiries")
