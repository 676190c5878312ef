"""Which sales somebody finds by their words: those that they may read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers import sales as room
from storage.people import Person
from storage.sales import Sale


def may_find(session: Session, person: Person, rows: Sequence[Sale]) -> Sequence[Sale]:
    """Those who may read what was sold find it; what was taken back nobody does."""
    return [each for each in rows if each.stands and room.may_read(session, person, each)]
