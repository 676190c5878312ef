"""A connection to PostgreSQL that waits for its server no longer than whoever asks can wait."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from storage import waiting

T = TypeVar("T")

# Even when time is up: to undo what was begun, and to be told that it is cancelled.
GRACE_SECONDS = 0.2


class Hurried(psycopg.Connection[Any]):
    """A connection that waits for the server no longer than `waiting.within` allows."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """What the server answers; raises OperationalError when it takes too long."""
        left = waiting.left()
        if left is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, max(left, GRACE_SECONDS))
        except psycopg.OperationalError:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                # The server has answered: with an error, or by hanging up.
                raise
        return self._cancelled(gen, interval)

    def _cancelled(self, gen: PQGen[T], interval: float) -> T:
        """Ask the server to stop; one that does not answer to that either is left alone."""
        try:
            self.cancel_safe(timeout=GRACE_SECONDS)
            return super().wait(gen, interval, GRACE_SECONDS)
        except psycopg.errors.QueryCanceled:
            raise
        except psycopg.OperationalError:
            # Nobody knows what it is at: the pool makes another connection.
            self.close()
            raise


class Connector:
    """Makes connections, as many at once as are ever needed."""

    def __init__(self, at_once: int) -> None:
        # To find a host and to reach it may take longer than anybody waits, and nothing breaks it
        # off; so it is done elsewhere, and comes too late.
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="connecting")

    def connect(self, *where: Any, **how: Any) -> Hurried:
        """A new connection; raises OperationalError when none is to be had in time."""
        left = waiting.left()
        if left is None:
            return Hurried.connect(*where, **how)
        coming = self._pool.submit(Hurried.connect, *where, **how)
        try:
            return coming.result(max(left, 0))
        except TimeoutError:
            coming.add_done_callback(_close)
            raise psycopg.errors.ConnectionTimeout("no connection in time") from None


def _close(late: Future[Hurried]) -> None:
    if not late.cancelled() and late.exception() is None:
        late.result().close()
