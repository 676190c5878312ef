"""The migrations make exactly the tables that the code knows, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseOlder
from storage.tables import metadata


def test_migrations_equal_tables(empty: Database) -> None:
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    empty.migrate()
    empty.check_revision()


def test_a_database_of_a_newer_duly_is_refused_in_words(empty: Database) -> None:
    with empty.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="newer Duly"):
        empty.check_revision()


def test_an_empty_database_asks_for_its_migration(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite3")
    with pytest.raises(DatabaseOlder, match="duly migrate"):
        database.check_revision()
    database.close()
