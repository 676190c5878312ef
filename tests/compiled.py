"""What SQLAlchemy made of a question for one database of a test serves the next of its kind.

Duly opens one database and asks it for months; the tests open thousands and ask each a few times.
They would spend two fifths of their time on the same questions in ever new words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect

from storage import engines


@contextmanager
def once() -> Iterator[None]:
    """Compile each question once for each kind of database, while the block runs."""
    opened = engines.opened
    caches: dict[str, dict[Any, Any]] = {}

    def opened_alike(url: str) -> Engine:
        engine = opened(url)
        cache = caches.setdefault(engine.dialect.name, {})
        engine.update_execution_options(compiled_cache=cache)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "opened", opened_alike)
        # Whose a question is is part of its key, and all of one kind are set up alike.
        patch.setattr(DefaultDialect, "__hash__", lambda mine: hash(type(mine)))
        patch.setattr(DefaultDialect, "__eq__", lambda mine, other: type(mine) is type(other))
        yield
