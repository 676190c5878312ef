"""Follow one roadmap of what customers are to notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Outcomes have a table."""
    op.create_table(
        "customer_outcomes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("counted_as", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("first_target", sa.Float(), nullable=False),
        sa.Column("latest", sa.Float(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("said", sa.String(), nullable=True),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("helps", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("customer_outcomes_state", "customer_outcomes", ["team_id", "state", "number"])
    op.create_index(
        "customer_outcomes_quarter", "customer_outcomes", ["team_id", "quarter_on", "number"]
    )
    where = sa.text("department_id IS NOT NULL")
    op.create_index(
        "customer_outcomes_department",
        "customer_outcomes",
        ["team_id", "department_id"],
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """They have none."""
    op.drop_table("customer_outcomes")
