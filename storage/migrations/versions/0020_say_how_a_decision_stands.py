"""Say of each decision how it stands, as of anything else that has a number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "decisions", sa.Column("state", sa.String(), nullable=False, server_default="waiting")
    )
    decisions = sa.table("decisions", sa.column("state"), sa.column("first_answer_at"))
    op.execute(
        sa.update(decisions)
        .where(decisions.c.first_answer_at.is_not(None))
        .values(state="answered")
    )


def downgrade() -> None:
    op.drop_column("decisions", "state")
