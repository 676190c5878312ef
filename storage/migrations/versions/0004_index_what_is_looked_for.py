"""Index what is looked for and nothing else: open work is found at once, and writing costs less."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Nobody asks by these.
UNUSED = {
    "history_time": ("history", ["team_id", "happened_at"]),
    "tasks_created": ("tasks", ["team_id", "department_id", "created_at"]),
    "asks_person_open": ("asks", ["team_id", "person_id", "due_at"]),
    "asks_department_open": ("asks", ["team_id", "department_id", "due_at"]),
}
# What is open of a customer and what is late anywhere was found among all that was ever promised.
REPLACED = {
    f"{table}_customer": (table, ["team_id", "customer_id"]) for table in ("tasks", "issues")
}
ADDED = {
    **{f"{table}_due_live": (table, ["team_id", "due_at"]) for table in ("tasks", "issues")},
    **{
        f"{table}_customer_live": (table, ["team_id", "customer_id", "due_at"])
        for table in ("tasks", "issues")
    },
}
OPEN = "closed_at IS NULL"
# Only some rows are ever looked for by these: their condition before, and from now on.
NARROWED = {
    "tasks_closed": ("tasks", ["team_id", "department_id", "closed_at"]),
    "issues_closed": ("issues", ["team_id", "department_id", "closed_at"]),
    "nudges_card": ("nudges", ["team_id", "card_id"]),
    "asks_climbed": ("asks", ["team_id", "rung", "due_at"]),
}
UNANSWERED = "answered_at IS NULL"
BEFORE = {
    "asks_climbed": UNANSWERED, "asks_person_open": UNANSWERED, "asks_department_open": UNANSWERED,
}  # fmt: skip
AFTER = {
    "tasks_closed": "closed_at IS NOT NULL",
    "issues_closed": "closed_at IS NOT NULL",
    "nudges_card": "card_id IS NOT NULL",
    "asks_climbed": "answered_at IS NULL AND rung > 0",
}


def upgrade() -> None:
    for name, (table, _) in {**UNUSED, **REPLACED}.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in ADDED.items():
        _create(name, table, columns, OPEN)
    _narrow(AFTER)


def downgrade() -> None:
    _narrow(BEFORE)
    for name, (table, _) in ADDED.items():
        op.drop_index(name, table_name=table)
    for name, (table, columns) in {**UNUSED, **REPLACED}.items():
        _create(name, table, columns, BEFORE.get(name))


def _narrow(conditions: Mapping[str, str]) -> None:
    for name, (table, columns) in NARROWED.items():
        op.drop_index(name, table_name=table)
        _create(name, table, columns, conditions.get(name))


def _create(name: str, table: str, columns: list[str], condition: str | None) -> None:
    where = sa.text(condition) if condition else None
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
