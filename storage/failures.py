"""What a database driver complains of is told apart here: busy, away, full, damaged, our fault."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from storage import errors

BUSY = "The database was busy for too long."
FULL = "There is no room left on the disk of the database."
READ_ONLY = "The database can be read, but not written to."
DAMAGED = (
    "The database is damaged, or is no database ({why}). "
    "Stop Duly and bring back a backup with `duly restore FILE`."
)
THERE_ALREADY = (
    "A row that was to be new is there already ({why}). Where data were brought back or filled in "
    "by hand, Duly's numbers lie behind them: stop Duly and run `duly restore --already`."
)
DAMAGED_ON_A_SERVER = "The database is damaged ({why}). Bring back a backup of it."

# By the primary result code, https://www.sqlite.org/rescode.html; what is not here is our fault.
SQLITE = {
    sqlite3.SQLITE_BUSY: errors.DatabaseBusy,
    sqlite3.SQLITE_LOCKED: errors.DatabaseBusy,
    sqlite3.SQLITE_PROTOCOL: errors.DatabaseBusy,
    sqlite3.SQLITE_INTERRUPT: errors.DatabaseBusy,
    sqlite3.SQLITE_FULL: errors.DatabaseFull,
    sqlite3.SQLITE_READONLY: errors.DatabaseReadOnly,
    sqlite3.SQLITE_CORRUPT: errors.DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: errors.DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: errors.DatabaseUnreachable,
    sqlite3.SQLITE_IOERR: errors.DatabaseUnreachable,
    sqlite3.SQLITE_NOMEM: errors.DatabaseUnreachable,
    sqlite3.SQLITE_PERM: errors.DatabaseUnreachable,
}
ALREADY_THERE = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
# By SQLSTATE or, with two letters, its class:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL = {
    "40001": errors.DatabaseBusy,  # serialization failure
    "40P01": errors.DatabaseBusy,  # deadlock
    "55P03": errors.DatabaseBusy,  # a lock was not to be had in time
    "57014": errors.DatabaseBusy,  # cancelled, by us or by a limit of the server's
    "53100": errors.DatabaseFull,
    "25006": errors.DatabaseReadOnly,
    "23505": errors.AlreadyThere,
    "25P03": errors.DatabaseUnreachable,  # this process was asleep in a transaction
    "08": errors.DatabaseUnreachable,  # the connection
    "28": errors.DatabaseUnreachable,  # the password
    "3D": errors.DatabaseUnreachable,  # no database of that name
    "53": errors.DatabaseUnreachable,  # connections or memory are used up
    "57": errors.DatabaseUnreachable,  # the server stops or starts
    "58": errors.DatabaseUnreachable,  # its disk or system fails
    "XX001": errors.DatabaseDamaged,
    "XX002": errors.DatabaseDamaged,
}
# Refused before anything was written, so a commit that ends so was certainly not kept.
NOT_KEPT = (
    errors.DatabaseBusy, errors.DatabaseFull, errors.DatabaseReadOnly, errors.AlreadyThere,
)  # fmt: skip


def in_our_words(error: exc.SQLAlchemyError) -> errors.StorageError:
    """The same failure as one of Duly's; a plain StorageError is nobody's fault but ours."""
    if isinstance(error, exc.TimeoutError):
        return errors.DatabaseBusy(BUSY)
    if not isinstance(error, exc.DBAPIError):
        return errors.StorageError(str(error))
    kind = _kind(error)
    return kind(_words(kind, error))


@contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's errors into Duly's.

    Raises StorageError or one of its kinds.
    """
    try:
        yield
    except exc.SQLAlchemyError as error:
        raise in_our_words(error) from error


def _kind(error: exc.DBAPIError) -> type[errors.StorageError]:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code in ALREADY_THERE:
        return errors.AlreadyThere
    if code is not None:
        # The last byte is the primary code, the rest says more.
        return SQLITE.get(code & 0xFF, errors.StorageError)
    state = getattr(error.orig, "sqlstate", None)
    if state:
        ours = POSTGRESQL.get(state) or POSTGRESQL.get(state[:2])
        return ours or _lost(error)
    # The server said nothing at all.
    is_away = isinstance(error, exc.OperationalError) or error.connection_invalidated
    return errors.DatabaseUnreachable if is_away else errors.StorageError


def _lost(error: exc.DBAPIError) -> type[errors.StorageError]:
    return errors.DatabaseUnreachable if error.connection_invalidated else errors.StorageError


def _words(kind: type[errors.StorageError], error: exc.DBAPIError) -> str:
    if kind is errors.DatabaseBusy:
        return BUSY
    if kind is errors.DatabaseFull:
        return FULL
    if kind is errors.DatabaseReadOnly:
        return READ_ONLY
    if kind is errors.DatabaseDamaged:
        is_file = isinstance(error.orig, sqlite3.Error)
        return (DAMAGED if is_file else DAMAGED_ON_A_SERVER).format(why=error.orig)
    if kind is errors.AlreadyThere:
        # PostgreSQL goes on with what is in the row, which is nobody's to read in a log.
        return THERE_ALREADY.format(why=str(error.orig).partition("\n")[0])
    if kind is errors.DatabaseUnreachable:
        return f"The database cannot be used: {error.orig}"
    return str(error.orig)
