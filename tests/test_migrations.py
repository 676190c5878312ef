"""The migrations make exactly the tables that the code knows, while others are at work."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Index, PrimaryKeyConstraint, UniqueConstraint, inspect, text
from sqlmodel import func, select

from storage import customers, departments, judgements, migrating, revisions, tables
from storage import database as storage_database
from storage.customers import Customer
from storage.database import Database
from storage.departments import Route
from storage.errors import DatabaseNewer, DatabaseOlder
from storage.judgements import Judgement
from storage.tables import metadata
from storage.tasks import Task
from tests import cast, recount, rows
from tests.cast import OMAR
from tests.processes import started
from tests.stage import Stage

ACROSS_WORKSPACES = {
    "absences_due", "audits_due", "calendar_links_due", "departures_due", "dropped_files_due",
    "customers_watch", "decisions_review", "issues_check", "nudges_due", "outbox_doubtful",
    "outbox_leased", "outbox_ready", "schedules_due", "digests_due", "waits_due",
    "ix_receipts_received_at", "yield_turns_due", "freezings_due", "room_orders_due",
}  # fmt: skip
"""Indexes by which due work is found wherever it is; see docs/running.md on partitions."""


def test_migrations_equal_tables(empty: Database) -> None:
    with empty.engine.connect() as connection:
        assert compare_metadata(_context(connection), metadata) == []


def _context(connection: Connection) -> MigrationContext:
    opts = {"compare_type": True, "include_object": tables.is_shared}
    return MigrationContext.configure(connection, opts=opts)


def test_migrated_indexes_are_of_the_same_rows(empty: Database) -> None:
    """Alembic compares columns only, so the conditions of partial indexes are compared here."""
    inspector = inspect(empty.engine)
    kind = empty.engine.dialect.name
    for table in metadata.sorted_tables:
        found = {
            each["name"]: str(each.get("dialect_options", {}).get(f"{kind}_where", ""))
            for each in inspector.get_indexes(table.name)
        }
        for index in table.indexes:
            where = index.dialect_options[kind].get("where")
            wanted = "" if where is None else str(where)
            assert _plain(found[index.name]) == _plain(wanted), index.name


def _plain(condition: str) -> str:
    """A condition without what PostgreSQL adds to it or says otherwise."""
    listed = re.sub(r"= ANY \(+ARRAY\[(.*?)\]\S*", r"IN (\1)", condition)
    return re.sub(r"::\w+( varying)?(\[\])?|[()\s]", "", listed)


def test_names_that_look_the_same_keep_a_key_each(database: Database) -> None:
    """Names as they were compared before, two customers of one name among them."""
    names = ("O'Brien", "O’Brien", "O‘Brien", "A–B", "Cafe\u0301")
    with database.write() as session:
        for name in names:
            session.add(Customer(team_id=cast.TEAM, name=name, key=name.casefold()))
        routes = [
            Route(
                team_id=cast.TEAM, field="words", pattern=words,
                department_id=departments.everyone(session, cast.TEAM)[0].department_id,
            )
            for words in ("o'brien", "o’brien")
        ]  # fmt: skip
        session.add_all(routes)
    with database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), "0021")
        command.upgrade(migrating.alembic_config(connection), "head")
    with database.read() as session:
        keys = {
            name: session.exec(select(Customer).where(Customer.name == name)).one().key
            for name in names
        }
        assert keys.pop("A–B") == "a-b"
        assert keys.pop("Cafe\u0301") == "café"
        assert sorted(keys.values()) == ["o'brien", "o'brien (2)", "o'brien (3)"]
        found = customers.named(session, cast.TEAM, "O’BRIEN")
        assert found is not None
        assert found.name == "O'Brien"
        patterns = {each.pattern for each in departments.routes(session, cast.TEAM)}
        assert {"o'brien", "o'brien (2)"} <= patterns


def test_figures_of_the_past_are_counted_from_history_after_an_update(stage: Stage) -> None:
    """As they were before: whatever has changed since its day is written down."""
    stage.types(cast.OMAR, "/cx task Explain the invoice to @sara by tomorrow for Acme")
    stage.types(cast.OMAR, "/cx task Send the credit note to @sara by tomorrow")
    stage.types(cast.OMAR, "/cx task Call Globex to @lee by tomorrow")
    stage.types(cast.LEE, "/cx no T-3 because Legal forbids it")
    stage.types(cast.OMAR, "/cx task Call Initech to @lee by friday")
    stage.types(cast.LEE, "/cx date T-4 thursday because They have time")
    stage.types(cast.LEE, "/cx done T-4")
    stage.passes(days=7)
    stage.types(cast.OMAR, "/cx owner T-1 to @tom because He knows it")
    stage.types(cast.SARA, "/cx done T-2")
    for ref in ("T-2", "T-3", "T-4"):
        stage.types(cast.OMAR, f"/cx reopen {ref} because It is not over")
    stage.types(cast.SARA, "/cx done T-2")
    stage.types(cast.OMAR, "/cx reopen T-2 because Of a slip of the hand")
    stage.types(cast.OMAR, "/cx undo T-2")
    with stage.duly.database.read() as session:
        assert recount.figures_told_otherwise(session, cast.TEAM, stage.now) == []
        kept = [judgements.of(session, cast.TEAM, "task", number) for number in range(1, 5)]
    before = [_told(each) for each in kept]
    assert [len(each) for each in before] == [1, 4, 2, 4]
    with stage.duly.database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), "0040")
        command.upgrade(migrating.alembic_config(connection), "head")
    with stage.duly.database.read() as session:
        kept = [judgements.of(session, cast.TEAM, "task", number) for number in range(1, 5)]
        assert [_told(each) for each in kept] == before
        assert recount.figures_told_otherwise(session, cast.TEAM, stage.now) == []


def _told(kept: list[Judgement]) -> list[dict[str, object]]:
    """But for who gave the date, which history does not tell."""
    return [each.model_dump(exclude={"promised_by"}) for each in kept]


def test_dates_that_nobody_has_taken_are_chased_after_an_update(stage: Stage) -> None:
    """What was asked before dates were chased on their own."""
    stage.types(cast.OMAR, "/cx task Send the credit note to @sara by Dec 17 for Acme")
    stage.types(cast.OMAR, "/cx task Call Globex to @sara by tomorrow")
    asked = rows.dated(stage, "T-1")
    with stage.duly.database.engine.begin() as connection:
        command.downgrade(migrating.alembic_config(connection), "0036")
    assert rows.dated(stage, "T-1") == []
    with stage.duly.database.engine.begin() as connection:
        command.upgrade(migrating.alembic_config(connection), "head")
    assert rows.dated(stage, "T-1") == asked != []
    assert rows.dated(stage, "T-2") == []
    stage.passes(until=datetime(2026, 12, 17, 12, tzinfo=UTC))
    assert "by Thu 17 Dec. Yours, another date, somebody else's" in stage.reads(cast.SARA)[-1]


def test_migrating_twice_changes_nothing(database: Database) -> None:
    def everything() -> dict[str, list[str]]:
        with database.read() as session:
            return {
                name: sorted(map(repr, session.connection().execute(table.select())))
                for name, table in metadata.tables.items()
            }

    before = everything()
    assert len(before["people"]) > len(cast.PEOPLE)
    database.migrate()
    database.check_revision()
    assert everything() == before


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


def test_every_key_begins_with_the_workspace() -> None:
    """So a sharded or partitioned PostgreSQL can spread workspaces."""
    for table in metadata.sorted_tables:
        keys = [
            each
            for each in table.constraints | table.indexes
            if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)
            or (isinstance(each, Index) and each.unique)
        ]
        assert {key.columns[0].name for key in keys} == {"team_id"}, table.name
        for reference in table.foreign_key_constraints:
            assert reference.column_keys[0] == "team_id", reference.name
            assert reference.elements[0].column.name == "team_id", reference.name


def test_only_due_work_is_looked_for_across_workspaces() -> None:
    across = {
        index.name
        for table in metadata.sorted_tables
        for index in table.indexes
        if index.columns[0].name != "team_id"
    }
    assert across == ACROSS_WORKSPACES


# --- many at once, and others at work ---


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new.sqlite3"
        return
    server, name = request.getfixturevalue("postgres"), f"new_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_five_that_migrate_an_empty_database_at_once_make_one_set_of_tables(
    new_url: str, tmp_path: Path
) -> None:
    env_file = tmp_path / "env"
    env_file.write_text(f"DATABASE_URL='{new_url}'\nDULY_LOG_LEVEL=ERROR\n")
    with started("migrate", env_file, 5) as processes:
        for process in processes:
            process.join(30)
        assert [process.exitcode for process in processes] == [0] * 5
    database = Database(new_url)
    with database.engine.connect() as connection:
        assert compare_metadata(_context(connection), metadata) == []
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    assert len(versions) == 1
    database.close()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The migrations with one more, which changes the largest table."""
    newest = revisions.newest()
    folder = tmp_path / "migrations"
    shutil.copytree(revisions.MIGRATIONS, folder)
    (folder / "versions" / "9999_next.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        f"revision, down_revision = '9999', '{newest}'\n"
        "def upgrade():\n"
        "    op.add_column('tasks', sa.Column('mood', sa.String(), nullable=True))\n"
    )
    monkeypatch.setattr(revisions, "MIGRATIONS", folder)


def _has_mood(database: Database) -> bool:
    return "mood" in {column["name"] for column in inspect(database.engine).get_columns("tasks")}


@contextmanager
def _migrating(url: str) -> Iterator[threading.Thread]:
    database = Database(url)
    thread = threading.Thread(target=database.migrate)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(30)
        database.close()
    assert not thread.is_alive()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("next_version")
def test_a_migration_gives_way_to_requests_while_it_waits_for_a_slow_reader(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_database, "TABLE_PATIENCE_MS", 200)
    taken = []
    with database.read() as reader:
        assert reader.exec(select(func.count()).select_from(Task)).one() == 0
        with _migrating(database_url) as migration:
            end = time.monotonic() + 1
            while time.monotonic() < end:
                began = time.monotonic()
                with database.read() as session:
                    session.exec(select(func.count()).select_from(Task)).one()
                taken.append(time.monotonic() - began)
            assert migration.is_alive(), "it waits for the reader"
            assert not _has_mood(database)
            reader.rollback()
    assert max(taken) < 0.7, "nobody waited as long as the reader took"
    assert max(taken) > 0.05, "and yet it tried"
    assert _has_mood(database)


@pytest.mark.usefixtures("next_version")
def test_what_people_write_during_a_migration_is_kept(stage: Stage, database_url: str) -> None:
    answers, stopped = [], threading.Event()

    def write() -> None:
        while not stopped.is_set():
            done = stage.people.command(OMAR, "#general", "/cx task Call Globex to @sara by friday")
            answers.append((done.payload or {}).get("text", ""))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    stage.workspace.wait_until(lambda: len(answers) > 8)
    with _migrating(database_url):
        pass
    before = len(answers)
    stage.workspace.wait_until(lambda: len(answers) > before + 8)
    stopped.set()
    for writer in writers:
        writer.join()
    assert _has_mood(stage.duly.database)
    assert all(answer.startswith("Noted: *T-") for answer in answers)
    with stage.duly.database.read() as session:
        assert session.exec(select(func.count()).select_from(Task)).one() == len(answers)


# --- what a running process need not hold ---


def test_the_names_of_the_files_say_which_revisions_there_are() -> None:
    scripts = ScriptDirectory(str(revisions.MIGRATIONS))
    assert revisions.newest() == scripts.get_current_head()
    for script in scripts.walk_revisions():
        revisions.check_known(script.revision)
        assert Path(script.path).name.startswith(f"{script.revision}_")


def test_alembic_stays_out_of_a_process_that_goes_on(tmp_path: Path) -> None:
    """Also of the one that made the tables: what that takes goes with another process."""
    script = (
        "import sys\n"
        "from bot.processes import opened\n"
        "from bot.settings import Settings\n"
        "from storage import tables\n"
        "for _ in range(2):\n"
        "    with opened(Settings(database_url=sys.argv[1])) as duly:\n"
        "        duly.database.check_revision()\n"
        "print('alembic' in sys.modules, len(tables.metadata.tables))\n"
    )
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    said = subprocess.check_output(
        [sys.executable, "-c", script, url], text=True, cwd=Path(__file__).parents[1]
    )
    assert said.split() == ["False", str(len(metadata.tables))]
