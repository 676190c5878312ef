"""Which rows of a file came before is kept on disk here: a file may have millions of them."""

from __future__ import annotations

import sqlite3

MEMORY_KB = 8_192
"""What of it is held in memory at most."""


class KeysOnDisk:
    """Keys that have come, in a file without a name that goes when this is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute(f"PRAGMA cache_size = -{MEMORY_KB}")
        self._file.execute("CREATE TABLE seen (hash INTEGER PRIMARY KEY)")
        # Nothing here needs to outlive a crash: one transaction for all, never committed.
        self._file.execute("BEGIN")

    def is_new(self, key: str) -> bool:
        """Whether this key comes for the first time; from now on it has come."""
        added = self._file.execute("INSERT OR IGNORE INTO seen VALUES (?)", (hash(key),))
        return added.rowcount == 1

    def close(self) -> None:
        """Forget them all."""
        self._file.close()
