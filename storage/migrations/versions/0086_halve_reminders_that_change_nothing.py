"""Halve the reminders of whom they change nothing for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Halvings have a table, people say whether theirs goes on, and turns whom they judged."""
    op.create_table(
        "halvings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("halving_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", LARGE, nullable=False),
        sa.Column("acted", LARGE, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "halving_id"),
    )
    condition = sa.text("ended_at IS NULL")
    op.create_index(
        "halvings_open", "halvings", ["team_id", "began_at"],
        sqlite_where=condition, postgresql_where=condition,
    )  # fmt: skip
    op.create_index("halvings_person", "halvings", ["team_id", "person_id", "began_at"])
    op.add_column("people", sa.Column("halved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("yield_turns", sa.Column("after_person", sa.String(), nullable=True))


def downgrade() -> None:
    """They have none."""
    op.drop_column("yield_turns", "after_person")
    op.drop_column("people", "halved_at")
    op.drop_table("halvings")
