"""A question about many things at once takes their keys as one list, however many they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, bindparam, func, select
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel


def among(session: Session, column: Mapped[Any], values: Iterable[object]) -> ColumnElement[bool]:
    """Whether a column has one of these values, none of them NULL.

    `column.in_(values)` makes each value a parameter of its own, of which PostgreSQL takes 65,535
    in one question and SQLite 32,766. Here all of them are one parameter: an array, or JSON.
    """
    kind: TypeEngine[Any] = column.type  # type: ignore[attr-defined]  # which every column has
    listed = list(dict.fromkeys(values))
    dialect = session.get_bind().dialect
    if dialect.name == "postgresql":
        return column == any_(bindparam(None, listed, type_=ARRAY(kind), unique=True))
    stored = kind.bind_processor(dialect) or str
    written = json.dumps([stored(value) for value in listed])
    return column.in_(select(func.json_each(written).table_valued("value").c.value))


def unread(session: Session, table: type[SQLModel], team_id: str, keys: Iterable[Any]) -> list[Any]:
    """Those of these keys within a workspace of which the session holds no row yet."""
    held = session.identity_map
    return [key for key in dict.fromkeys(keys) if (table, (team_id, key), None) not in held]
