"""A large company moves in: what its imports cost, and what people wait meanwhile."""

from __future__ import annotations

import csv
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, select

from bot import directory
from bot import slack as slack_client
from bot.app import Duly
from storage.database import Database
from tests import cast
from tests.benchmarks import crowd
from tests.benchmarks.installation import Databases, moved_in
from tests.benchmarks.meanwhile import Job, Opened
from tests.benchmarks.processes import memory_of, started
from tests.benchmarks.rows import Row, row
from tests.benchmarks.worlds import TABLES

WRITTEN = [TABLES[name] for name in ("issues", "history", "asks", "nudges")]
ANSWERED = [TABLES[name] for name in ("responses", "respondents", "history", "imported_records")]
PEOPLE = TABLES["people"]
LOOK_SECONDS = 0.02
MOST_MB = 200.0
STORY = "The customer called twice, was told to write, and heard nothing since. " * 3


class Verb:
    """A verb of the command line at work on an installation, as a process of its own."""

    def __init__(self, words: Sequence[str], duly: Duly, api_url: str, folder: Path) -> None:
        url = duly.database.engine.url.render_as_string(hide_password=False)
        self._words = words
        self._begin = partial(started, words, url, {"SLACK_API_URL": api_url}, folder)
        self._stack = ExitStack()

    def start(self, at_work: Callable[[], bool]) -> None:
        """Begin, and come back once it is `at_work`."""
        self._process = self._stack.enter_context(self._begin())
        while self._process.poll() is None and not at_work():
            time.sleep(LOOK_SECONDS)

    def follow(self, stop: threading.Event) -> None:
        """Wait for its end or, where somebody has seen enough, end it hard."""
        with self._stack:
            while self._process.poll() is None and not stop.is_set():
                time.sleep(LOOK_SECONDS)
            self._check(self._process.poll())

    def run(self) -> float:
        """Run it to its end; how many megabytes it held at most."""
        # Not what the system counts when it ends: that begins with what this process holds.
        most = 0.0
        with self._begin() as process:
            while process.poll() is None:
                most = max(most, memory_of(process.pid, "VmHWM"))
                time.sleep(LOOK_SECONDS)
        self._check(process.returncode)
        return most

    def _check(self, status: int | None) -> None:
        if status:
            raise subprocess.CalledProcessError(status, self._words)


def measure(databases: Databases, api_url: str, rows: int, folder: Path) -> list[Row]:
    """An import of so many issues against a raw load of all that it wrote, and its memory."""
    file = _complaints(folder, rows)
    with moved_in(databases.migrated(), api_url) as duly:
        began = time.perf_counter()
        peak = Verb(["import", "issues", str(file)], duly, api_url, folder).run()
        took = time.perf_counter() - began
        if _issues(duly) != rows:
            raise RuntimeError(f"{_issues(duly)} of {rows} issues came in")
        raw = _raw_load(duly.database, databases, WRITTEN)
    return [
        row(f"an import of {rows:,} issues, against a raw load", took, raw, goal=30.0, unit="s"),
        row(f"an import of {rows:,} issues: peak memory", peak, MOST_MB, goal=1.0, unit="MB"),
    ]


def measure_answers(databases: Databases, api_url: str, rows: int, folder: Path) -> list[Row]:
    """An import of so many survey answers against a raw load of what it wrote, and its memory."""
    file = _answers(folder, rows)
    words = ["import", "responses", str(file), "--survey", "Autumn survey", "--asks", "recommend"]
    with moved_in(databases.migrated(), api_url) as duly:
        began = time.perf_counter()
        peak = Verb(words, duly, api_url, folder).run()
        took = time.perf_counter() - began
        if _count(duly, ANSWERED[0]) != rows:
            raise RuntimeError(f"{_count(duly, ANSWERED[0])} of {rows} answers came in")
        raw = _raw_load(duly.database, databases, ANSWERED)
    return [
        row(f"an import of {rows:,} answers, against a raw load", took, raw, goal=30.0, unit="s"),
        row(f"an import of {rows:,} answers: peak memory", peak, MOST_MB, goal=1.0, unit="MB"),
    ]


def jobs(
    databases: Databases, api_url: str, rows: int, people: int, folder: Path
) -> Iterator[Opened]:
    """An import of so many issues, and a directory of so many people."""
    yield _importing(databases, api_url, rows, folder)
    yield _copying(databases, api_url, people)


@contextmanager
def _importing(
    databases: Databases, api_url: str, rows: int, folder: Path
) -> Iterator[tuple[Duly, Job]]:
    file = _complaints(folder, rows)
    with moved_in(databases.migrated(), api_url) as duly:
        verb = Verb(["import", "issues", str(file)], duly, api_url, folder)

        def begin() -> None:
            with duly.database.write() as session:
                for table in reversed(WRITTEN):
                    session.execute(delete(table))
            verb.start(lambda: _issues(duly) > 0)

        yield duly, Job(f"an import of {rows:,}", begin, verb.follow)


@contextmanager
def _copying(databases: Databases, api_url: str, people: int) -> Iterator[tuple[Duly, Job]]:
    with moved_in(databases.migrated(), api_url) as duly, crowd.gathered(people) as crowded:
        slack = slack_client.client(duly.slack.token, crowded)

        def forget() -> None:
            ours = PEOPLE.c.user_id.startswith(crowd.FIRST_LETTERS)
            with duly.database.write() as session:
                session.execute(delete(PEOPLE).where(ours))

        def run(stop: threading.Event) -> None:
            now = duly.clock.now()
            directory.refresh(slack, duly.database, cast.TEAM, now, stop=stop)

        yield duly, Job(f"a first look at {people:,} people", forget, run)


def backup(duly: Duly, api_url: str, folder: Path, size: str) -> Job:
    """`duly backup`."""
    place = folder / "backup"
    verb = Verb(["backup", "--force", str(place / "copy.sqlite3")], duly, api_url, folder)

    def begin() -> None:
        place.mkdir(exist_ok=True)
        verb.start(lambda: any(place.glob(".duly-*")))

    return Job(f"a backup at {size} tasks", begin, verb.follow)


def _issues(duly: Duly) -> int:
    return _count(duly, WRITTEN[0])


def _count(duly: Duly, table: Table) -> int:
    with duly.database.read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def _complaints(folder: Path, rows: int) -> Path:
    """A file of so many complaints, for five departments and five customers."""
    file = folder / f"complaints-{rows}.csv"
    departments = [name for name, *_ in cast.DEPARTMENTS]
    customers = [*(name for name, *_ in cast.CUSTOMERS), ""]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", "title", "story", "severity", "customer", "reported", "department"])
        for number in range(rows):
            writer.writerow([
                f"C-{number}", f"Refund {number} was promised and not paid", STORY, 2 + number % 3,
                customers[number % 5], f"2026-11-{1 + number % 20:02}", departments[number % 5],
            ])  # fmt: skip
    return file


def _answers(folder: Path, rows: int) -> Path:
    """A file of so many answers of five customers, none of them low."""
    file = folder / f"answers-{rows}.csv"
    customers = [name for name, *_ in cast.CUSTOMERS]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", "customer", "person", "score", "words", "answered_on"])
        for number in range(rows):
            writer.writerow([
                f"R-{number}", customers[number % len(customers)], f"Person {number % 10_000}",
                7 + number % 4, STORY if number % 3 else "", f"2026-{1 + number % 10:02}-11",
            ])  # fmt: skip
    return file


def _raw_load(source: Database, databases: Databases, tables: Sequence[Table]) -> float:
    """Seconds that the driver alone needs to load everything that was written, durably."""
    target = Database(databases.new())
    target.migrate()
    with ExitStack() as stack:
        stack.callback(target.close)
        given = stack.enter_context(closing(source.engine.raw_connection()))
        taken = stack.enter_context(closing(target.engine.raw_connection()))
        load = _sqlite_load if source.is_sqlite else _postgresql_load
        steps = [load(given, taken, table) for table in tables]
        began = time.perf_counter()
        if source.is_sqlite:
            taken.cursor().execute("PRAGMA foreign_keys=OFF")
            taken.cursor().execute("BEGIN IMMEDIATE")
        else:
            taken.cursor().execute("SET session_replication_role = replica")
        for step in steps:
            step()
        taken.commit()
        return time.perf_counter() - began


def _sqlite_load(given: Any, taken: Any, table: Table) -> Callable[[], object]:
    rows = given.cursor().execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608
    marks = ", ".join("?" * len(table.columns))
    return partial(taken.cursor().executemany, f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608


def _postgresql_load(given: Any, taken: Any, table: Table) -> Callable[[], object]:
    with given.cursor().copy(f"COPY {table.name} TO STDOUT (FORMAT binary)") as copy:
        content = b"".join(copy)

    def load() -> None:
        with taken.cursor().copy(f"COPY {table.name} FROM STDIN (FORMAT binary)") as copy:
            copy.write(content)

    return load
