"""Find newcomers, who are looked up in Slack, among any number of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    newcomers = sa.text("standing = 'newcomer'")
    op.create_index(
        "people_newcomers",
        "people",
        ["team_id"],
        sqlite_where=newcomers,
        postgresql_where=newcomers,
    )


def downgrade() -> None:
    op.drop_index("people_newcomers", table_name="people")
