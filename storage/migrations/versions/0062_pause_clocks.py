"""Pause the clock of a step while it waits for a customer or for another department."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

OPEN, ENDED = sa.text("ended_at IS NULL"), sa.text("ended_at IS NOT NULL")
DUE = sa.text("next_at IS NOT NULL")
SUMMED = {
    "waits_of_customer": "customer_id",
    "waits_of_department": "department_id",
    "waits_at_home": "home_id",
}


def upgrade() -> None:
    large = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "waits",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("wait_id", sa.Uuid(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", large, nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("home_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", moment, nullable=False),
        sa.Column("began_by", sa.String(), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("was_due_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "wait_id"),
    )
    op.create_index(
        "waits_open", "waits", ["team_id", "noun", "number"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index("waits_about", "waits", ["team_id", "noun", "number", "began_at"])
    op.create_index(
        "waits_due", "waits", ["next_at"], sqlite_where=DUE, postgresql_where=DUE
    )  # fmt: skip
    for name, column in SUMMED.items():
        op.create_index(
            name, "waits", ["team_id", column, "ended_at"],
            sqlite_where=ENDED, postgresql_where=ENDED,
        )  # fmt: skip


def downgrade() -> None:
    for name in (*SUMMED, "waits_due", "waits_about", "waits_open"):
        op.drop_index(name, table_name="waits")
    op.drop_table("waits")
