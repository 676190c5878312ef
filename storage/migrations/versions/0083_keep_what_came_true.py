"""Keep what was expected of a decision, when it is looked back at, and what came true."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REVIEW, REVIEWED = "review_at IS NOT NULL", "reviewed_at IS NOT NULL"


def upgrade() -> None:
    """Of what was decided before, nobody is asked what came true."""
    for name in ("expected", "came_true", "reviewed_by"):
        op.add_column("decisions", sa.Column(name, sa.String(), nullable=True))
    op.add_column("decisions", sa.Column("expected_customers", NUMBER, nullable=True))
    tiers = sa.Column("expected_tiers", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("decisions", tiers)
    words = sa.Column("came_true_words", sa.Text(), nullable=False, server_default="")
    op.add_column("decisions", words)
    for name in ("review_at", "reviewed_at"):
        op.add_column("decisions", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("impact_answers", sa.Column("foreseen", sa.String(), nullable=True))
    op.create_index(
        "decisions_review", "decisions", ["review_at"],
        sqlite_where=sa.text(REVIEW), postgresql_where=sa.text(REVIEW),
    )  # fmt: skip
    op.create_index(
        "decisions_reviewed", "decisions", ["team_id", "reviewed_at"],
        sqlite_where=sa.text(REVIEWED), postgresql_where=sa.text(REVIEWED),
    )  # fmt: skip


def downgrade() -> None:
    """All of it is forgotten."""
    op.drop_index("decisions_reviewed", "decisions")
    op.drop_index("decisions_review", "decisions")
    op.drop_column("impact_answers", "foreseen")
    for name in (
        "reviewed_at", "review_at", "came_true_words", "expected_tiers", "expected_customers",
        "reviewed_by", "came_true", "expected",
    ):  # fmt: skip
        op.drop_column("decisions", name)
