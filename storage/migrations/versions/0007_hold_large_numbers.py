"""Hold large numbers: yearly values beyond two billion, seconds after 2038, counters that run on."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = {
    "asks": ("number",),
    "audits": (
        "found", "repaired", "task_number", "issue_number", "walk_found", "last_walk_found",
    ),
    "cards": ("number",),
    "customers": ("annual_value",),
    "decisions": ("number",),
    "handoffs": ("number",),
    "history": ("number",),
    "impact_answers": ("number",),
    "issues": ("number",),
    "tasks": ("number", "issue_number", "decision_number"),
    "workspaces": ("last_task", "last_issue", "last_decision"),
}  # fmt: skip


def upgrade() -> None:
    _change("BIGINT")


def downgrade() -> None:
    _change("INTEGER")


def _change(kind: str) -> None:
    """SQLite's whole numbers have 64 bits whatever they are called: there is nothing to do."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, columns in COLUMNS.items():
        # All columns of a table at once: each change of a type writes the whole table anew.
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {kind}" for column in columns)
        op.execute(f"ALTER TABLE {table} {changes}")
