"""Inserts that give way to a row that is there already, in the words of either database."""

from __future__ import annotations

from collections.abc import Callable
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


def is_new(session: Session, statement: dict[str, Statement], row: dict[str, Any]) -> bool:
    """Insert a row unless it is there, whoever has just put it there; whether it was not.

    The statement does nothing on conflict, and returns a column of what it inserted.
    """
    connection = session.connection()
    return connection.execute(statement[connection.dialect.name], row).first() is not None
