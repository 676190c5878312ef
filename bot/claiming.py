"""Work that waits in a table is taken up by one worker; nearly always there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from storage.database import Database

Work = TypeVar("Work")


def next_of(
    database: Database,
    clock: Callable[[], datetime],
    is_any_due: Callable[[Session, datetime], bool],
    claim: Callable[[Session, datetime], Work | None],
) -> Work | None:
    """What has waited longest, held by us from now on; None where nothing waits.

    Raises StorageError when the database stays away.
    """
    with database.read() as session:
        # Whoever writes meanwhile need not wait for this.
        if not is_any_due(session, clock()):
            return None
    with database.write() as session:
        return claim(session, clock())
