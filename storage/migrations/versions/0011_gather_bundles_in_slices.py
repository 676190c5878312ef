"""Gather a bundle in slices, and find what matters most in it without reading all of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BROUGHT = sa.text("card_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calm", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "person_id"),
    )
    op.add_column("nudges", sa.Column("weight", sa.Float(), nullable=True))
    _index("team_id", "card_id", "weight")


def downgrade() -> None:
    _index("team_id", "card_id")
    op.drop_column("nudges", "weight")
    op.drop_table("bundles")


def _index(*columns: str) -> None:
    op.drop_index("nudges_card", table_name="nudges")
    op.create_index(
        "nudges_card", "nudges", list(columns), sqlite_where=BROUGHT, postgresql_where=BROUGHT
    )
