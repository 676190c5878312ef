"""Duly's memory is copied while it works, and brought back without saying anything twice."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory

from sqlmodel import Session

from bot.files import OURS_ALONE
from bot.slices import Slices
from storage import cards, counters, sending, tallies, workspaces
from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseOlder, StorageError

# Numbers given after the backup stand on cards in Slack: a new promise must not take one of them.
NUMBERS_LEFT_OUT = 1_000
LOCK_SECONDS = 1
# A step of a copy: about 4 MB, after which as long a rest.
PAGES, LONGEST_REST = 1_000, 0.1
KEPT = ".before-restore"
BESIDE = ("-wal", "-shm", "-journal")

SAVED = "Saved in {file}, and checked."
RESTORED = "Brought back from {file}."
KEPT_THERE = "What was there before is in {kept}."
HOLDS = "It holds: {tallies}."
NOT_COUNTED = "It is of another version of Duly, so nothing was counted."
LOOKED_UP = "Messages that may have been sent since, and are looked up in Slack first: {count}."
LEFT_OUT = f"New numbers begin {NUMBERS_LEFT_OUT:,} higher: Slack still shows what was forgotten."
MAYBE_SENT = "It may have been sent after the backup."

NO_DATABASE = "There is nothing to save at {path}: no such file. Check DATABASE_URL."
NOTHING = (
    "There is nothing to save at {path}: no workspace is in it yet. "
    "Check DATABASE_URL, and in which folder you are."
)
NO_FOLDER = "There is no folder {folder}. Create it, or choose another."
NO_NAME = "{file} is a folder. Add the name of a file to it."
NO_ROOM = "There is no room left on the disk for a copy."
EXISTS = "{file} is there already. Add --force to replace it."
ITSELF = "{file} is the database itself. Choose another file."
NO_FILE = "There is no file {file}."
BROKEN = "{file} cannot be used: {why}."
FOREIGN = "{file} is not a database of Duly."
IN_USE = "{path} is in use. Stop Duly, and whatever else has it open, and try again."
CANNOT_SEE = (
    "{path} is damaged ({why}), so nobody can see whether it is in use. "
    "Stop Duly and add --yes to replace it."
)
KEPT_ALREADY = "{kept} is there from an earlier restore. Move it away and try again."
PG_DUMP = "PostgreSQL makes its own backups: pg_dump --format=custom --file={file} {url}"
PG_RESTORE = (
    "PostgreSQL restores its own backups. Stop Duly and run: "
    "pg_restore --clean --if-exists --single-transaction --dbname={url} {file} "
    "&& duly migrate && duly restore --already"
)


class BackupRefused(StorageError):
    """A copy could not be made or brought back; the message says why, and nothing was changed."""


def save(database: Database, file: Path, *, force: bool = False) -> str:
    """Copy the database to a file, from one instant, while others write; what to say about it.

    Raises BackupRefused; the file is there as a whole or not at all.
    """
    source = _path(database, PG_DUMP, file)
    if file.is_dir():
        raise BackupRefused(NO_NAME.format(file=file))
    if not file.parent.is_dir():
        raise BackupRefused(NO_FOLDER.format(folder=file.parent))
    if not source.exists():
        raise BackupRefused(NO_DATABASE.format(path=source))
    if file.exists() and file.samefile(source):
        raise BackupRefused(ITSELF.format(file=file))
    if file.exists() and not force:
        raise BackupRefused(EXISTS.format(file=file))
    with _new_file_beside(file) as copy:
        with _in_words(source):
            _copy(source, copy)
            _check(copy)
            _check_worth_it(copy, source)
        counted = _contents(copy)
        _finish(copy)
        _remove_what_lies_beside(file)
        _put(copy, file)
    return f"{SAVED.format(file=file)} {counted}"


def restore(database: Database, file: Path, now: datetime, *, stopped: bool = False) -> str:
    """Put a copy in the place of the database, which is kept beside it; what to say about it.

    `stopped` is somebody's word that Duly does not run, for a database too damaged to tell.
    Raises BackupRefused, or DatabaseNewer for the copy of a newer Duly; nothing was changed then.
    """
    target = _path(database, PG_RESTORE, file)
    kept = target.with_name(target.name + KEPT)
    if not file.is_file():
        raise BackupRefused(NO_FILE.format(file=file))
    if target.exists() and file.samefile(target):
        raise BackupRefused(ITSELF.format(file=file))
    if kept.exists():
        raise BackupRefused(KEPT_ALREADY.format(kept=kept))
    with _new_file_beside(target) as copy:
        with _in_words(file):
            _take(file, copy)
            _check(copy)
            _check_ours(copy, file)
        brought = Database(f"sqlite:///{copy}")
        brought.migrate()
        said = see_to_what_may_have_happened(brought, now)
        brought.close()
        words = [RESTORED.format(file=file), _contents(copy), said]
        _finish(copy, like=target)
        with _alone(target, stopped=stopped):
            if target.exists():
                words.append(KEPT_THERE.format(kept=kept))
            _keep(target, kept)
            _put(copy, target)
    return " ".join(words)


def see_to_what_may_have_happened(database: Database, now: datetime) -> str:
    """Make a database that was brought back careful about the time it forgot; what was done.

    Unfinished messages are looked up in Slack before they are sent, no card is taken to show what
    it showed, and numbers go on far above. All of it may be done again after an interruption.
    Raises StorageError.
    """
    database.check_revision()
    with database.read() as session:
        teams = [workspace.team_id for workspace in workspaces.all_of_them(session)]
    count = sum(_doubt(database, team_id, now) for team_id in teams)
    for team_id in teams:
        _forget_shown(database, team_id)
    with database.write() as session:
        for team_id in teams:
            counters.leave_out(session, team_id, NUMBERS_LEFT_OUT)
    return f"{LOOKED_UP.format(count=count)} {LEFT_OUT}"


def _doubt(database: Database, team_id: str, now: datetime) -> int:
    """Put every post in doubt that may have left; how many."""
    slices, count, last = Slices(), 0, None
    while True:
        with database.read() as session:
            found = sending.that_may_have_left(session, team_id, now, last, slices.size)
        if not found:
            return count
        doubt = partial(sending.doubt, team_id=team_id, message_ids=found, now=now, why=MAYBE_SENT)
        count += slices.write(database, len(found), doubt)
        last = found[-1]


def _forget_shown(database: Database, team_id: str) -> None:
    slices, last = Slices(), None
    while True:
        with database.read() as session:
            found = cards.after(session, team_id, last, slices.size)
        if not found:
            return
        forget = partial(cards.forget_shown, team_id=team_id, first=found[0], last=found[-1])
        slices.write(database, len(found), forget)
        last = found[-1]


def _path(database: Database, otherwise: str, file: Path) -> Path:
    """Where the SQLite file is; PostgreSQL has tools of its own, named in the refusal."""
    url = database.engine.url
    if database.is_sqlite:
        return Path(url.database or ":memory:")
    # libpq knows neither our driver's name nor should a password stand on the screen.
    address = url.set(drivername="postgresql", password=None).render_as_string()
    raise BackupRefused(otherwise.format(file=quote(str(file)), url=quote(address)))


@contextmanager
def _new_file_beside(file: Path) -> Iterator[Path]:
    """A place for a file on the same disk, so that it can be moved there in one step."""
    with _in_words(file), TemporaryDirectory(prefix=".duly-", dir=file.parent) as folder:
        yield Path(folder) / file.name


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
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


def _copy(source: Path, copy: Path) -> None:
    """Step by step, and each on the disk before the next: who commits meanwhile waits for one."""
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


def _take(file: Path, copy: Path) -> None:
    """Copy a backup and leave it untouched; with what was not yet merged, if it is a raw copy."""
    shutil.copyfile(file, copy)
    unmerged = file.with_name(f"{file.name}-wal")
    if unmerged.exists():
        shutil.copyfile(unmerged, copy.with_name(f"{copy.name}-wal"))


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def _check_ours(copy: Path, file: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        query = "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'outbox')"
        [tables] = connection.execute(query).fetchone()
    if tables != len(("alembic_version", "outbox")):
        raise BackupRefused(FOREIGN.format(file=file))


def _check_worth_it(copy: Path, source: Path) -> None:
    """An empty database is one that nobody meant: a copy of it would stand where a good one was."""
    with closing(sqlite3.connect(copy)) as connection:
        [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables:
            _check_ours(copy, source)
            [tables] = connection.execute("SELECT count(*) FROM workspaces").fetchone()
    if not tables:
        raise BackupRefused(NOTHING.format(path=source.absolute()))


def _contents(copy: Path) -> str:
    """How much a copy holds; a backup is also made just before an update, and is not counted."""
    database = Database(f"sqlite:///{copy}")
    try:
        database.check_revision()
        with database.read() as session:
            return HOLDS.format(tallies=_counted(session))
    except (DatabaseOlder, DatabaseNewer):
        return NOT_COUNTED
    finally:
        database.close()


def _counted(session: Session) -> str:
    counted = asdict(tallies.of_everything(session))
    return ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in counted.items())


def _finish(copy: Path, like: Path | None = None) -> None:
    """One file, for its owner or with the rights of another one, safely on the disk."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    copy.chmod(OURS_ALONE)
    if like and like.exists():
        shutil.copymode(like, copy)
    _to_disk(copy)


@contextmanager
def _alone(target: Path, *, stopped: bool) -> Iterator[None]:
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


def _keep(target: Path, kept: Path) -> None:
    """Give the old database a second name; its place is never empty, whatever happens now."""
    if target.exists():
        kept.hardlink_to(target)
    for ending in BESIDE:
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + ending))


def _remove_what_lies_beside(file: Path) -> None:
    """SQLite would merge the unfinished business of an older copy into the new one."""
    for ending in BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _put(copy: Path, place: Path) -> None:
    copy.replace(place)
    _to_disk(place.parent)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
