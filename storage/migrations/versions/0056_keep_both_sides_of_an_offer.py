"""Keep both sides of an offer: the departments as they were when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

WAITING = sa.text("answered_at IS NULL")
ANSWERED = sa.text("answered_at IS NOT NULL")
HOMES = ("giver_home_id", "taker_home_id")


def upgrade() -> None:
    for home in HOMES:
        op.add_column("handoffs", sa.Column(home, sa.Uuid(), nullable=True))
    op.create_index(
        "handoffs_waiting", "handoffs", ["team_id", "offered_at"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip
    op.create_index(
        "handoffs_answered", "handoffs", ["team_id", "answered_at"],
        sqlite_where=ANSWERED, postgresql_where=ANSWERED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("handoffs_answered", "handoffs")
    op.drop_index("handoffs_waiting", "handoffs")
    for home in HOMES:
        op.drop_column("handoffs", home)
