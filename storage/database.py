"""Duly's memory opens here: one database, SQLite or PostgreSQL, read or written in transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, exc, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.orm import SessionTransaction, sessionmaker
from sqlmodel import Session
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random

from storage import errors

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = "The database was busy for too long."
NO_ADDRESS = (
    "DATABASE_URL is not a database address. "
    "Use sqlite:///duly.sqlite3 or postgresql://user@host/name."
)

# Whoever waits for an answer is told within Slack's three seconds that it is busy here.
PATIENCE_SECONDS = 2

# FULL: a commit that was acknowledged must survive a power cut; NORMAL may lose the last ones.
SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}",
    "PRAGMA foreign_keys=ON",
)
# A process that froze in the middle of a transaction must not hold up the others for long.
POSTGRESQL_SETUP = f"-c lock_timeout={PATIENCE_SECONDS}s -c idle_in_transaction_session_timeout=60s"
TABLE_PATIENCE_MS = 1_000
CONNECTIONS = 20
# SQLSTATE of what PostgreSQL undoes and what will do when it is tried again: deadlock,
# serialization failure, a lock that was not to be had.
TRY_AGAIN = {"40P01", "40001", "55P03"}


class _Session(Session):
    """A session that holds on to what it has read, so that nothing is read twice."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """The row with this key; a request asks for most of its rows several times."""
        if not options:
            # SQLAlchemy finds it here as well, after ten times as many steps.
            row = self.identity_map.get((entity, ident, None))
            if row is not None and not inspect(row).expired:
                return row
        return super().get(entity, ident, **options)


@event.listens_for(_Session, "loaded_as_persistent")
def _hold(session: _Session, row: object) -> None:
    # The session itself refers weakly to its rows: one that a handler let go is read again.
    session.info.setdefault("held", []).append(row)


class Database:
    """One database behind a URL, with read sessions and write sessions.

    `url` is SQLAlchemy's form: `sqlite:///duly.sqlite3` or `postgresql://user@host/name`.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        # IMMEDIATE takes SQLite's write lock at once: a later upgrade of a read lock would
        # fail with "database is locked" whatever the busy timeout.
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        # Whoever wants to see what is committed listens to the sessions of this database.
        self.sessions = sessionmaker(class_=_Session, expire_on_commit=False)
        self._writing = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is an embedded SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """Where the database is, with the password, as its own driver wants to be told."""
        url = self.engine.url.set(drivername=self.engine.dialect.name)
        return url.render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that looks and never writes.

        Raises StorageError when the database fails.
        """
        with translated(), self.sessions(bind=self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One write transaction: committed when the block ends, rolled back when it raises.

        Raises StorageError when the database fails; of its kinds, only OutcomeUnknown leaves
        open whether the block was kept.
        """
        with (
            self._turn(),
            translated(),
            self.sessions(bind=self._writer) as session,
        ):
            yield session
            session.flush()
            _commit(session)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one thread after the other write.

        SQLite lets one writer in and makes the others sleep and try again, some for seconds;
        threads of one process queue up here instead. PostgreSQL needs none of that.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=PATIENCE_SECONDS):
            raise errors.DatabaseBusy(BUSY)
        try:
            yield
        finally:
            self._writing.release()

    @retry(
        retry=retry_if_exception_type(errors.DatabaseBusy),
        stop=stop_after_attempt(60),
        wait=wait_random(0.2, 1),
        reraise=True,
    )
    def migrate(self) -> None:
        """Bring the tables up to this version of Duly; harmless when they are.

        Raises DatabaseNewer when a newer version has been there, DatabaseBusy when others kept a
        table for minutes.
        """
        with translated(), self._writer.begin() as connection:
            if not self.is_sqlite:
                # One migration at a time, however many processes start at once.
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(482300117)")
                # Requests queue up behind a table that a migration waits for: it gives way soon,
                # and comes again.
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {TABLE_PATIENCE_MS}")
            _check_known(_revision(connection))
            command.upgrade(alembic_config(connection), "head")

    def check_revision(self) -> None:
        """Refuse a database that does not fit this version of Duly.

        Raises DatabaseNewer or DatabaseOlder, each with what to do about it.
        """
        with translated(), self.engine.connect() as connection:
            current = _revision(connection)
        _check_known(current)
        if current != _scripts().get_current_head():
            raise errors.DatabaseOlder("The database is not up to date. Run `duly migrate` first.")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_known(revision: str | None) -> None:
    if revision in {None, *(script.revision for script in _scripts().walk_revisions())}:
        return
    raise errors.DatabaseNewer(
        f"The database was changed by a newer Duly (revision {revision}). "
        "Update this installation before starting it."
    )


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise errors.DatabaseUnreachable(NO_ADDRESS) from error
    # Heroku and others still hand out the scheme that SQLAlchemy dropped.
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise errors.DatabaseUnreachable(NO_ADDRESS)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    given = {} if "options" in parsed.query else {"options": POSTGRESQL_SETUP}
    return create_engine(
        parsed,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        connect_args={"connect_timeout": PATIENCE_SECONDS, **given},
    )


def _sqlite(url: Any) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for statement in SQLITE_SETUP:
            connection.execute(statement)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _commit(session: Session) -> None:
    """Everything has been written by now: what goes wrong here may have been kept all the same.

    Raises OutcomeUnknown.
    """
    try:
        session.commit()
    except exc.DBAPIError as error:
        raise errors.OutcomeUnknown(f"The commit was not confirmed: {error.orig}") from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's errors into Duly's.

    Raises AlreadyThere, DatabaseBusy, DatabaseUnreachable or StorageError.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise errors.AlreadyThere(str(error.orig)) from error
    except exc.DBAPIError as error:
        if "locked" in str(error.orig) or getattr(error.orig, "sqlstate", "") in TRY_AGAIN:
            raise errors.DatabaseBusy(BUSY) from error
        if isinstance(error, exc.OperationalError) or error.connection_invalidated:
            words = f"The database cannot be used: {error.orig}"
            raise errors.DatabaseUnreachable(words) from error
        raise errors.StorageError(str(error)) from error
    except exc.TimeoutError as error:
        raise errors.DatabaseBusy(BUSY) from error
    except exc.SQLAlchemyError as error:
        raise errors.StorageError(str(error)) from error


@contextmanager
def trial(session: Session) -> Iterator[SessionTransaction]:
    """A savepoint for work on one row: where that breaks, it is undone and the rest can go on.

    Raises RowBroken; but DatabaseBusy and DatabaseUnreachable, which are no row's fault, as such.
    """
    try:
        with translated(), session.begin_nested() as savepoint:
            yield savepoint
    except (errors.DatabaseBusy, errors.DatabaseUnreachable):
        raise
    except Exception as error:
        # The one place for it: whatever a row holds may break whoever handles it, and the caller
        # decides what becomes of the row.
        raise errors.RowBroken(f"{type(error).__name__}: {error}") from error
