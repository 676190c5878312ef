"""The files that Duly keeps are its own: nobody else may read them, wherever they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IRWXO

from bot.settings import DEFAULT_FILE, MissingSetting, Settings
from storage import addresses

OURS_ALONE = 0o600
_OTHERS = 0o077
# What SQLite keeps beside a database, and what `duly restore` does.
BESIDE = ("-wal", "-shm", ".before-restore")


@contextmanager
def private() -> Iterator[None]:
    """Whatever is created while the block runs may be read and written by its owner alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def database_file(settings: Settings) -> Path | None:
    """Where an embedded database is; None for one on a server.

    Raises DatabaseUnreachable when there is no address.
    """
    url = addresses.read(settings.database_url.get_secret_value())
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def need_place(settings: Settings) -> None:
    """Refuse a place where no database file can be.

    Raises MissingSetting, or DatabaseUnreachable when there is no address.
    """
    file = database_file(settings)
    if file is None:
        return
    if file.is_dir():
        raise _misplaced(file, "That is a folder: add the name of a file to it.")
    if not file.parent.is_dir():
        raise _misplaced(file, f"There is no folder {file.parent}: create it, or choose another.")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise _misplaced(file, f"Duly may not write into the folder {file.parent.absolute()}.")
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        raise _misplaced(file, "Duly may not read and write this file.")


def _misplaced(file: Path, why: str) -> MissingSetting:
    return MissingSetting(f"DATABASE_URL names {file}. {why}")


def open_to_others(settings: Settings, env_file: Path | None) -> list[Path]:
    """Which of the files with secrets and customers in them anybody on this machine may read."""
    database = database_file(settings)
    databases = [database, *(Path(f"{database}{end}") for end in BESIDE)] if database else []
    files = [env_file or DEFAULT_FILE, *databases]
    return [file for file in files if file.is_file() and file.stat().st_mode & S_IRWXO]
