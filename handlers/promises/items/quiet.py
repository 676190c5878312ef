"""What a file says of many things at once is told in what a day brings, and not in a card each.

Otherwise a list that is brought up to date would send everybody a card for each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

QUIET = "quiet"


@contextmanager
def quietly(session: Session) -> Iterator[None]:
    """Let moves that are made within post no card: whom they concern read of them in a bundle."""
    session.info[QUIET] = True
    try:
        yield
    finally:
        del session.info[QUIET]


def is_quiet(session: Session) -> bool:
    """Whether what is done now is told later that day."""
    return QUIET in session.info
