"""Compare names whatever the shape of their apostrophes, quotation marks, dashes and accents.

Two rows of one workspace whose names differ in nothing else keep a key each: the later ones by
name get a number behind theirs, and are told apart by it until somebody renames one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.departments import key_of

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _table(name: str, row_id: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, ("team_id", row_id, *columns)))


CUSTOMERS = _table("customers", "customer_id", "name", "key")
DEPARTMENTS = _table("departments", "department_id", "name", "key")
PEOPLE = _table("people", "user_id", "name", "key")
ROUTES = _table("routes", "route_id", "field", "pattern")
MOST = 1_000
"""Rows that are written at once."""


def upgrade() -> None:
    for table in (CUSTOMERS, DEPARTMENTS):
        _compare(table, table.c.key, unique_in=[table.c.team_id])
    _compare(PEOPLE, PEOPLE.c.key, unique_in=[])
    _compare(ROUTES, ROUTES.c.pattern, unique_in=[ROUTES.c.team_id, ROUTES.c.field])


def downgrade() -> None:
    """The keys stay: whatever compares names finds those that it finds."""


def _compare(
    table: sa.TableClause, key: sa.ColumnClause[Any], unique_in: list[sa.ColumnClause[Any]]
) -> None:
    """Write the key of each name anew; unique within `unique_in`, where that is anything."""
    connection = op.get_bind()
    team_id, row_id = list(table.c)[:2]
    name = table.c.get("name", key)
    query = sa.select(team_id, row_id, name, key, *unique_in).order_by(team_id, name, row_id)
    rows = connection.execute(query).all()
    taken = {(*row[4:], row[3]) for row in rows} if unique_in else set()
    changed = []
    for row in rows:
        wanted = key_of(row[2])
        if wanted == row[3]:
            continue
        found = _free(wanted, row[4:], taken) if unique_in else wanted
        taken.add((*row[4:], found))
        changed.append({"of_team": row[0], "of_row": row[1], "words": found})
    _write(table, key, changed)


def _free(wanted: str, within: Iterable[Any], taken: set[tuple[Any, ...]]) -> str:
    """The wanted key, or the same with the first number behind it that nobody has."""
    found, number = wanted, 1
    while (*within, found) in taken:
        number += 1
        found = f"{wanted} ({number})"
    return found


def _write(table: sa.TableClause, key: sa.ColumnClause[Any], changed: list[dict[str, Any]]) -> None:
    team_id, row_id = list(table.c)[:2]
    written = (
        sa.update(table)
        .where(team_id == sa.bindparam("of_team"), row_id == sa.bindparam("of_row"))
        .values({key: sa.bindparam("words")})
    )
    for begin in range(0, len(changed), MOST):
        op.get_bind().execute(written, changed[begin : begin + MOST])
