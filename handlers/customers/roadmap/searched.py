"""Which outcomes somebody finds by their words: all, as everybody reads the roadmap."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import access
from storage.customer_outcomes import CustomerOutcome
from storage.people import Person


def may_find(
    session: Session, person: Person, rows: Sequence[CustomerOutcome]
) -> Sequence[CustomerOutcome]:
    """Whoever works here finds them."""
    return [each for each in rows if access.may(session, person, access.READ, each)]
