"""Whether Duly's clock would find anything new to do: nothing is asked of it twice for nothing.

A story lets it tick after every sentence. Where a tick found nothing, and since then the story's
clock stood still and nothing was written in any table that it read, the next finds nothing either.
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

from storage.tables import metadata

TABLES = frozenset(metadata.tables)
LOOKS = ("SELECT", "PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "SHOW")
WROTE = "wrote"
"""Where a connection notes the tables in which it wrote, until its transaction is over."""

_written: Counter[str] = Counter()
"""How often something was written in each table, by whichever database of this process."""
_read: set[str] = set()
"""The tables that were read since somebody began to look."""


@cache
def tables_of(words: str) -> frozenset[str]:
    """The tables that a question or a command names."""
    return frozenset(re.findall(r"[a-z_]+", words)) & TABLES


@event.listens_for(Engine, "before_cursor_execute")
def _hear(connection: Connection, _cursor: object, words: str, *_more: Any) -> None:
    named = tables_of(words)
    if words.startswith(LOOKS):
        _read.update(named)
        return
    _written.update(named)
    connection.info.setdefault(WROTE, set()).update(named)


@event.listens_for(Pool, "checkin")
def _over(_driver: object, record: ConnectionPoolEntry) -> None:
    # Whoever looked before a commit saw nothing of it: what was written counts again after that.
    _written.update(record.info.pop(WROTE, ()))


class Standstill:
    """Ticks, but where the last tick found nothing and nothing has changed since."""

    def __init__(self, tick: Callable[[], None], now: Callable[[], datetime]) -> None:
        self._tick = tick
        self._now = now
        self._found_nothing: tuple[datetime, dict[str, int]] | None = None

    def tick(self) -> None:
        """Do everything that is due."""
        if self._found_nothing == (self._now(), self._as_written()):
            return
        before, now = Counter(_written), self._now()
        _read.clear()
        self._tick()
        read = set(_read)
        is_same = all(_written[table] == before[table] for table in read)
        self._found_nothing = (now, {table: before[table] for table in read}) if is_same else None

    def _as_written(self) -> dict[str, int]:
        """How often was written by now in what the last tick read."""
        return {table: _written[table] for table in (self._found_nothing or ((), ()))[1]}
