"""The database is written to in turns, fails in Duly's words, and never leaves a doubt unsaid."""

from __future__ import annotations

import sqlite3
import threading

import psycopg
import pytest
from sqlalchemy import event, exc, text
from sqlmodel import Session

from storage import database as module
from storage.database import Database, trial
from storage.errors import (
    AlreadyThere,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnreachable,
    OutcomeUnknown,
    RowBroken,
    StorageError,
)
from storage.failures import translated
from storage.people import Person
from storage.workspaces import Workspace
from tests import cast

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _on_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("what it says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("complaint", "kind"),
    [
        (psycopg.errors.UniqueViolation(), AlreadyThere),
        (psycopg.errors.DeadlockDetected(), DatabaseBusy),
        (psycopg.errors.SerializationFailure(), DatabaseBusy),
        (psycopg.errors.LockNotAvailable(), DatabaseBusy),
        (psycopg.errors.QueryCanceled(), DatabaseBusy),
        (psycopg.errors.DiskFull(), DatabaseFull),
        (psycopg.errors.ReadOnlySqlTransaction(), DatabaseReadOnly),
        (psycopg.errors.DataCorrupted(), DatabaseDamaged),
        (psycopg.errors.AdminShutdown(), DatabaseUnreachable),
        (psycopg.errors.CannotConnectNow(), DatabaseUnreachable),
        (psycopg.errors.TooManyConnections(), DatabaseUnreachable),
        (psycopg.errors.IdleInTransactionSessionTimeout(), DatabaseUnreachable),
        (psycopg.OperationalError("nobody there"), DatabaseUnreachable),
        (psycopg.errors.ProgramLimitExceeded(), StorageError),
        (psycopg.errors.StringDataRightTruncation(), StorageError),
        (psycopg.errors.NumericValueOutOfRange(), StorageError),
        (psycopg.errors.CharacterNotInRepertoire(), StorageError),
        (psycopg.errors.UndefinedTable(), StorageError),
        (psycopg.errors.NotNullViolation(), StorageError),
        (psycopg.DataError("PostgreSQL text fields cannot contain NUL bytes"), StorageError),
        (_on_sqlite(sqlite3.SQLITE_BUSY), DatabaseBusy),
        (_on_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), DatabaseBusy),
        (_on_sqlite(sqlite3.SQLITE_FULL), DatabaseFull),
        (_on_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), DatabaseReadOnly),
        (_on_sqlite(sqlite3.SQLITE_CORRUPT_INDEX), DatabaseDamaged),
        (_on_sqlite(sqlite3.SQLITE_NOTADB), DatabaseDamaged),
        (_on_sqlite(sqlite3.SQLITE_IOERR_FSYNC), DatabaseUnreachable),
        (_on_sqlite(sqlite3.SQLITE_CANTOPEN), DatabaseUnreachable),
        (_on_sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE), AlreadyThere),
        (_on_sqlite(sqlite3.SQLITE_CONSTRAINT_NOTNULL), StorageError),
        (_on_sqlite(sqlite3.SQLITE_ERROR), StorageError),
        (_on_sqlite(sqlite3.SQLITE_TOOBIG), StorageError),
    ],
    ids=repr,
)
def test_what_a_driver_says_is_said_in_our_words(
    complaint: Exception, kind: type[StorageError]
) -> None:
    name = next(each.__name__ for each in type(complaint).__mro__ if hasattr(exc, each.__name__))
    with pytest.raises(kind) as raised, translated():
        raise getattr(exc, name)("", {}, complaint)
    assert type(raised.value) is kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exc.TimeoutError(), DatabaseBusy),
        (exc.InterfaceError("", {}, Exception(), connection_invalidated=True), DatabaseUnreachable),
        (exc.InvalidRequestError(), StorageError),
    ],
)
def test_what_the_library_says_is_said_in_our_words(
    error: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as raised, translated():
        raise error
    assert type(raised.value) is kind


@only_postgresql
def test_two_who_wait_for_each_other_are_told_to_try_again(database: Database) -> None:
    held = threading.Barrier(2)
    outcomes: list[str] = []

    def cross(first: str, second: str) -> None:
        update = text("UPDATE people SET title = 'x' WHERE user_id = :who")
        try:
            with database.write() as session:
                session.execute(update, {"who": first})
                held.wait(5)
                session.execute(update, {"who": second})
            outcomes.append("kept")
        except DatabaseBusy:
            outcomes.append("busy")

    threads = [
        threading.Thread(target=cross, args=pair)
        for pair in ((cast.SARA, cast.OMAR), (cast.OMAR, cast.SARA))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == ["busy", "kept"]


@only_postgresql
def test_a_commit_that_is_cut_is_unknown_and_what_comes_before_it_is_not(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(session: Session) -> None:
        session.connection().connection.driver_connection.close()  # type: ignore[union-attr]

    with pytest.raises(DatabaseUnreachable) as before, database.write() as session:
        session.add(Workspace(team_id="T0NEW", name=str(cut(session))))
    assert not isinstance(before.value, OutcomeUnknown)

    commit = module._commit
    monkeypatch.setattr(module, "_commit", lambda session: (cut(session), commit(session)))
    with pytest.raises(OutcomeUnknown), database.write() as session:
        session.add(Workspace(team_id="T0NEW"))


@only_sqlite
def test_a_thread_that_waits_too_long_for_its_turn_to_write_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    with database.write(), pytest.raises(DatabaseBusy), database.write():
        raise AssertionError("two wrote at once")
    with database.write() as session:
        assert session.get(Workspace, cast.TEAM)


def _rename_and_break(session: Session, person: Person) -> None:
    with trial(session):
        person.name = "Somebody else"
        session.flush()
        raise ValueError


def test_what_was_read_is_not_read_again_until_it_is_undone(database: Database) -> None:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    with database.write() as session:
        sara = session.get(Person, (cast.TEAM, cast.SARA))
        assert sara is not None
        before = len(asked)
        assert session.get(Person, (cast.TEAM, cast.SARA)) is sara
        assert len(asked) == before
        name = sara.name
        with pytest.raises(RowBroken):
            _rename_and_break(session, sara)
        undone = session.get(Person, (cast.TEAM, cast.SARA))
        assert undone is not None
        assert undone.name == name
        session.delete(undone)
        session.flush()
        assert session.get(Person, (cast.TEAM, cast.SARA)) is None
        session.rollback()
