"""A question about many things at once takes their keys as one list, however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Dialect, String, any_, bindparam, func
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel, select

TableRow = TypeVar("TableRow", bound=SQLModel)


def among(session: Session, column: Mapped[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """Whether a column has one of these values, none of them NULL.

    `column.in_(values)` makes each value a parameter of its own, of which PostgreSQL takes 65,535
    in one question and SQLite 32,766. Here all of them are one parameter: an array, or JSON.
    """
    dialect = session.get_bind().dialect
    return _in_list(dialect.name, column, None, _as_list(dialect, column, values))


class Lookup(Generic[TableRow]):
    """The rows of a workspace that have one of some keys.

    The question is built once for each database: `among` builds it anew, which is most of the time
    of a small one. Reading a typed command asks several.
    """

    def __init__(self, table: type[TableRow], team_id: Mapped[str], column: Mapped[Any]) -> None:
        self._column = column
        self._questions = {
            name: select(table).where(
                team_id == bindparam("of_team"), _in_list(name, column, "of_keys")
            )
            for name in ("sqlite", "postgresql")
        }

    def rows(self, session: Session, team_id: str, keys: Iterable[object]) -> list[TableRow]:
        """The rows with one of these keys, none of which is NULL, in no order."""
        wanted = list(keys)
        if not wanted:
            return []
        dialect = session.get_bind().dialect
        listed = _as_list(dialect, self._column, wanted)
        question = self._questions[dialect.name]
        return list(session.exec(question, params={"of_team": team_id, "of_keys": listed}))


def _in_list(
    dialect: str, column: Mapped[Any], name: str | None, value: object = None
) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return column == any_(_parameter(name, value, ARRAY(_kind(column))))
    listed = func.json_each(_parameter(name, value, String()))
    return column.in_(select(listed.table_valued("value").c.value))


def _parameter(name: str | None, value: object, kind: TypeEngine[Any]) -> BindParameter[Any]:
    if name is None:
        return bindparam(None, value, type_=kind, unique=True)
    return bindparam(name, type_=kind)


def _as_list(dialect: Dialect, column: Mapped[Any], values: Iterable[object]) -> object:
    listed = list(dict.fromkeys(values))
    if dialect.name == "postgresql":
        return listed
    stored = _kind(column).bind_processor(dialect) or str
    return json.dumps([stored(value) for value in listed])


def _kind(column: Mapped[Any]) -> TypeEngine[Any]:
    kind: TypeEngine[Any] = column.type  # type: ignore[attr-defined]  # which every column has
    return kind


def unread(session: Session, table: type[SQLModel], team_id: str, keys: Iterable[Any]) -> list[Any]:
    """Those of these keys within a workspace of which the session holds no row yet."""
    held = session.identity_map
    return [key for key in dict.fromkeys(keys) if (table, (team_id, key), None) not in held]
