"""Why Duly might not be ready, each reason in a sentence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Duly
from bot.clock import Clock
from bot.patience import limit
from bot.worker import Worker
from storage import receipts
from storage.database import Database
from storage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseNewer,
    DatabaseOlder,
    DatabaseReadOnly,
    StorageError,
)

Check = Callable[[], str]
"""Why Duly is not ready, in a sentence; empty when this is no reason."""

SILENT_SECONDS = 60
# Less than a probe waits, and more than anybody else keeps the database busy.
WRITE_SECONDS = 3
EVERY_SECONDS = 1.0

UNREACHABLE = "The database cannot be reached."
NO_WRITING: dict[type[StorageError], str] = {
    DatabaseBusy: f"The database was too busy to be written to for {WRITE_SECONDS} seconds.",
    DatabaseFull: "There is no room left on the disk of the database.",
    DatabaseReadOnly: "The database can be read, but not written to.",
    DatabaseDamaged: "The database is damaged.",
}
NO_TICKS = "Nothing that falls due was looked for in the last {seconds:.0f} seconds."
NO_SOCKET = "The connection to Slack is not open."


def database_takes_writes(database: Database, clock: Clock) -> Check:
    """Not ready without a database of this very version that takes what requests write.

    It is written to, and committed, once a second at most, however often that is asked.
    """
    tried_at, found = float("-inf"), ""
    turn = threading.Lock()

    def check() -> str:
        nonlocal tried_at, found
        with turn:
            if time.monotonic() - tried_at >= EVERY_SECONDS:
                found, tried_at = _why_not(database, clock.now()), time.monotonic()
            return found

    return check


def _why_not(database: Database, now: datetime) -> str:
    left = limit(WRITE_SECONDS)
    try:
        database.check_revision(left)
        with database.write(left) as session:
            receipts.probe(session, now)
    except (DatabaseNewer, DatabaseOlder) as error:
        return str(error)
    except StorageError as error:
        # Its own words may name hosts and users, and anybody may read this address.
        return NO_WRITING.get(type(error), UNREACHABLE)
    return ""


def clock_ticks(worker: Worker) -> Check:
    """Not ready when the worker stands still."""

    def check() -> str:
        seconds = worker.silent_seconds
        return NO_TICKS.format(seconds=seconds) if seconds > SILENT_SECONDS else ""

    return check


def socket_is_open(handler: SocketModeHandler) -> Check:
    """Not ready while Slack has no way to us."""

    def check() -> str:
        connected = handler.client.is_connected()
        return "" if connected else NO_SOCKET

    return check


@contextmanager
def served(duly: Duly, *checks: Check) -> Iterator[None]:
    """Answer on the health port of the settings while the block runs; without one, do nothing.

    Raises MissingSetting when nobody can listen there.
    """
    port = duly.settings.health_port
    if port is None:
        yield
        return
    # A web server weighs ten megabytes, and most installations of one process need none.
    with import_module("bot.probes").served(duly, port, *checks):
        yield
