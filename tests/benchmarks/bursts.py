"""How long the last of forty people waits who all type a task at the same moment, over HTTP."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.request import Request, urlopen

from tests import cast
from tests.benchmarks.installation import Databases, moved_in, signed_command
from tests.benchmarks.processes import web_running
from tests.benchmarks.rows import Row, row

PEOPLE = 40
# Slack waits three seconds; well inside them is half of that.
WELL_INSIDE_SECONDS = 1.5


def measure(databases: Databases, api_url: str, folder: Path, times: int) -> list[Row]:
    """The slowest answer of all, in so many bursts against one `duly web` of its own process."""
    address = databases.migrated()
    with moved_in(address, api_url):
        pass
    with web_running(address, api_url, folder) as url, ThreadPoolExecutor(PEOPLE) as people:
        slowest = max(_burst(people, url) for _ in range(times))
    name = f"{PEOPLE} people at once over HTTP: the slowest answer"
    return [row(name, slowest, WELL_INSIDE_SECONDS, goal=1.0, unit="s")]


def _burst(people: ThreadPoolExecutor, url: str) -> float:
    start = Barrier(PEOPLE)
    return max(people.map(lambda _: _seconds(start, url), range(PEOPLE)))


def _seconds(start: Barrier, url: str) -> float:
    text = f"task Rewrite the refund mail to <@{cast.SARA}|sara> by friday for Acme"
    body, headers = signed_command(text)
    request = Request(url, body.encode(), headers)  # noqa: S310 - an address of this machine
    start.wait()
    sent = time.perf_counter()
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        said = answer.read().decode()
    took = time.perf_counter() - sent
    if "Noted" not in said:
        raise RuntimeError(said)
    return took
