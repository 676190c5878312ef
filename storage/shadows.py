"""Work on PostgreSQL that nobody may see or wait for happens here, and is forgotten at the end.

The rows that everybody refers to are copied to tables of one's own, which have the same names and
hide the real ones: what is changed there locks nothing that others need.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlmodel import Session

from storage import kept_counts
from storage.bank import HouseQuestion
from storage.causes import Cause
from storage.contacts import Contact
from storage.counters import Counter
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.database import Database
from storage.deeds import DeedCount, SaidYear
from storage.departments import Department, Route
from storage.failures import translated
from storage.initiatives import Initiative, InitiativeCustomer
from storage.invitations import SurveyInvitation
from storage.kept_counts import KeptCount
from storage.people import Person
from storage.response_counts import ResponseCount
from storage.surveys import Survey
from storage.twins import Twin
from storage.voices import Voice
from storage.waiting import Left
from storage.workspaces import Workspace

SHADOWED = (
    Workspace, Department, Person, Route, Customer, KeptCount, ResponseCount, SaidYear, DeedCount,
    Counter, Contact, Cause, HouseQuestion, Voice, CustomerOutcome, Initiative,
    InitiativeCustomer, Twin, Survey, SurveyInvitation,
)  # fmt: skip
"""What rows of a file change beside what they add, and what has a number of those that they add.

Whoever takes the next number meanwhile takes the same one. What grows day by day, such as tasks and
answers, is not among them.
"""
SEARCHED = ("search", "search_words")
"""The words by which things with a number are found, which no file looks for: without their rows.
"""


class _Apart(Database):
    """A database all of whose sessions are parts of one transaction, which is never kept."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.engine, self.sessions = database.engine, database.sessions
        self._connection = connection

    @contextmanager
    def read(self, left: Left | None = None) -> Iterator[Session]:
        """As of any database."""
        del left
        with translated(), self._joined() as session:
            yield session

    @contextmanager
    def write(self, left: Left | None = None) -> Iterator[Session]:
        """The same, for as long as the transaction around it lasts."""
        del left
        with translated(), self._joined() as session:
            yield session
            kept_counts.settle(session)
            session.commit()

    def _joined(self) -> Session:
        return self.sessions(bind=self._connection, join_transaction_mode="create_savepoint")


@contextmanager
def shadowed(database: Database, team_id: str) -> Iterator[Database]:
    """A database as it stands, of which nothing stays; for one thread alone.

    Raises StorageError when the database fails.
    """
    with translated(), database.engine.connect() as connection:
        transaction = connection.begin()
        try:
            # It may read a long file meanwhile, and holds nothing that others need.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            _cast(connection, team_id)
            yield _Apart(database, connection)
        finally:
            transaction.rollback()


def _cast(connection: Connection, team_id: str) -> None:
    """Make the shadows, with the rows of one workspace."""
    schema = connection.dialect.default_schema_name
    whole = [str(table.__tablename__) for table in SHADOWED]
    for table in [*whole, *SEARCHED]:
        name = f'"{table}"'
        real = f'"{schema}".{name}'
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE {name} (LIKE {real} INCLUDING ALL) ON COMMIT DROP"
        )
        if table not in whole:
            continue
        copied = text(f"INSERT INTO pg_temp.{name} SELECT * FROM {real} WHERE team_id = :team_id")  # noqa: S608 - names of ours
        connection.execute(copied, {"team_id": team_id})
