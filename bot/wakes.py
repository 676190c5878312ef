"""Whoever commits a message wakes the senders here, in this process and in all others."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from storage.database import Database

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

CHANNEL = "duly_outbox"
# However many commits there are, the others are called this often at most. PostgreSQL lets only
# one transaction commit at a time while it notifies; so this one is of its own, after the commit.
PAUSE_SECONDS = 0.02
# How long to listen before looking whether to stop, and to rest when the database is away.
LISTEN_SECONDS = 1.0


def _driver(database: Database) -> Any:
    """The module psycopg, which whoever works on SQLite need not load."""
    return database.engine.dialect.dbapi


class Caller:
    """Calls the other processes on the same PostgreSQL after something was committed here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._committed = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="caller", daemon=True)

    def start(self) -> None:
        """Begin to call in the background."""
        self._thread.start()

    def call(self) -> None:
        """Something was committed; returns at once."""
        self._committed.set()

    def stop(self) -> None:
        """Make the last call, then rest."""
        self._stopped.set()
        self._committed.set()
        if self._thread.is_alive():
            self._thread.join(LISTEN_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            driver = _driver(self._database)
            try:
                with driver.connect(self._database.address, autocommit=True) as connection:
                    self._call_through(connection)
            except driver.Error as error:
                # Nobody waits for long: senders look by themselves twice a second.
                log.warning("the other processes cannot be called: %s", type(error).__name__)
                self._stopped.wait(LISTEN_SECONDS)

    def _call_through(self, connection: psycopg.Connection) -> None:
        while not self._stopped.is_set():
            self._committed.wait()
            self._committed.clear()
            connection.execute(f"NOTIFY {CHANNEL}")
            time.sleep(PAUSE_SECONDS)


class CommitListener:
    """Sets `wake` whenever another process on the same PostgreSQL has committed something."""

    def __init__(self, database: Database, wake: threading.Event) -> None:
        self._database = database
        self._wake = wake
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Begin to listen in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(2 * LISTEN_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            driver = _driver(self._database)
            try:
                with driver.connect(self._database.address, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    # What was committed while nobody listened.
                    self._wake.set()
                    self._listen(connection)
            except driver.Error as error:
                log.warning("nobody can be heard: %s", type(error).__name__)
                self._stopped.wait(LISTEN_SECONDS)

    def _listen(self, connection: psycopg.Connection) -> None:
        while not self._stopped.is_set():
            for _ in connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                self._wake.set()
