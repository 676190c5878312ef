"""Know which terms customers have, and which they need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import LARGE

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The terms of customers have a table."""
    op.create_table(
        "contract_terms",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("cost", LARGE, nullable=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "term_id"),
    )
    op.create_index(
        "contract_terms_one", "contract_terms", ["team_id", "customer_id", "key"], unique=True
    )


def downgrade() -> None:
    """They have none."""
    op.drop_table("contract_terms")
