"""Find customers and departments by any part of their names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.names import search_key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = {
    name: sa.table(
        name, sa.column("team_id"), sa.column(row_id), sa.column("name"), sa.column("search_key")
    )
    for name, row_id in (("customers", "customer_id"), ("departments", "department_id"))
}


def upgrade() -> None:
    for name, table in TABLES.items():
        column = sa.Column("search_key", sa.String(), nullable=False, server_default="")
        op.add_column(name, column)
        _fill(table)
        op.create_index(f"{name}_search", name, ["team_id", "search_key"])


def downgrade() -> None:
    for name in TABLES:
        op.drop_index(f"{name}_search", table_name=name)
        op.drop_column(name, "search_key")


def _fill(table: sa.TableClause) -> None:
    """Each name that is there already gets its form for searching."""
    connection = op.get_bind()
    team_id, row_id, name = list(table.c)[:3]
    rows = connection.execute(sa.select(team_id, row_id, name)).all()
    if not rows:
        return
    filled = (
        sa.update(table)
        .where(team_id == sa.bindparam("of_team"), row_id == sa.bindparam("of_row"))
        .values(search_key=sa.bindparam("words"))
    )
    connection.execute(
        filled,
        [{"of_team": row[0], "of_row": row[1], "words": search_key(row[2])} for row in rows],
    )
