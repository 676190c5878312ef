"""Which revision a database is at, and which ones this Duly knows: all a running process asks.

Alembic, which changes tables, is eight megabytes that nothing else needs, see `migrating`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect

from storage import errors

MIGRATIONS = Path(__file__).parent / "migrations"
TABLE = "alembic_version"
"""Alembic's own table, of one row."""


def newest() -> str:
    """The revision that this version of Duly needs."""
    return _in(MIGRATIONS)[-1]


def of(connection: Connection) -> str | None:
    """The revision that a database is at; None where no migration has been there."""
    if not inspect(connection).has_table(TABLE):
        return None
    row = connection.exec_driver_sql(f"SELECT version_num FROM {TABLE}").first()  # noqa: S608
    return str(row[0]) if row else None


def check_known(revision: str | None) -> None:
    """Refuse a database of a later Duly. Raises DatabaseNewer."""
    if revision in {None, *_in(MIGRATIONS)}:
        return
    raise errors.DatabaseNewer(
        f"The database was changed by a newer Duly (revision {revision}). "
        "Update this installation before starting it."
    )


@cache
def _in(folder: Path) -> list[str]:
    """The revisions in a folder, oldest first: the number that a file's name begins with.

    While a process lives nothing comes into it, and probes ask every few seconds.
    """
    files = (folder / "versions").glob("[0-9]*_*.py")
    return sorted(file.name.partition("_")[0] for file in files)
