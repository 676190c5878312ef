"""Column shapes that every table shares: keys, instants and bags of facts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import uuid_utils.compat as time_ordered
from pydantic_core import PydanticUndefined
from sqlalchemy import JSON, BigInteger, Index, Integer, Text, text
from sqlmodel import Field


def new_id() -> UUID:
    """A time-ordered id (UUIDv7, RFC 9562), made here so that a request needs one flush."""
    return time_ordered.uuid7()


def team() -> Any:
    """The workspace, first column of every key."""
    return Field(primary_key=True)


def row_id() -> Any:
    """The id of a row that people never name."""
    return Field(default_factory=new_id, primary_key=True)


LARGE = BigInteger().with_variant(Integer(), "sqlite")
"""Whole numbers beyond 32 bits; SQLite's are that wide in any case."""


def numbered() -> Any:
    """The number that people name, part of the key."""
    return Field(primary_key=True, sa_type=LARGE)


def large(default: Any = PydanticUndefined) -> Any:
    """A whole number that people or time fill: amounts, numbers of things, counters, seconds."""
    return Field(default=default, sa_type=LARGE)


def facts() -> Any:
    """A small JSON object."""
    return Field(default_factory=dict, sa_type=JSON)


def long_text(default: Any = PydanticUndefined) -> Any:
    """Text of any length."""
    return Field(default=default, sa_type=Text)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that are still open, so that its size follows the work to do."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
