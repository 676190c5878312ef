"""Hand on what somebody owed who has left, and tell whom it concerns once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "departures",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("departure_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("left_at", WHEN, nullable=False),
        sa.Column("walked", sa.JSON(), nullable=False),
        sa.Column("next_at", WHEN, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "departure_id"),
    )
    due = sa.text("next_at IS NOT NULL")
    op.create_index(
        "departures_due", "departures", ["next_at"], sqlite_where=due, postgresql_where=due
    )
    op.create_index("departures_person", "departures", ["team_id", "person_id"])
    op.create_table(
        "legacies",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("departure_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.String(), nullable=False),
        sa.Column("is_heir", sa.Boolean(), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refs", sa.JSON(), nullable=False),
        sa.Column("heirs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "departure_id", "reader_id", "is_heir"),
    )


def downgrade() -> None:
    op.drop_table("legacies")
    op.drop_table("departures")
