"""Inserts that give way to a row that is there already, in the words of either database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Insert: TypeAlias = postgresql.Insert | sqlite.Insert
Statement: TypeAlias = Insert | ReturningInsert[tuple[str]]


def build(table: Table, finish: Callable[[Insert], Statement]) -> dict[str, Statement]:
    """The same statement by the name of each dialect; built once, for what many requests make."""
    return {
        "postgresql": finish(postgresql.insert(table)),
        "sqlite": finish(sqlite.insert(table)),
    }
