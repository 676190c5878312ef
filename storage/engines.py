"""SQLite and PostgreSQL are opened here, and keep nobody waiting for longer than is meant."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from storage import addresses, waiting
from storage.waiting import PATIENCE_SECONDS

CONNECTIONS = 20

# FULL: a commit that was acknowledged must survive a power cut; NORMAL may lose the last ones.
SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)
POSTGRESQL_SETUP = {
    # A process that froze in the middle of a transaction must not hold up the others for long.
    "options": f"-c lock_timeout={PATIENCE_SECONDS}s -c idle_in_transaction_session_timeout=60s",
    "connect_timeout": str(PATIENCE_SECONDS),
    # A server whose machine is gone does not say goodbye: the system finds out within seconds.
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


def opened(url: str) -> Engine:
    """An engine for `sqlite:///duly.sqlite3` or `postgresql://user@host/name`.

    Raises DatabaseUnreachable when it is neither, or cannot be.
    """
    parsed = addresses.read(url)
    return _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)


def _sqlite(url: URL) -> Engine:
    # One connection for whoever writes beside those who read.
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        pool_size=CONNECTIONS + 1,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}")
        for statement in SQLITE_SETUP:
            connection.execute(statement)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        left = waiting.left()
        seconds = PATIENCE_SECONDS if left is None else min(left, PATIENCE_SECONDS)
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={max(0, int(seconds * 1000))}")
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _postgresql(url: URL) -> Engine:
    setup = {name: value for name, value in POSTGRESQL_SETUP.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args=setup,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
    )
    # Loaded here: whoever works on SQLite need not have its driver in memory.
    connector = import_module("storage.hurried").Connector(CONNECTIONS)

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Dialect, _record: ConnectionPoolEntry, where: list[Any], how: dict[str, Any]
    ) -> Any:
        return connector.connect(*where, **how)

    return engine
