"""Rows that many small steps write one by one reach the database together, where somebody says so.

An import opens hundreds of asks in one transaction: sent one by one, most of the time goes into
the sending.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable
from sqlmodel import Session

GATHERED = "gathered"


def insert_rows(session: Session, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, at once or at the end of the block in which they are gathered."""
    waiting = session.info.get(GATHERED)
    if waiting is None:
        session.connection().execute(statement, rows)
    else:
        waiting.setdefault(statement, []).extend(rows)


@contextmanager
def gathered(session: Session) -> Iterator[None]:
    """Keep rows back until the block ends, then insert them kind by kind.

    Nothing that asks for such rows may happen in between. When the block raises, they are
    forgotten: the transaction is lost as well. Within another such block they wait for its end.
    """
    if GATHERED in session.info:
        yield
        return
    waiting: dict[Executable, list[dict[str, Any]]] = {}
    session.info[GATHERED] = waiting
    try:
        yield
    finally:
        del session.info[GATHERED]
    for statement, rows in waiting.items():
        session.connection().execute(statement, rows)
