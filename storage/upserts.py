"""Inserts where a row may be there already: they give way, or add to it, in either database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session

Insert: TypeAlias = postgresql.Insert | sqlite.Insert
Statement: TypeAlias = Insert | ReturningInsert[tuple[str]]


def build(table: Table, finish: Callable[[Insert], Statement]) -> dict[str, Statement]:
    """The same statement by the name of each dialect; built once, for what many requests make."""
    return {
        "postgresql": finish(postgresql.insert(table)),
        "sqlite": finish(sqlite.insert(table)),
    }


def adding(insert: Insert, *numbers: str, key: Iterable[str] = ()) -> Insert:
    """Add these numbers to those of a row that is there under the same key.

    `key` are the columns of a unique index; none of them: the primary key.
    """
    table = insert.table
    return insert.on_conflict_do_update(
        index_elements=[*key] or [column.name for column in table.primary_key],
        set_={name: table.c[name] + insert.excluded[name] for name in numbers},
    )


def run(session: Session, statement: dict[str, Statement], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, if there are any.

    Let them be in the order of their keys: of two who insert at once none waits for the other for
    ever.
    """
    if rows:
        connection = session.connection()
        connection.execute(statement[connection.dialect.name], rows)


def is_new(session: Session, statement: dict[str, Statement], row: dict[str, Any]) -> bool:
    """Insert a row unless it is there, whoever has just put it there; whether it was not.

    The statement does nothing on conflict, and returns a column of what it inserted.
    """
    connection = session.connection()
    return connection.execute(statement[connection.dialect.name], row).first() is not None
