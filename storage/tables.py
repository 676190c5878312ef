"""Every table that Duly has, in one place for the migrations to compare with."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlmodel import SQLModel

import storage
from storage.search import OWN_TABLES

WITHOUT = {"hurried", "migrating"}
"""These bring no table, but ten megabytes each: PostgreSQL's driver, and Alembic."""

# Each module brings its own tables, so that none of them can be forgotten here.
for each in iter_modules(storage.__path__):
    if not each.ispkg and each.name not in WITHOUT:
        import_module(f"{storage.__name__}.{each.name}")

metadata = SQLModel.metadata


def is_shared(_thing: Any, name: str | None, *_: Any) -> bool:
    """Whether both databases have a table or an index alike; migrations compare only those."""
    return name not in OWN_TABLES
