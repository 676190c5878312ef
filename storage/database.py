"""Duly's memory opens here: one database, SQLite or PostgreSQL, read or written in transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sqlalchemy import event, exc, inspect
from sqlalchemy.orm import SessionTransaction, sessionmaker
from sqlmodel import Session
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random

from storage import engines, errors, keeping, kept_counts, revisions
from storage.failures import BUSY, NOT_KEPT, in_our_words, translated
from storage.turns import Turns
from storage.waiting import PATIENCE_SECONDS, Left, within

TABLE_PATIENCE_MS = 1_000


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


event.listen(_Session, "after_flush", keeping.flushed)


class Database:
    """One database behind a URL, with read sessions and write sessions.

    `url` is SQLAlchemy's form: `sqlite:///duly.sqlite3` or `postgresql://user@host/name`.
    """

    def __init__(self, url: str) -> None:
        self.engine = engines.opened(url)
        # IMMEDIATE takes SQLite's write lock at once: a later upgrade of a read lock would
        # fail with "database is locked" whatever the busy timeout.
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        # Whoever wants to see what is committed listens to the sessions of this database.
        self.sessions = sessionmaker(class_=_Session, expire_on_commit=False)
        # SQLite lets one writer in and makes the others sleep and try again, some for seconds;
        # threads of one process queue up here instead, each as long as it can wait.
        self._writing = Turns(1 if self.is_sqlite else engines.CONNECTIONS)
        self._reading = self._writing
        if self.is_sqlite:
            self._reading = Turns(engines.CONNECTIONS)

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
    def read(self, left: Left | None = None) -> Iterator[Session]:
        """A session that looks and never writes; `left` says how many seconds it may still take.

        Raises StorageError when the database fails, DatabaseBusy when nothing is left.
        """
        with (
            _turn(self._reading, left),
            within(left),
            translated(),
            self.sessions(bind=self.engine) as session,
        ):
            yield session

    @contextmanager
    def write(self, left: Left | None = None) -> Iterator[Session]:
        """One write transaction: committed when the block ends, rolled back when it raises.

        `left` says how many seconds somebody still waits: when there are none, nothing is
        committed any more.
        Raises StorageError when the database fails, DatabaseBusy when nothing is left; of its
        kinds, only OutcomeUnknown leaves open whether the block was kept.
        """
        with (
            _turn(self._writing, left),
            within(left),
            translated(),
            self.sessions(bind=self._writer) as session,
        ):
            yield session
            kept_counts.settle(session)
            if left and left() <= 0:
                raise errors.DatabaseBusy(BUSY)
            _commit(session)

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
            current = revisions.of(connection)
            revisions.check_known(current)
            if current != revisions.newest():
                # Loaded here: most starts find nothing to change.
                import_module("storage.migrating").upgrade(connection)

    def check_revision(self, left: Left | None = None) -> None:
        """Refuse a database that does not fit this version of Duly; `left` as for `read`.

        Raises DatabaseNewer, DatabaseOlder or DatabaseEmpty, each with what to do about it.
        """
        with within(left), translated(), self.engine.connect() as connection:
            current = revisions.of(connection)
        revisions.check_known(current)
        if current != revisions.newest():
            kind = errors.DatabaseOlder if current else errors.DatabaseEmpty
            raise kind("The database is not up to date. Run `duly migrate` first.")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


@contextmanager
def _turn(places: Turns, left: Left | None) -> Iterator[None]:
    """Wait for one of so many places, and give it back at the end.

    Who says how much time is `left` answers to somebody.
    """
    seconds = left() if left else PATIENCE_SECONDS
    if seconds <= 0 or not places.take(seconds, for_person=left is not None):
        raise errors.DatabaseBusy(BUSY)
    try:
        yield
    finally:
        places.give_back()


def _commit(session: Session) -> None:
    """Everything has been written by now: what goes wrong here may have been kept all the same.

    Raises OutcomeUnknown, or what says that it was certainly not kept.
    """
    try:
        session.commit()
    except exc.DBAPIError as error:
        failure = in_our_words(error)
        if isinstance(failure, NOT_KEPT):
            raise failure from error
        raise errors.OutcomeUnknown(f"The commit was not confirmed: {error.orig}") from error


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
