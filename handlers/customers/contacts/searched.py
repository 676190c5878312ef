"""Which people at customers somebody finds by their names: those of whom they may read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.customers.contacts import circle
from handlers.people import audiences
from storage import customers
from storage.contacts import Contact
from storage.people import Person


def may_find(session: Session, person: Person, rows: Sequence[Contact]) -> Sequence[Contact]:
    """Who may read names at a customer finds those who are there; whoever is gone nobody does."""
    reader = audiences.reader(session, person)
    found = []
    for each in rows:
        customer = customers.find(session, each.team_id, each.customer_id)
        if each.is_there and customer and circle.may_read_of(session, person, reader, customer):
            found.append(each)
    return found
