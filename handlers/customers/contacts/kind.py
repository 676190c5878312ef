"""What is asked about whoever decides at a customer: to call them, and who it is."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, OWNER_RUNGS, Kind, within
from handlers.customers.contacts import words
from handlers.people import leads
from storage import contacts, customers
from storage.asks import Owed
from storage.people import Person

REACH_WITHIN, CHANGED_WITHIN, WHO_WITHIN, STILL_WITHIN = "5 bd", "10 bd", "5 bd", "5 bd"


def _silent(session: Session, ask: Owed, today: date) -> str:
    """Whom nobody has heard since when."""
    contact = contacts.find(session, ask.team_id, ask.number)
    return words.not_heard(contact, today) if contact else ""


def _nameless(session: Session, ask: Owed, today: date) -> str:
    """At which customer nobody is named, with its tier."""
    del today
    contact = contacts.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, contact.customer_id) if contact else None
    return words.nobody_named(customer) if customer else ""


def _given(session: Session, ask: Owed, today: date) -> str:
    """Who gave which day."""
    contact = contacts.find(session, ask.team_id, ask.number)
    return words.gave_day(contact, today) if contact else ""


def _doubted(session: Session, ask: Owed, today: date) -> str:
    """Why it is asked whether somebody still decides there."""
    del today
    contact = contacts.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, contact.customer_id) if contact else None
    return words.doubted(contact, customer) if contact and customer else ""


def _has_left(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether the customer left meanwhile: nobody is asked who decides there any more."""
    del person, now
    contact = contacts.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, contact.customer_id) if contact else None
    return customer is None or customer.left_on is not None


def _sponsor(session: Session, ask: Owed) -> Person | None:
    """A second voice, not a boss: the executive who sponsors the account."""
    contact = contacts.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, contact.customer_id) if contact else None
    return leads.sponsor_of(session, customer)


REACH = Kind(
    name=contacts.REACH,
    wants="to call somebody who decides",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: REACH_WITHIN),
    says=words.REACH_SAYS,
    buttons=words.reach_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.REACH_STANDS,
    begins_with=_silent,
    second=_sponsor,
)
CALLING = Kind(
    name=contacts.CALLING,
    wants="what somebody who decides said on a call",
    rungs=(*OWNER_RUNGS, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: REACH_WITHIN),
    says=words.CALLING_SAYS,
    buttons=words.calling_buttons,
    is_around_due=True,
    has_card=False,
    stands=words.CALLING_STANDS,
    begins_with=_given,
    second=_sponsor,
)
WHO = Kind(
    name="who",
    wants="who decides at a customer",
    rungs=(1, 2, LEAD_RUNG),
    due=within(lambda _policy: WHO_WITHIN),
    says=words.WHO_SAYS,
    buttons=words.who_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.WHO_STANDS,
    begins_with=_nameless,
)
STILL = Kind(
    name="still",
    wants="whether somebody still decides at a customer",
    rungs=(1, 2, LEAD_RUNG),
    due=within(lambda _policy: STILL_WITHIN),
    says=words.STILL_SAYS,
    buttons=words.still_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_has_left,
    stands=words.STILL_STANDS,
    begins_with=_doubted,
    second=_sponsor,
)
KINDS = {kind.name: kind for kind in (REACH, CALLING, WHO, STILL)}
"""What people are asked about a contact, by name."""
