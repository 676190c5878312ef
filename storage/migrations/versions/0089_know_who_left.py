"""Know which customers left, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Losses have a table, and a customer who left says so."""
    op.create_table(
        "losses",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("value", LARGE, nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("stated", sa.String(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("behind", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("preventable", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("understood_by", sa.String(), nullable=True),
        sa.Column("checked", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caller_id", sa.String(), nullable=True),
        sa.Column("call_month", sa.String(), nullable=True),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("won_back_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("losses_state", "losses", ["team_id", "state", "number"])
    op.create_index("losses_customer", "losses", ["team_id", "customer_id", "left_on"])
    op.create_index("losses_left", "losses", ["team_id", "left_on"])
    where = sa.text("department_id IS NOT NULL")
    op.create_index(
        "losses_prevented",
        "losses",
        ["team_id", "department_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.add_column("customers", sa.Column("left_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """They have none."""
    op.drop_column("customers", "left_on")
    op.drop_table("losses")
