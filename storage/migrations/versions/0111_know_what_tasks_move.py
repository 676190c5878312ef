"""Know which tasks move an outcome for customers, and which move nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOVES_SOMETHING = sa.text("outcome_number IS NOT NULL")
MOVES_NOTHING = sa.text(
    "closed_at IS NULL AND customer_id IS NULL AND outcome_number IS NULL AND issue_number IS NULL"
)


def upgrade() -> None:
    """What a task moves, which none of those that were given so far says."""
    op.add_column("tasks", sa.Column("outcome_number", LARGE, nullable=True))
    op.create_index(
        "tasks_outcome",
        "tasks",
        ["team_id", "outcome_number", "closed_at", "due_at", "number"],
        sqlite_where=MOVES_SOMETHING,
        postgresql_where=MOVES_SOMETHING,
    )
    op.create_index(
        "tasks_moving_nothing",
        "tasks",
        ["team_id", "department_id", "number"],
        sqlite_where=MOVES_NOTHING,
        postgresql_where=MOVES_NOTHING,
    )


def downgrade() -> None:
    """They are gone."""
    op.drop_index("tasks_moving_nothing", table_name="tasks")
    op.drop_index("tasks_outcome", table_name="tasks")
    op.drop_column("tasks", "outcome_number")
