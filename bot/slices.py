"""Big work goes in slices here, so that whoever types meanwhile never waits for the whole of it.

What a slice holds, others wait for: SQLite's only write lock, or the rows that it has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from sqlmodel import Session

from bot.patience import limit, persistently
from storage.database import Database

T = TypeVar("T")
Piece = TypeVar("Piece")

AIM_SECONDS = 0.04
"""How long a slice may hold what others need; 0.1 s is the limit, on a busy machine, too."""
FIRST, LEAST, MOST = 50, 50, 1_000
"""Rows of the first slice and of any: fewer cost hardly less, and much more by the row."""
FASTER = 2.0
STRETCH_SECONDS, REST_SECONDS = 0.2, 0.12
"""Who waits for SQLite looks again after a tenth of a second at the latest, and must find it free:
after a stretch of slices there is a rest that is longer. PostgreSQL lets people in by turns."""
PATIENCE_SECONDS = 600.0
"""People come first: work that nobody waits for comes again until it is let in."""


class Slices:
    """Writes slice after slice, each as large as the one before it allows for its time."""

    def __init__(self) -> None:
        self.size = FIRST
        self._rested_at = time.perf_counter()

    def of(self, rows: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
        """The rows in slices; each is as large as is right at that moment."""
        start = 0
        while start < len(rows):
            piece = rows[start : start + self.size]
            yield piece
            start += len(piece)

    def write(self, database: Database, count: int, work: Callable[[Session], T]) -> T:
        """Do work on `count` rows in a write transaction of its own, again when others are busy.

        It must do no harm to do it twice. Raises StorageError when the database stays away.
        """
        result, took = persistently(lambda: _timed(database, work), limit(PATIENCE_SECONDS))
        self._learn(count, took)
        self._rest(database)
        return result

    def write_what(
        self, database: Database, count: int, prepare: Callable[[Database], Callable[[Session], T]]
    ) -> T:
        """The same for work that is prepared first: what only reads holds nobody up."""

        def attempt() -> tuple[T, float]:
            return _timed(database, prepare(database))

        result, took = persistently(attempt, limit(PATIENCE_SECONDS))
        self._learn(count, took)
        self._rest(database)
        return result

    def write_all(
        self,
        database: Database,
        rows: Sequence[Piece],
        work: Callable[[Session, Sequence[Piece]], T],
    ) -> list[T]:
        """Do work on all rows, slice by slice; the results."""
        return [
            self.write(database, len(piece), partial(_on, work, piece)) for piece in self.of(rows)
        ]

    def _learn(self, count: int, seconds: float) -> None:
        fits = self.size * min(FASTER, AIM_SECONDS / max(seconds, 1e-6))
        # A small rest at the end says nothing about how long a whole slice takes.
        if count >= self.size or fits < self.size:
            self.size = max(LEAST, min(MOST, int(fits)))

    def _rest(self, database: Database) -> None:
        if database.is_sqlite and time.perf_counter() - self._rested_at > STRETCH_SECONDS:
            time.sleep(REST_SECONDS)
            self._rested_at = time.perf_counter()


def _on(
    work: Callable[[Session, Sequence[Piece]], T], rows: Sequence[Piece], session: Session
) -> T:
    return work(session, rows)


def _timed(database: Database, work: Callable[[Session], T]) -> tuple[T, float]:
    with database.write() as session:
        session.connection()
        # From here on others wait; until here we did.
        began = time.perf_counter()
        result = work(session)
        session.flush()
    return result, time.perf_counter() - began
