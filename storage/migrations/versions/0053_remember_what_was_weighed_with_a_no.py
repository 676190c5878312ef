"""Remember what was weighed with a no, who tells the customer, and whether it still holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TO_TELL = sa.text("tell_by IS NOT NULL")


def upgrade() -> None:
    large = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "noes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("no_id", sa.Uuid(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("number", large, nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", moment, nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("weighed", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("cost_avoided", large, nullable=True),
        sa.Column("cost_caused", large, nullable=True),
        sa.Column("teller_id", sa.String(), nullable=True),
        sa.Column("tell_by", moment, nullable=True),
        sa.Column("told_at", moment, nullable=True),
        sa.Column("taken_back_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("team_id", "no_id"),
    )
    op.create_index("noes_about", "noes", ["team_id", "noun", "number"])
    op.create_index("noes_said", "noes", ["team_id", "department_id", "said_at"])
    op.create_index(
        "noes_to_tell", "noes", ["team_id", "department_id", "tell_by"],
        sqlite_where=TO_TELL, postgresql_where=TO_TELL,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("noes_to_tell", table_name="noes")
    op.drop_index("noes_said", table_name="noes")
    op.drop_index("noes_about", table_name="noes")
    op.drop_table("noes")
