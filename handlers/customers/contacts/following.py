"""Somebody new decides at a customer: sponsor and account lead read it, and a call is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import notes
from handlers.customers.contacts import asking, replies
from handlers.people import leads
from storage.contacts import Contact, ContactState, Influence
from storage.customers import Customer
from storage.people import Person

BACK = timedelta(days=366)
"""Whoever is named longer after somebody has gone does not follow them any more."""


def before(known: Sequence[Contact], new: Contact, today: date) -> Contact | None:
    """After whom of these somebody decides: who decided, and has gone; None where others decide."""
    others = [each for each in known if each.number != new.number]
    if not new.decides or any(each.decides for each in others):
        return None
    gone = [each for each in others if _decided_until(each) and _gone(each) >= today - BACK]
    return max(gone, key=lambda each: (_gone(each), each.number), default=None)


def follow(
    session: Session,
    now: datetime,
    actor: Person | None,
    customer: Customer,
    heir: Contact,
    day: date,
) -> None:
    """`heir`, who is held, decides since `day`, and is called within ten working days.

    Sponsor and account lead read of it; `actor` knows, and is None where a file brought the name.
    """
    around = [leads.sponsor_of(session, customer), leads.of_account(session, customer)]
    for each in {person.user_id: person for person in around if person}.values():
        if actor is None or each.user_id != actor.user_id:
            notes.send(session, now, each, replies.new_decider(heir, customer, day, now.date()))
    asking.ask_soon(session, now, heir, customer)


def _decided_until(contact: Contact) -> bool:
    is_gone = contact.state == ContactState.GONE and contact.gone_on is not None
    return is_gone and contact.influence == Influence.DECIDES


def _gone(contact: Contact) -> date:
    return contact.gone_on or date.min
