"""Work is tried here to see what becomes of it, and taken back before anybody else could see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlmodel import Session

from bot.slices import Slices
from storage.database import Database

T = TypeVar("T")


class _TakenBack(Exception, Generic[T]):
    """Ends the transaction, and keeps what came of it."""

    def __init__(self, result: T) -> None:
        super().__init__()
        self.result = result


def tried(database: Database, work: Callable[[Session], T]) -> T:
    """What comes of work that writes, which is not kept.

    It is to be short, as it holds what others need as long as it takes. Raises what it raises, and
    StorageError when the database stays away.
    """

    def attempt(session: Session) -> None:
        result = work(session)
        session.flush()
        raise _TakenBack(result)

    try:
        Slices().write(database, 1, attempt)
    except _TakenBack as taken_back:
        result: T = taken_back.result
        return result
    raise AssertionError("what is tried is never kept")
