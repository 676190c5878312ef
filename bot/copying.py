"""A database's file is copied while others write, checked, and put in its place in one step."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.files import OURS_ALONE
from storage.errors import StorageError

LOCK_SECONDS = 1
# A step of a copy: about 4 MB, after which as long a rest.
PAGES, LONGEST_REST = 1_000, 0.1
BESIDE = ("-wal", "-shm", "-journal")

NOTHING = (
    "There is nothing to save at {path}: no workspace is in it yet. "
    "Check DATABASE_URL, and in which folder you are."
)
NO_ROOM = "There is no room left on the disk for a copy."
BROKEN = "{file} cannot be used: {why}."
FOREIGN = "{file} is not a database of Duly."
IN_USE = "{path} is in use. Stop Duly, and whatever else has it open, and try again."
CANNOT_SEE = (
    "{path} is damaged ({why}), so nobody can see whether it is in use. "
    "Stop Duly and add --yes to replace it."
)


class BackupRefused(StorageError):
    """A copy could not be made or brought back; the message says why, and nothing was changed."""


@contextmanager
def new_file_beside(file: Path) -> Iterator[Path]:
    """A place for a file on the same disk, so that it can be moved there in one step."""
    with in_words(file), TemporaryDirectory(prefix=".duly-", dir=file.parent) as folder:
        yield Path(folder) / file.name


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """Say what went wrong with a file. Raises BackupRefused."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if _is_full(error):
            raise BackupRefused(NO_ROOM) from error
        raise BackupRefused(BROKEN.format(file=file, why=error)) from error


def _is_full(error: sqlite3.Error | OSError) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def copy_live(source: Path, copy: Path) -> None:
    """Copy step by step, each on the disk before the next: who commits meanwhile waits for one."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(copy)) as writing:
        # One instant for all steps: otherwise the copy begins anew whenever somebody writes.
        reading.execute("BEGIN")
        reading.execute("SELECT 1 FROM sqlite_master").fetchone()
        # Only the whole copy counts, and it is checked.
        writing.execute("PRAGMA journal_mode=OFF")
        writing.execute("PRAGMA synchronous=OFF")
        began = time.perf_counter()

        def step(_status: int, _remaining: int, _total: int) -> None:
            nonlocal began
            _to_disk(copy)
            time.sleep(min(time.perf_counter() - began, LONGEST_REST))
            began = time.perf_counter()

        reading.backup(writing, pages=PAGES, progress=step)


def copy_backup(file: Path, copy: Path) -> None:
    """Copy a backup and leave it untouched; with what was not yet merged, if it is a raw copy."""
    shutil.copyfile(file, copy)
    unmerged = file.with_name(f"{file.name}-wal")
    if unmerged.exists():
        shutil.copyfile(unmerged, copy.with_name(f"{copy.name}-wal"))


def check(copy: Path) -> None:
    """Read a copy as a whole. Raises sqlite3.DatabaseError where it is damaged."""
    with closing(sqlite3.connect(copy)) as connection:
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def check_ours(copy: Path, file: Path) -> None:
    """Refuse the copy of a file that Duly never wrote. Raises BackupRefused."""
    with closing(sqlite3.connect(copy)) as connection:
        query = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'outbox')"
        [tables] = connection.execute(query).fetchone()
    if tables != len(("alembic_version", "outbox")):
        raise BackupRefused(FOREIGN.format(file=file))


def check_worth_it(copy: Path, source: Path) -> None:
    """An empty database is one that nobody meant: a copy of it would stand where a good one was.

    Raises BackupRefused.
    """
    with closing(sqlite3.connect(copy)) as connection:
        [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables:
            check_ours(copy, source)
            [tables] = connection.execute("SELECT count(*) FROM workspaces").fetchone()
    if not tables:
        raise BackupRefused(NOTHING.format(path=source.absolute()))


def finish(copy: Path, like: Path | None = None) -> None:
    """One file, for its owner or with the rights of another one, safely on the disk."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(OURS_ALONE)
    if like and like.exists():
        shutil.copymode(like, copy)
    _to_disk(copy)


@contextmanager
def alone(target: Path, *, stopped: bool) -> Iterator[None]:
    """Hold the database so that nobody else can have it open.

    Raises BackupRefused when somebody has.
    """
    if not target.exists():
        yield
        return
    with closing(sqlite3.connect(target, LOCK_SECONDS, isolation_level=None)) as connection:
        try:
            # SQLite leaves the write-ahead log only when no other connection is open, and Duly
            # keeps its connections open while it rests: this finds even an idle one.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise BackupRefused(IN_USE.format(path=target)) from error
            if not stopped:
                raise BackupRefused(CANNOT_SEE.format(path=target, why=error)) from error
        yield


def keep(target: Path, kept: Path) -> None:
    """Give the old database a second name; its place is never empty, whatever happens now."""
    if target.exists():
        kept.hardlink_to(target)
    for ending in BESIDE:
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + ending))


def remove_what_lies_beside(file: Path) -> None:
    """SQLite would merge the unfinished business of an older copy into the new one."""
    for ending in BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def put(copy: Path, place: Path) -> None:
    """Put a copy where it belongs, in one step and safely on the disk."""
    copy.replace(place)
    _to_disk(place.parent)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
