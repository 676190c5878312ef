"""Look 90, 60 and 30 days before a renewal at what is open for a customer."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
WATCHED = "watch_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("customers", sa.Column("watched", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("watch_at", sa.DateTime(timezone=True), nullable=True))
    # Each is looked at once, and put on its own day then.
    customers = sa.table(
        "customers", sa.column("renewal_on", sa.Date()),
        sa.column("watch_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    with_renewal = customers.update().where(customers.c.renewal_on.is_not(None))
    op.execute(with_renewal.values(watch_at=LONG_AGO))
    for name, columns in (
        ("customers_watch", ["watch_at"]),
        ("customers_watch_of", ["team_id", "owner_id", "watch_at"]),
    ):
        op.create_index(
            name, "customers", columns,
            sqlite_where=sa.text(WATCHED), postgresql_where=sa.text(WATCHED),
        )  # fmt: skip


def downgrade() -> None:
    for name in ("customers_watch_of", "customers_watch"):
        op.drop_index(name, "customers")
    for name in ("watch_at", "watched"):
        op.drop_column("customers", name)
