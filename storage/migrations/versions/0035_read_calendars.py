"""Read from a person's calendar when they are away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("next_at", WHEN, nullable=True),
        sa.Column("read_at", WHEN, nullable=True),
        sa.Column("failures", LARGE, nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "person_id"),
    )
    due = sa.text("next_at IS NOT NULL")
    op.create_index(
        "calendar_links_due", "calendar_links", ["next_at"], sqlite_where=due, postgresql_where=due
    )


def downgrade() -> None:
    op.drop_table("calendar_links")
