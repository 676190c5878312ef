"""Know what many customers write of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Themes have a table, and so do the answers that belong to each."""
    op.create_table(
        "themes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("answers", LARGE, nullable=False),
        sa.Column("customers", LARGE, nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("led_to", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rests_until", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "number"),
    )
    op.create_index("themes_state", "themes", ["team_id", "state", "number"])
    op.create_table(
        "theme_answers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("number", LARGE, nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "response_id"),
    )
    op.create_index(
        "theme_answers_of", "theme_answers", ["team_id", "number", "answered_on"]
    )  # fmt: skip
    where = sa.text("customer_id IS NOT NULL")
    op.create_index(
        "theme_answers_customer",
        "theme_answers",
        ["team_id", "number", "customer_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "theme_readings",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("read_to", sa.Uuid(), nullable=False),
        sa.Column("grouped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id"),
    )


def downgrade() -> None:
    """They have none."""
    op.drop_table("theme_readings")
    op.drop_table("theme_answers")
    op.drop_table("themes")
