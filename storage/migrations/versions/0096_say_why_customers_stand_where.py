"""Say why each customer is looked after as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

FACETS = ("product", "region", "vertical")


def upgrade() -> None:
    """Rules, what people said, and flags have a table each; customers are found by their facets."""
    op.create_table(
        "segment_rules",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(), nullable=False),
        sa.Column("amount", LARGE, nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("gives", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ran_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "rule_id"),
    )
    op.create_table(
        "placings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("kept", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "customer_id"),
    )
    where = sa.text("by_id IS NOT NULL")
    op.create_index(
        "placings_said",
        "placings",
        ["team_id", "since"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "flags",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "flag_id"),
    )
    op.create_index("flags_one", "flags", ["team_id", "customer_id", "kind", "of"], unique=True)
    op.create_index("flags_kind", "flags", ["team_id", "kind", "customer_id"])
    for facet in FACETS:
        op.create_index(f"customers_{facet}", "customers", ["team_id", facet])


def downgrade() -> None:
    """They have none."""
    for facet in FACETS:
        op.drop_index(f"customers_{facet}", table_name="customers")
    op.drop_table("flags")
    op.drop_table("placings")
    op.drop_table("segment_rules")
