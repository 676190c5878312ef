"""What is asked about a sale: what they need it for, and after 90 days whether they use it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.sales import words
from storage import customers, sales
from storage.asks import Owed
from storage.customers import Customer
from storage.people import Person
from storage.sales import Sale

NEED_WITHIN, USE_WITHIN = "5 bd", "5 bd"


def _found(session: Session, ask: Owed) -> tuple[Sale | None, Customer | None]:
    sale = sales.find(session, ask.team_id, ask.number)
    return sale, customers.find(session, ask.team_id, sale.customer_id) if sale else None


def _starts(session: Session, ask: Owed, today: date) -> str:
    """Who starts when, and with what."""
    sale, customer = _found(session, ask)
    return words.starts(sale, customer, today) if sale and customer else ""


def _bought(session: Session, ask: Owed, today: date) -> str:
    """What they bought when, and what they need it for."""
    sale, customer = _found(session, ask)
    return words.bought(sale, customer, today) if sale and customer else ""


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether they left: nobody is reminded of that any more."""
    del person, now
    sale, customer = _found(session, ask)
    return sale is None or not sale.stands or customer is None or bool(customer.left_on)


NEED = Kind(
    name="need",
    wants="what a customer needs it for",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: NEED_WITHIN),
    says=words.NEED_SAYS,
    buttons=words.need_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    stands=words.NEED_STANDS,
    begins_with=_starts,
)
USE = Kind(
    name="use",
    wants="whether a customer uses what they bought",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: USE_WITHIN),
    says=words.USE_SAYS,
    buttons=words.use_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    stands=words.USE_STANDS,
    begins_with=_bought,
)
KINDS = {kind.name: kind for kind in (NEED, USE)}
"""What people are asked about a sale, by name."""
