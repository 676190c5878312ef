"""Look at departments twice a year, and at what is counted beside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An assessment knows when it comes again, and an area what was counted beside it."""
    op.add_column("assessments", sa.Column("repeats_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("area_results", sa.Column("met", sa.Integer(), nullable=True))
    op.add_column("area_results", sa.Column("of_all", sa.Integer(), nullable=True))
    for name, column in (("assessments_closed", "closed_on"), ("assessments_again", "repeats_at")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name, "assessments", ["team_id", column],
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip


def downgrade() -> None:
    """They do not."""
    op.drop_index("assessments_again", "assessments")
    op.drop_index("assessments_closed", "assessments")
    op.drop_column("area_results", "of_all")
    op.drop_column("area_results", "met")
    op.drop_column("assessments", "repeats_at")
