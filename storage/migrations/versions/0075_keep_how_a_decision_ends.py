"""Keep who decides, what was decided and why, and who has accepted what gets worse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of a decision that was put before, whoever asked decides."""
    op.add_column("decisions", sa.Column("decider_id", sa.String(), nullable=True))
    op.add_column("decisions", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("decisions", sa.Column("decided_by", sa.String(), nullable=True))
    for name in ("decided", "decided_why"):
        op.add_column("decisions", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("impact_answers", sa.Column("accepted_by", sa.String(), nullable=True))
    op.execute("UPDATE decisions SET decider_id = asked_by WHERE asked_by <> ''")


def downgrade() -> None:
    """All of it is forgotten."""
    op.drop_column("impact_answers", "accepted_by")
    for name in ("decided_why", "decided", "decided_by", "decided_at", "decider_id"):
        op.drop_column("decisions", name)
