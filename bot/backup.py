"""Duly's memory is copied while it works, and brought back without saying anything twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from shlex import quote

from sqlmodel import Session

from bot import copying, routes
from bot.copying import BackupRefused
from bot.slices import Slices
from storage import cards, counters, sending, tallies, workspaces
from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseOlder

# Numbers given after the backup stand on cards in Slack: a new promise must not take one of them.
NUMBERED = [noun.table for noun in routes.NOUNS.values()]
NUMBERS_LEFT_OUT = 1_000
KEPT = ".before-restore"

SAVED = "Saved in {file}, and checked."
RESTORED = "Brought back from {file}."
KEPT_THERE = "What was there before is in {kept}."
HOLDS = "It holds: {tallies}."
NOT_COUNTED = "It is of another version of Duly, so nothing was counted."
LOOKED_UP = "Messages that may have been sent since, and are looked up in Slack first: {count}."
LEFT_OUT = f"New numbers begin {NUMBERS_LEFT_OUT:,} higher: Slack still shows what was forgotten."
MAYBE_SENT = "It may have been sent after the backup."

NO_DATABASE = "There is nothing to save at {path}: no such file. Check DATABASE_URL."
NO_FOLDER = "There is no folder {folder}. Create it, or choose another."
NO_NAME = "{file} is a folder. Add the name of a file to it."
EXISTS = "{file} is there already. Add --force to replace it."
ITSELF = "{file} is the database itself. Choose another file."
NO_FILE = "There is no file {file}."
KEPT_ALREADY = "{kept} is there from an earlier restore. Move it away and try again."
PG_DUMP = "PostgreSQL makes its own backups: pg_dump --format=custom --file={file} {url}"
PG_RESTORE = (
    "PostgreSQL restores its own backups. Stop Duly and run: "
    "pg_restore --clean --if-exists --single-transaction --dbname={url} {file} "
    "&& duly migrate && duly restore --already"
)


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
    with copying.new_file_beside(file) as copy:
        with copying.in_words(source):
            copying.copy_live(source, copy)
            copying.check(copy)
            copying.check_worth_it(copy, source)
        counted = _contents(copy)
        copying.finish(copy)
        copying.remove_what_lies_beside(file)
        copying.put(copy, file)
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
    with copying.new_file_beside(target) as copy:
        with copying.in_words(file):
            copying.copy_backup(file, copy)
            copying.check(copy)
            copying.check_ours(copy, file)
        brought = Database(f"sqlite:///{copy}")
        brought.migrate()
        said = see_to_what_may_have_happened(brought, now)
        brought.close()
        words = [RESTORED.format(file=file), _contents(copy), said]
        copying.finish(copy, like=target)
        with copying.alone(target, stopped=stopped):
            if target.exists():
                words.append(KEPT_THERE.format(kept=kept))
            copying.keep(target, kept)
            copying.put(copy, target)
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
            counters.leave_out(session, team_id, NUMBERS_LEFT_OUT, NUMBERED)
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
