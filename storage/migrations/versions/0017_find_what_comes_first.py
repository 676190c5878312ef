"""Find the nearest names, what is due first and what nobody owns without reading all there is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = {
    name: sa.table(
        name,
        sa.column("team_id"),
        sa.column(row_id),
        sa.column("search_key"),
        sa.column("mirror_key"),
    )
    for name, row_id in (("customers", "customer_id"), ("departments", "department_id"))
}
LIVE = sa.text("closed_at IS NULL")
BY_DUE = {
    "due": [],
    "customer": ["customer_id"],
    "owner": ["owner_id"],
    "department": ["department_id"],
}
NEW = (
    ("issues_in_triage", "issues", ["team_id", "created_at", "number", "source"],
     "closed_at IS NULL AND department_id IS NULL"),
    ("asks_homeless", "asks", ["team_id", "department_id", "kind"],
     "answered_at IS NULL AND department_id IS NULL"),
    ("handoffs_to", "handoffs", ["team_id", "to_department_id"], "answered_at IS NULL"),
    ("outbox_ended", "outbox", ["team_id", "created_at"],
     "state IN ('sent', 'stale') AND priority <> 30"),
    ("decisions_prompts", "decisions", ["team_id", "channel_id"], "prompt IS NOT NULL"),
)  # fmt: skip


def upgrade() -> None:
    _order_by("due_at", "number")
    for index, of, columns, where in NEW:
        _index(index, of, columns, sa.text(where))
    op.drop_index("outbox_created", table_name="outbox")
    for name, table in TABLES.items():
        column = sa.Column("mirror_key", sa.String(), nullable=False, server_default="")
        op.add_column(name, column)
        _fill(table)
        op.create_index(f"{name}_mirror", name, ["team_id", "mirror_key"])


def downgrade() -> None:
    _order_by("due_at")
    for index, of, *_ in NEW:
        op.drop_index(index, table_name=of)
    op.create_index("outbox_created", "outbox", ["team_id", "created_at"])
    for name in TABLES:
        op.drop_index(f"{name}_mirror", table_name=name)
        op.drop_column(name, "mirror_key")


def _order_by(*last: str) -> None:
    """What is open in the order in which it is shown, so that the first few are found at once."""
    for table in ("tasks", "issues"):
        for whose, columns in BY_DUE.items():
            name = f"{table}_{whose}_live"
            op.drop_index(name, table_name=table)
            _index(name, table, ["team_id", *columns, *last], LIVE)


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _fill(table: sa.TableClause) -> None:
    """Each name that is there already."""
    connection = op.get_bind()
    team_id, row_id, search_key = list(table.c)[:3]
    rows = connection.execute(sa.select(team_id, row_id, search_key)).all()
    if not rows:
        return
    filled = (
        sa.update(table)
        .where(team_id == sa.bindparam("of_team"), row_id == sa.bindparam("of_row"))
        .values(mirror_key=sa.bindparam("words"))
    )
    connection.execute(
        filled, [{"of_team": row[0], "of_row": row[1], "words": row[2][::-1]} for row in rows]
    )
