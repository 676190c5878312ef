"""How long may be waited for a database is kept here: what is left for whoever wants an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Left = Callable[[], float]
"""How many seconds somebody still waits; whatever is not done by then is given up."""

# What works in the background waits so long for others, for a connection, and for a server that
# says nothing at all; who waits for an answer brings a limit of their own.
PATIENCE_SECONDS = 2
SILENCE_SECONDS = 20.0

_LEFT: ContextVar[Left | None] = ContextVar("left", default=None)


@contextmanager
def within(left: Left | None) -> Iterator[None]:
    """Let every wait for a database in this block end when nothing is left.

    Without a limit the patience of the background counts. Outside such blocks nothing is limited:
    migrations may take what they need.
    """
    token = _LEFT.set(left or _silence)
    try:
        yield
    finally:
        _LEFT.reset(token)


def left() -> float | None:
    """How many seconds whoever asks the database now may still wait; None without a limit."""
    limit = _LEFT.get()
    return limit() if limit else None


def _silence() -> float:
    return SILENCE_SECONDS
