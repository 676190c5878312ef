"""How long people wait for an answer while Duly does its heaviest work in the background.

A `Job` is that work. While it runs in a thread of the same process, as it does under `duly run`,
somebody goes on typing; the slowest answer of all is what counts. Whoever types faster than a job
works sees less of it, so that there is a little rest after each command, and a job that ends before
enough was typed is prepared and done again.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bot.app import Duly
from tests.benchmarks.commands import a_task, answered
from tests.benchmarks.rows import Row, row, timed

REST_SECONDS = 0.005
# What people notice as a delay.
LIMIT_MS = 500.0
SLACK_WAITS_MS = 3_000.0
PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Job:
    """Background work: `prepare` brings about what is to be done, and `run` does it.

    `run` may return early when `stop` is set: enough was typed meanwhile.
    """

    name: str
    prepare: Callable[[], object]
    run: Callable[[threading.Event], object]


Opened = AbstractContextManager[tuple[Duly, Job]]
"""An installation with a job for it; closed when it was measured."""


def measure(opened: Iterable[Opened], clicks: int) -> list[Row]:
    """The slowest answer during each of these jobs, one after the other."""
    return [_slowest(each, clicks) for each in opened]


def slowest(duly: Duly, job: Job, clicks: int) -> Row:
    """The slowest of so many answers during one job of an installation."""
    name = f"a click during {job.name}: the slowest of {clicks}"
    return row(name, max(waits(duly, job, clicks)), LIMIT_MS, goal=1.0, unit="ms")


def _slowest(opened: Opened, clicks: int) -> Row:
    with opened as (duly, job):
        return slowest(duly, job, clicks)


def waits(duly: Duly, job: Job, clicks: int) -> Sequence[float]:
    """How long each of at least `clicks` typed tasks took while the job ran, in milliseconds."""
    found: list[float] = []
    start = time.perf_counter()
    _answer(duly)
    # As Duly's processes do once they have started.
    gc.collect()
    gc.freeze()
    while len(found) < clicks:
        job.prepare()
        found += _during(duly, job, clicks - len(found))
        if time.perf_counter() - start > PATIENCE_SECONDS:
            raise TimeoutError(f"{job.name}: {len(found)} of {clicks} were answered")
    return found


def _during(duly: Duly, job: Job, clicks: int) -> Iterator[float]:
    """What each answer took until the job ended and, where it is endless, enough was typed."""
    stop, broke = threading.Event(), list[BaseException]()

    def work() -> None:
        try:
            job.run(stop)
        except BaseException as error:  # noqa: BLE001 - raised again below, where somebody sees it
            broke.append(error)

    thread = threading.Thread(target=work, name=job.name)
    thread.start()
    while thread.is_alive():
        yield _answer(duly)
        clicks -= 1
        if clicks == 0:
            stop.set()
        time.sleep(REST_SECONDS)
    thread.join()
    if broke:
        raise broke[0]


def _answer(duly: Duly) -> float:
    """What one typed task takes from signed request to durable answer, in milliseconds.

    To be told that the database is busy is no answer: it counts as long as Slack would wait.
    """
    typed, said = a_task(), list[str]()
    took = timed(lambda: said.append(answered(duly, typed)))
    return took if "Noted" in said[0] else max(took, SLACK_WAITS_MS)
