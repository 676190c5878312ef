"""Read initiatives by when they begin, with what they cost."""

from __future__ import annotations

from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index has them in the order of their register."""
    op.create_index(
        "initiatives_begin", "initiatives",
        ["team_id", "state", "begins_on", "number", "currency", "amount"],
    )  # fmt: skip


def downgrade() -> None:
    """Take it away."""
    op.drop_index("initiatives_begin", "initiatives")
