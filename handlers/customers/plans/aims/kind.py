"""What is asked about a key account once a year: what it should be able to do by its end."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.kinds import LEAD_RUNG, Kind, within
from handlers.customers.plans.aims import words
from handlers.people import leads
from storage import aims, customers
from storage.asks import Owed
from storage.customers import Customer
from storage.people import Person

PLAN_WITHIN = "10 bd"


def _customer(session: Session, ask: Owed) -> Customer | None:
    aim = aims.find(session, ask.team_id, ask.number)
    return customers.find(session, ask.team_id, aim.customer_id) if aim else None


def _asks(session: Session, ask: Owed, today: date) -> str:
    """What they should be able to do, by when."""
    del today
    aim, customer = aims.find(session, ask.team_id, ask.number), _customer(session, ask)
    return words.asks(customer, aim.year) if aim and customer else ""


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether they left meanwhile, or the year is over: nobody plans that any more."""
    aim, customer = aims.find(session, ask.team_id, ask.number), _customer(session, ask)
    if aim is None or customer is None or customer.left_on is not None:
        return True
    return hours.day_of(now, person.zone).year > aim.year


def _sponsor(session: Session, ask: Owed) -> Person | None:
    """A second voice, not a boss: the executive who sponsors the account."""
    return leads.sponsor_of(session, _customer(session, ask))


PLAN = Kind(
    name="plan",
    wants="what a customer should be able to do",
    rungs=(1, 2, LEAD_RUNG),
    due=within(lambda _policy: PLAN_WITHIN),
    says=words.SAYS,
    buttons=words.buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    stands=words.STANDS,
    begins_with=_asks,
    second=_sponsor,
)
