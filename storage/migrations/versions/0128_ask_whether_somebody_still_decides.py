"""Ask whether somebody still decides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None

DOUBTED = sa.text("doubt <> ''")


def upgrade() -> None:
    """A contact says why that is asked, and on which day it was asked last."""
    op.add_column("contacts", sa.Column("doubt", sa.Text(), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("doubted_on", sa.Date(), nullable=True))
    op.create_index(
        "contacts_doubted", "contacts", ["team_id", "number"],
        postgresql_where=DOUBTED, sqlite_where=DOUBTED,
    )  # fmt: skip


def downgrade() -> None:
    """It does not."""
    op.drop_index("contacts_doubted", "contacts")
    op.drop_column("contacts", "doubted_on")
    op.drop_column("contacts", "doubt")
