"""Let audits walk over things of any noun, and remember how far they have come with each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WALKS = ("task_number", "issue_number")


def upgrade() -> None:
    # A walk that was under way begins again, which costs a minute and changes nothing.
    op.add_column("audits", sa.Column("walked", sa.JSON(), nullable=False, server_default="{}"))
    for column in WALKS:
        op.drop_column("audits", column)


def downgrade() -> None:
    for column in WALKS:
        op.add_column(
            "audits", sa.Column(column, sa.BigInteger(), nullable=False, server_default="0")
        )
    op.drop_column("audits", "walked")
