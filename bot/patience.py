"""Work that met a busy or vanished database is tried again here, as long as somebody can wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

# tenacity: the standard library of retries, with a clock, pauses and a limit that are not ours.
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random,
)

from storage.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseUnreachable,
    OutcomeUnknown,
    StorageError,
)

T = TypeVar("T")

# AlreadyThere: two made the same row at once; whoever comes second finds it at the next try.
PASSING = (DatabaseBusy, DatabaseUnreachable, AlreadyThere)
PAUSE = wait_random(0.02, 0.2)


def persistently(work: Callable[[], T], seconds: float) -> T:
    """The result of work that may safely be done again, tried for so many seconds (real time).

    Raises what the last try raised; OutcomeUnknown when any of the tries may have been kept.
    """
    try:
        # Nearly always this is all, and costs nothing more than the work itself.
        return work()
    except PASSING as error:
        return _try_again(work, seconds, error)


def _try_again(work: Callable[[], T], seconds: float, first: StorageError) -> T:
    errors: list[BaseException | None] = [first]

    def remember(state: RetryCallState) -> None:
        errors.append(state.outcome.exception() if state.outcome else None)

    retrying = Retrying(
        retry=retry_if_exception_type(PASSING),
        stop=stop_after_delay(seconds),
        wait=PAUSE,
        after=remember,
        reraise=True,
    )
    try:
        return retrying(work)
    except PASSING as last:
        unknown = next((each for each in errors if isinstance(each, OutcomeUnknown)), last)
        if unknown is not last:
            raise unknown from last
        raise
