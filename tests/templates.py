"""Databases to copy: made once for all who work on a run, so that a test gets its own at once."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.database import Database
from tests import cast
from tests.stage import set_up

EMPTY, SETTLED, STAGED = "template_empty", "template_settled", "template_staged"
"""Migrated and without a row; with the cast moved in; and with its directory read from Slack."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Whoever works on this run beside us waits until the block ends."""
    with (folder / "turns").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make(url_of: Callable[[str], str], copy: Callable[[str, str], object]) -> None:
    """Make all three, each from a copy of the one before; the first is there without a table."""
    with closing(Database(url_of(EMPTY))) as database:
        database.migrate()
    copy(EMPTY, SETTLED)
    with closing(Database(url_of(SETTLED))) as database, database.write() as session:
        cast.settle(session)
    copy(SETTLED, STAGED)
    with set_up(url_of(STAGED)):
        pass
