"""Find who decides at a customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None
DECIDES = sa.text("influence = 'decides' AND state IN ('named', 'unheard', 'promised')")
QUIET = sa.text("state = 'named' AND influence = 'decides'")


def upgrade() -> None:
    """Of a customer it is looked up; those who were not heard for long are not read of all."""
    op.create_index(
        "contacts_decide", "contacts", ["team_id", "customer_id", "quiet_from"],
        sqlite_where=DECIDES, postgresql_where=DECIDES,
    )  # fmt: skip
    op.drop_index("contacts_quiet", "contacts")


def downgrade() -> None:
    """As before."""
    op.create_index(
        "contacts_quiet", "contacts", ["team_id", "quiet_from"],
        sqlite_where=QUIET, postgresql_where=QUIET,
    )  # fmt: skip
    op.drop_index("contacts_decide", "contacts")
