"""Whether Duly would find anything new to do: nothing is asked of it twice for nothing.

A story lets each duty, and the sender, look for work after every sentence. Where one found nothing,
and since then the story's clock stood still and nothing was written in any table that it read, it
finds nothing the next time either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from bot.app import Duly
from bot.worker import Duty, Worker
from storage.tables import metadata

TABLES = frozenset(metadata.tables)
LOOKS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "SHOW")
WROTE = "wrote"
"""Where a connection notes the tables in which it wrote, until its transaction is over."""

_written: Counter[str] = Counter()
"""How often something was written in each table, by whichever database of this process."""
_looking: list[set[str]] = []
"""What each who looks for work right now has read, the innermost last."""


@cache
def tables_of(words: str) -> frozenset[str]:
    """The tables that a question or a command names."""
    return frozenset(re.findall(r"[a-z_]+", words)) & TABLES


@event.listens_for(Engine, "before_cursor_execute")
def _hear(connection: Connection, _cursor: object, words: str, *_more: Any) -> None:
    named = tables_of(words)
    if words.startswith(LOOKS):
        for read in _looking:
            read.update(named)
        return
    _written.update(named)
    connection.info.setdefault(WROTE, set()).update(named)


@event.listens_for(Pool, "checkin")
def _over(_driver: object, record: ConnectionPoolEntry) -> None:
    # Whoever looked before a commit saw nothing of it: what was written counts again after that.
    _written.update(record.info.pop(WROTE, ()))


class Standstill:
    """Looks for work, but where the last look found none and nothing has changed since.

    `look` does what there is to do, and says whether there was any.
    """

    def __init__(self, look: Callable[[], object], now: Callable[[], datetime]) -> None:
        self._look = look
        self._now = now
        self._found_nothing: tuple[datetime, dict[str, int]] | None = None

    def work(self) -> bool:
        """Do everything that is due; whether there was anything."""
        if self._found_nothing == (self._now(), self._as_written()):
            return False
        before, now = Counter(_written), self._now()
        read: set[str] = set()
        _looking.append(read)
        try:
            worked = bool(self._look())
        finally:
            _looking.pop()
        is_same = not worked and all(_written[table] == before[table] for table in read)
        self._found_nothing = (now, {table: before[table] for table in read}) if is_same else None
        return worked

    def _as_written(self) -> dict[str, int]:
        """How often was written by now in what the last look read."""
        return {table: _written[table] for table in (self._found_nothing or ((), ()))[1]}


class StoryWorker(Worker):
    """A worker whose duties look for work only where there may be new work for them."""

    def __init__(self, duly: Duly) -> None:
        super().__init__(duly)
        self._now = duly.clock.now
        self._duties: dict[Duty, Standstill] = {}
        self._work = Standstill(super().work_on_files, self._now)

    def work_on_files(self) -> None:
        """Do what is to be done now with files, where there may be anything new."""
        self._work.work()

    def _one(self, duty: Duty) -> bool:
        look = super()._one
        still = self._duties.setdefault(duty, Standstill(lambda: look(duty), self._now))
        return still.work()
