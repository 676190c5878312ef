"""Keep how many customers an answer means, how sure it is, and the small fix with its cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Answers of before say none of it."""
    op.add_column("impact_answers", sa.Column("customers", NUMBER, nullable=True))
    op.add_column("impact_answers", sa.Column("confidence", sa.String(), nullable=True))
    op.add_column("impact_answers", sa.Column("stance", sa.String(), nullable=True))
    cheap = sa.Column("cheap", sa.Text(), nullable=False, server_default="")
    op.add_column("impact_answers", cheap)
    op.add_column("impact_answers", sa.Column("cheap_cost", NUMBER, nullable=True))


def downgrade() -> None:
    """All of it is forgotten."""
    for name in ("cheap_cost", "cheap", "stance", "confidence", "customers"):
        op.drop_column("impact_answers", name)
