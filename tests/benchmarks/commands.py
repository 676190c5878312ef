"""How long a typed task takes from signed request to durable answer, and the floor beneath it.

The floor is what the same machine needs for a verified Bolt request that does nothing, plus one
raw durable transaction of three inserts. Both are measured in turns, so that whatever else the
machine does at the moment slows both of them.
"""

from __future__ import annotations

import logging
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psycopg
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.engine import make_url
from starlette.datastructures import Headers

from bot import web
from bot.app import Duly
from storage.engines import SQLITE_SETUP
from tests import cast
from tests.benchmarks.installation import (
    SECRET,
    Databases,
    Signed,
    command,
    moved_in,
    signed_command,
)
from tests.benchmarks.rows import Row, percentile, rate, row, timed

NOTHING = "/nothing"
TABLE = "CREATE TABLE floor (number INTEGER, name TEXT, words TEXT)"
INSERT = "INSERT INTO floor VALUES (1, 'a name', 'a sentence of about fifty letters for the table')"
THREADS = 8


def measure(databases: Databases, api_url: str, requests: int) -> list[Row]:
    """The floor, then `/cx task`: its median, its slowest percent, its rate with eight threads."""
    with moved_in(databases.migrated(), api_url) as duly, _raw(databases.new()) as commit:
        nothing = _app_that_does_nothing(duly)
        _take_turns(duly, nothing, commit, max(20, requests // 10))
        floors, tasks = _take_turns(duly, nothing, commit, requests)
        per_second = _rate(duly, requests)
    floor, median = statistics.median(floors), statistics.median(tasks)
    return [
        row(
            "floor: an empty Bolt request and three durable inserts",
            floor,
            floor,
            goal=1.0,
            unit="ms",
        ),
        row("/cx task: median", median, floor, goal=5.0, unit="ms"),
        row("/cx task: slowest percent", percentile(tasks, 99), median, goal=3.0, unit="ms"),
        rate("/cx task: one process, 8 threads", per_second, 450, unit="1/s"),
    ]


def _take_turns(
    duly: Duly, nothing: App, commit: Callable[[], None], times: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of the floor and of a task, so many times each, in turns."""
    floors, tasks = [], []
    for _ in range(times):
        empty, task = command("", NOTHING), a_task()
        floors.append(timed(partial(must, nothing, empty, "")) + timed(commit))
        tasks.append(timed(partial(noted, duly, task)))
    return floors, tasks


def _rate(duly: Duly, requests: int) -> float:
    """Tasks per second of one process that answers eight requests at a time."""
    waiting = [a_task() for _ in range(requests)]
    with ThreadPoolExecutor(THREADS) as pool:
        start = time.perf_counter()
        list(pool.map(partial(noted, duly), waiting))
        return requests / (time.perf_counter() - start)


def a_task() -> Signed:
    """A task that nobody else gives, signed now."""
    return signed_command(f"task Rewrite the refund mail to <@{cast.SARA}|sara> by friday for Acme")


def noted(duly: Duly, signed: Signed) -> None:
    """Have a task noted, from its signature to its answer."""
    said = answered(duly, signed)
    if "Noted" not in said:
        raise RuntimeError(said)


def answered(duly: Duly, signed: Signed) -> str:
    """What is said to a signed command."""
    body, headers = signed
    answer = web.answer(duly, Headers(headers), body.encode(), time.perf_counter())
    return f"{answer.status_code}: {bytes(answer.body).decode()}"


def must(app: App, request: BoltRequest, words: str) -> BoltResponse:
    """The answer to a request; RuntimeError when it lacks these words."""
    answer: BoltResponse = app.dispatch(request)
    if answer.status != 200 or words not in answer.body:
        raise RuntimeError(f"{answer.status}: {answer.body}")
    return answer


def _app_that_does_nothing(duly: Duly) -> App:
    app = App(
        logger=logging.getLogger("floor"),
        client=duly.slack,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-1"),
        signing_secret=SECRET,
        process_before_response=True,
    )

    def acknowledge(ack: Ack) -> BoltResponse:
        return ack()

    app.command(NOTHING)(acknowledge)
    return app


@contextmanager
def _raw(database_url: str) -> Iterator[Callable[[], None]]:
    """One durable transaction of three inserts, past everything that Duly is made of."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(url.database), isolation_level=None)
        for statement in SQLITE_SETUP:
            connection.execute(statement)
        run, begin = connection.execute, "BEGIN IMMEDIATE"
    else:
        server = psycopg.connect(database_url, autocommit=True)
        run, begin, connection = server.execute, "BEGIN", server
    run(TABLE)

    def commit() -> None:
        for statement in (begin, INSERT, INSERT, INSERT, "COMMIT"):
            run(statement)

    yield commit
    connection.close()
