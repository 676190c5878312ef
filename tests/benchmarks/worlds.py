"""Workspaces of any size: the same open work in each, and around it as much else as is wanted.

In a small and in a large world the department that is looked at has the same promises of the last
weeks. Everything else grows: its own past and that of all others, and what others have open. That
is how a workspace grows; somebody's list does not become a hundred times as long with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    Text,
    Uuid,
    cast,
    create_engine,
    event,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, SQLModel

from storage import counters, customers, departments, findable
from storage.columns import new_id
from storage.database import Database
from storage.departments import Department, key_of
from storage.items import State
from storage.nudges import Part
from storage.people import Person
from tests import cast as company

PEOPLE = 250
DEPARTMENTS = 20
TEMPLATE = 5_000
NOW = company.MONDAY
HASTY = ("PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-400000")
TABLES = SQLModel.metadata.tables
TASKS, ASKS, NUDGES = TABLES["tasks"], TABLES["asks"], TABLES["nudges"]


def fill(database: Database, size: int, shown: int, count: int = DEPARTMENTS) -> None:
    """Add `size` tasks and as many open asks; the first `shown` tasks are the same everywhere.

    They belong to `count` departments.
    """
    with database.write() as session:
        homes = _departments(session, count)
        _people(session, homes)
        acme = customers.named(session, company.TEAM, "Acme")
        customer = acme.customer_id if acme else None
        # So that whoever types meanwhile gets numbers of their own.
        counters.next_number(session, company.TEAM, "task", size)
    watched = homes[0]
    template = min(TEMPLATE, size - shown)
    engine = hasty(database)
    with engine.begin() as connection, _without_indexes(connection):
        recent = [_recent(number, homes, customer) for number in range(1, shown + 1)]
        past = [_past(shown + number, homes, watched) for number in range(1, template + 1)]
        connection.execute(insert(TASKS), recent + past)
        _multiply(connection, TASKS, shown, template, size)
        asks = [_ask(number, homes) for number in range(1, shown + template + 1)]
        connection.execute(insert(ASKS), asks)
        _multiply(connection, ASKS, shown, template, size)
        _plan_reminders(connection)
        findable.fill(connection)
    if not database.is_sqlite:
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    engine.dispose()


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take the indexes away meanwhile: to build them at the end takes a third of the time."""
    indexes = [index for table in (TASKS, ASKS, NUDGES) for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def hasty(database: Database) -> Engine:
    """The same database without care for power cuts, for the filling only."""
    engine = create_engine(database.engine.url)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        for statement in HASTY if database.is_sqlite else ():
            connection.execute(statement)

    return engine


def _departments(session: Session, count: int) -> list[UUID]:
    """Billing, which is looked at, and many more."""
    billing = departments.named(session, company.TEAM, "Billing")
    if billing is None:
        raise LookupError("Brightwater has not moved in")
    names = [f"Department {number}" for number in range(1, count)]
    more = [Department(team_id=company.TEAM, name=name, key=key_of(name)) for name in names]
    session.add_all(more)
    session.flush()
    return [billing.department_id, *(each.department_id for each in more)]


def _people(session: Session, homes: list[UUID]) -> None:
    session.add_all(
        Person(
            team_id=company.TEAM, user_id=_owner(number), handle=f"p{number}", name=f"P {number}",
            zone=company.BERLIN, department_id=homes[number % len(homes)],
        )
        for number in range(PEOPLE)
    )  # fmt: skip


def _owner(number: int) -> str:
    return f"U1P{number % PEOPLE:05}"


def _recent(number: int, homes: list[UUID], customer: UUID | None) -> dict[str, object]:
    """One of ten is open, a third of those late; the others were closed in the last two months."""
    opened = NOW - timedelta(days=5 + number % 50, minutes=number)
    task = _task(number, homes[number // 10 % len(homes)], _owner(number))
    task |= {"created_at": opened, "customer_id": customer}
    if number % 10:
        closed = opened + timedelta(days=number % 5)
        return task | {"state": State.DONE, "closed_at": closed, "due_at": closed}
    owner = company.MARIA if number // 10 % (len(homes) * 5) == 0 else task["owner_id"]
    due = NOW + timedelta(days=number // 10 % 30 - 10, minutes=number)
    return task | {"due_at": due, "original_due_at": due, "owner_id": owner}


def _past(number: int, homes: list[UUID], watched: UUID) -> dict[str, object]:
    """Closed within ten years and before the last quarter, or open in another department."""
    home = homes[number % len(homes)]
    closed = NOW - timedelta(days=100 + number % 3_500, minutes=number % 1_000)
    task = _task(number, home, _owner(number))
    if number % 7 == 0 and home != watched:
        return task | {"due_at": NOW + timedelta(days=number % 30 - 10)}
    return task | {
        "state": State.DONE, "created_at": closed - timedelta(days=9), "closed_at": closed,
        "due_at": closed, "original_due_at": closed,
    }  # fmt: skip


def _task(number: int, home: UUID, owner: str) -> dict[str, object]:
    due = NOW + timedelta(days=5)
    return {
        "team_id": company.TEAM, "number": number, "title": f"Rewrite the refund mail {number}",
        "state": State.ACKNOWLEDGED, "severity": 3, "owner_id": owner, "department_id": home,
        "customer_id": None, "due_at": due, "original_due_at": due, "created_by": company.OMAR,
        "created_at": NOW - timedelta(days=9), "acknowledged_at": None, "closed_at": None,
        "close_reason": "",
    }  # fmt: skip


def _ask(number: int, homes: list[UUID]) -> dict[str, object]:
    return {
        "team_id": company.TEAM, "ask_id": new_id(), "kind": "finish", "noun": "task",
        "number": number, "person_id": _owner(number),
        "department_id": homes[number % len(homes)], "severity": 3,
        "opened_at": NOW - timedelta(days=9), "due_at": NOW + timedelta(days=10 + number % 60),
        "rung": 0, "snoozes": 0, "snooze_reason": "",
    }  # fmt: skip


def _multiply(connection: Connection, table: Table, shown: int, template: int, size: int) -> None:
    """Copy the rows after `shown` under new numbers until there are `size` rows."""
    for copy in range(1, (size - shown) // template if template else 0):
        changed: dict[str, ColumnElement[object]] = {
            "number": table.c.number + copy * template,
        }
        if "ask_id" in table.c:
            changed["ask_id"] = _another_id(connection, table.c.ask_id, copy)
        columns = [changed.get(column.name, column) for column in table.c]
        rows = select(*columns).where(table.c.number > shown, table.c.number <= shown + template)
        connection.execute(insert(table).from_select(list(table.c.keys()), rows))


def _another_id(connection: Connection, column: Column[UUID], copy: int) -> ColumnElement[object]:
    """The same id with another beginning, made by the database itself."""
    beginning = f"{copy:08x}"
    if connection.dialect.name == "sqlite":
        return literal(beginning) + func.substr(column, 9)
    return cast(literal(beginning) + func.substr(cast(column, Text), 9), Uuid)


def _plan_reminders(connection: Connection) -> None:
    """One reminder of each ask, on the day it is due; none of them is due yet."""
    asks = select(
        ASKS.c.team_id, ASKS.c.ask_id, ASKS.c.ask_id, ASKS.c.person_id, literal(Part.OWES.value),
        literal(1), ASKS.c.due_at, literal(""),
    )  # fmt: skip
    names = ["team_id", "nudge_id", "ask_id", "person_id", "part", "rung", "due_at", "error"]
    connection.execute(insert(NUDGES).from_select(names, asks))
