"""Work that met a busy or vanished database is tried again here, as long as somebody can wait."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import TypeVar

# tenacity: the standard library of retries, with pauses and a limit that are not ours.
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random

from storage.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    OutcomeUnknown,
    StorageError,
)
from storage.waiting import Left

T = TypeVar("T")

# From the moment a request came in, in seconds. Slack waits three, and shows nothing of what comes
# later: the memory has two of them, what is then said in Slack has nearly all of the rest.
ANSWER_SECONDS, SPEAK_SECONDS = 2.0, 2.8

# AlreadyThere: two made the same row at once; whoever comes second finds it at the next try.
PASSING = (DatabaseBusy, DatabaseUnreachable, AlreadyThere)
# These last until a person mends something.
LASTING = (DatabaseDamaged, DatabaseFull, DatabaseReadOnly)
PAUSE = wait_random(0.02, 0.2)
# So often in a row it is no race any more: the row was there before, and stays.
MOST_THERE_ALREADY = 5

_ARRIVED: ContextVar[float | None] = ContextVar("arrived", default=None)


@contextmanager
def waited_for(arrived: float) -> Iterator[None]:
    """Answer a request in this block that came in at this moment of `time.perf_counter`."""
    token = _ARRIVED.set(arrived)
    try:
        yield
    finally:
        _ARRIVED.reset(token)


def limit(seconds: float) -> Left:
    """Tells what is left of so many seconds since the request came in that is being answered.

    Where no request is answered they begin now.
    """
    end = (_ARRIVED.get() or time.perf_counter()) + seconds
    return lambda: end - time.perf_counter()


def persistently(work: Callable[[], T], left: Left) -> T:
    """The result of work that may safely be done again, tried until nothing is `left`.

    Raises OutcomeUnknown when any of the tries may have been kept, else what went wrong last; that
    others were busy counts only where nothing else did.
    """
    try:
        # Nearly always this is all, and costs nothing more than the work itself.
        return work()
    except PASSING as error:
        first = error
    if not _may_pass(first) or left() <= 0:
        raise first
    # Not within the block above: what is raised below would be chained to it, and it to that.
    return _try_again(work, left, first)


def _may_pass(failure: BaseException) -> bool:
    return isinstance(failure, PASSING) and not isinstance(failure, LASTING)


def _try_again(work: Callable[[], T], left: Left, first: StorageError) -> T:
    failures = [first]

    def remember(state: RetryCallState) -> None:
        failure = state.outcome.exception() if state.outcome else None
        if isinstance(failure, StorageError):
            failures.append(failure)

    def is_over(state: RetryCallState) -> bool:
        newest = failures[-MOST_THERE_ALREADY:]
        always_there = all(isinstance(each, AlreadyThere) for each in newest)
        if always_there and len(newest) == MOST_THERE_ALREADY:
            return True
        return left() <= state.upcoming_sleep

    retrying = Retrying(
        retry=retry_if_exception(_may_pass), stop=is_over, wait=PAUSE, after=remember, reraise=True
    )
    try:
        return retrying(work)
    except StorageError as error:
        last = error
    unsure = (each for each in failures if isinstance(each, OutcomeUnknown))
    # Whoever comes again may find the others busy; that is not what went wrong with the work.
    wrong = (each for each in reversed(failures) if not isinstance(each, DatabaseBusy))
    raise next(chain(unsure, wrong), last)
