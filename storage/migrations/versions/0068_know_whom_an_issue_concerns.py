"""Know which customers will meet an issue as well, and who heard of it from us first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None
WAITING = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Each of them is a row."""
    large = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "concerns",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("number", large, nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "concern_id"),
    )
    op.create_index(
        "concerns_of_issue", "concerns", ["team_id", "number", "customer_id"], unique=True
    )
    op.create_index("concerns_of_customer", "concerns", ["team_id", "customer_id", "number"])
    op.create_index(
        "concerns_asked", "concerns", ["team_id", "ask_id"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip


def downgrade() -> None:
    """Nobody knows it."""
    op.drop_table("concerns")
