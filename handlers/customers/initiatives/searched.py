"""Which initiatives somebody finds by their words: all, as the register is for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import access
from storage.initiatives import Initiative
from storage.people import Person


def may_find(session: Session, person: Person, rows: Sequence[Initiative]) -> Sequence[Initiative]:
    """Whoever works here finds them."""
    return rows if access.may(session, person, access.READ) else []
