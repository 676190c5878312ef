"""Keep what Slack's directory says of a person: member, guest or stranger, and whether an admin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "people", sa.Column("standing", sa.String(), nullable=False, server_default="member")
    )
    op.add_column(
        "people", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("people_role", "people", ["team_id", "role"])
    admins = sa.text("is_admin")
    op.create_index(
        "people_admins", "people", ["team_id"], sqlite_where=admins, postgresql_where=admins
    )
    # Who is an admin or a guest is not known yet: the next start copies the directory at once.
    op.execute("UPDATE workspaces SET directory_at = NULL")


def downgrade() -> None:
    op.drop_index("people_admins", table_name="people")
    op.drop_index("people_role", table_name="people")
    op.drop_column("people", "is_admin")
    op.drop_column("people", "standing")
