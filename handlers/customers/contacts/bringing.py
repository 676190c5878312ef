"""A file names who decides at a customer: they are written down as anybody would have done."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.customers.contacts import answered, changing, doubting, following, moves
from handlers.people import office
from handlers.promises import lifecycle
from storage import contacts, counters
from storage.contacts import Contact
from storage.customers import Customer
from storage.departments import key_of


def bring(session: Session, now: datetime, customer: Customer, name: str) -> bool:
    """Write down that somebody decides at a customer; False where they are named there already.

    Whoever is asked who decides there is asked no more from the next visit on.
    """
    known = contacts.at(session, customer.team_id, customer.customer_id)
    if contacts.called(known, name):
        return False
    new = Contact(
        team_id=customer.team_id,
        number=counters.next_number(session, customer.team_id, Contact.noun),
        title=name,
        key=key_of(name),
        created_at=now,
        customer_id=customer.customer_id,
        quiet_from=office.day_of(session, customer.team_id, now),
    )
    lifecycle.begin(session, now, moves.BRING, new, None, contact=changing.TOLD.told_of(new))
    answered.catch_up(session, now, new.quiet_from, [new])
    gone = following.before(known, new, new.quiet_from)
    if gone is not None and customer.left_on is None:
        following.follow(session, now, None, customer, new, gone.gone_on or new.quiet_from)
    doubting.named_beside(session, now, customer, new)
    return True
