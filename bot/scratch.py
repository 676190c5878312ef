"""Files that depend on each other are rehearsed here: each as if those before it had come in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import copying
from storage.database import Database
from storage.shadows import shadowed


@contextmanager
def scratch(database: Database, team_id: str) -> Iterator[Database]:
    """A database as it stands in which anything may be written: nobody sees it, and it goes.

    With SQLite it is a copy beside it, as one writer holds up all others; for one thread alone.
    Raises StorageError when the database fails, or there is no room for a copy.
    """
    if not database.is_sqlite:
        with shadowed(database, team_id) as apart:
            yield apart
        return
    source = Path(database.engine.url.database or "")
    with TemporaryDirectory(prefix=".duly-", dir=source.parent) as folder:
        copy = Path(folder) / source.name
        with copying.in_words(source):
            copying.copy_live(source, copy)
        with closing(Database(f"sqlite:///{copy}")) as apart:
            yield apart
