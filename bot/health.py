"""Why Duly might not be ready, each reason in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.app import Duly
from bot.worker import Worker
from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseOlder, StorageError

Check = Callable[[], str]
"""Why Duly is not ready, in a sentence; empty when this is no reason."""

SILENT_SECONDS = 60

UNREACHABLE = "The database cannot be reached."
NO_TICKS = "Nothing that falls due was looked for in the last {seconds:.0f} seconds."
NO_SOCKET = "The connection to Slack is not open."


def database_fits(database: Database) -> Check:
    """Not ready without a database of this very version."""

    def check() -> str:
        try:
            database.check_revision()
        except (DatabaseNewer, DatabaseOlder) as error:
            return str(error)
        except StorageError:
            # Its words may name hosts and users, and anybody may read this address.
            return UNREACHABLE
        return ""

    return check


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
