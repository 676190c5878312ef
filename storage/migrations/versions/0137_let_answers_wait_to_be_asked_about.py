"""Let answers wait to be asked about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is more than a day takes is asked about later; what was passed over before is not."""
    op.create_table(
        "waiting_answers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "customer_id"),
    )
    op.create_index("waiting_answers_since", "waiting_answers", ["team_id", "since", "customer_id"])


def downgrade() -> None:
    """None waits."""
    op.drop_table("waiting_answers")
