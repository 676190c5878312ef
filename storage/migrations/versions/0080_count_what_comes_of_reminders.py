"""Count, week by week, what comes of reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Yields and their turns have tables; past reminders and absences are found by when."""
    op.create_table(
        "yields",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("yield_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("sent", LARGE, nullable=False),
        sa.Column("acted", LARGE, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "yield_id"),
        sa.UniqueConstraint("team_id", "person_id", "week", "rung", name="yields_person"),
    )
    op.create_index("yields_week", "yields", ["team_id", "week", "person_id"])
    op.create_table(
        "yield_turns",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("after_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id"),
    )
    op.create_index("yield_turns_due", "yield_turns", ["next_at"])
    condition = sa.text("sent_at IS NOT NULL AND part = 'owes' AND rung > 0")
    op.create_index(
        "nudges_reminded", "nudges", ["team_id", "sent_at", "nudge_id"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip
    condition = sa.text("phase = 'over'")
    op.create_index(
        "absences_over", "absences", ["team_id", "person_id", "ends_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip


def downgrade() -> None:
    """They have none."""
    op.drop_index("absences_over", "absences")
    op.drop_index("nudges_reminded", "nudges")
    op.drop_table("yield_turns")
    op.drop_table("yields")
