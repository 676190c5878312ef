"""Find the causes and the waits that name a department, and the causes that somebody decides."""

from __future__ import annotations

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None
ADDED = {
    "causes_of_department": ("causes", "department_id"),
    "causes_of_decider": ("causes", "decider_id"),
    "waits_on_department": ("waits", "department_id"),
}


def upgrade() -> None:
    """Causes and waits have an index for whom they name."""
    for name, (table, column) in ADDED.items():
        op.create_index(name, table, ["team_id", column])


def downgrade() -> None:
    """They have none."""
    for name, (table, _) in ADDED.items():
        op.drop_index(name, table_name=table)
