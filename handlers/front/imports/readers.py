"""Whom a file lets in to what is private is let in here as well, and not told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.promises import lifecycle, moves
from storage import audiences
from storage.customers import Customer
from storage.issues import Experience
from storage.people import Person
from storage.tasks import Promise


def admit(
    session: Session,
    at: datetime,
    item: Promise | Experience,
    customer: Customer | None,
    actor: str,
    people: Sequence[Person],
) -> None:
    """Let people see an item in the making, as of `at` (UTC), when it began."""
    for person in people:
        audiences.add(session, item.team_id, item.noun, item.number, person.user_id)
        lifecycle.record(session, at, moves.LET_IN, item, actor, customer, to=person.user_id)
