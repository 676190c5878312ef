"""Keep how many accounts and initiatives there are of a kind, and what they are worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUMS = ("number", "known", "amount")
COUNTED = (
    *((name, "customers", name, "annual_value", "left_on IS NULL")
      for name in ("tier", "product", "region", "vertical")),
    ("initiatives", "initiatives", "currency", "amount", "state = 'open'"),
)  # fmt: skip


def upgrade() -> None:
    """What is there is counted once."""
    op.create_table(
        "kept_counts",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("counting", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        *(sa.Column(name, BIG, nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint("team_id", "counting", "words", name="kept_counts_pkey"),
    )
    op.create_index("kept_counts_most", "kept_counts", ["team_id", "counting", "number", "words"])
    op.create_table(
        "recounts",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("counting", sa.String(), nullable=False),
        sa.Column("compared_on", sa.Date(), nullable=False),
        sa.Column("wrong", BIG, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "counting", name="recounts_pkey"),
    )
    op.drop_index("initiatives_begin", "initiatives")
    op.create_index("initiatives_begin", "initiatives", ["team_id", "state", "begins_on", "number"])
    for counting, table, by, amount, stands in COUNTED:
        op.execute(
            f"INSERT INTO kept_counts (team_id, counting, words, number, known, amount) "  # noqa: S608 - names of ours
            f"SELECT team_id, '{counting}', COALESCE({by}, ''), COUNT(*), COUNT({amount}), "
            f"COALESCE(SUM({amount}), 0) FROM {table} WHERE {stands} "
            f"GROUP BY team_id, COALESCE({by}, '')"
        )


def downgrade() -> None:
    """They are counted at each look."""
    op.drop_index("initiatives_begin", "initiatives")
    op.create_index(
        "initiatives_begin", "initiatives",
        ["team_id", "state", "begins_on", "number", "currency", "amount"],
    )  # fmt: skip
    op.drop_table("recounts")
    op.drop_table("kept_counts")
