"""What is asked before an account renews: how it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.renewals import words
from storage import customers, people, renewals
from storage.asks import Owed
from storage.people import Person

RENEW_WITHIN = "5 bd"


def _renews(session: Session, ask: Owed, today: date) -> str:
    """Who renews on which day, and what was said of it last."""
    renewal = renewals.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, renewal.customer_id) if renewal else None
    if renewal is None or customer is None:
        return ""
    said_by = people.find(session, ask.team_id, renewal.said_by or "")
    return words.renews(renewal, customer, today, said_by)


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether they left, or it is known what came: nobody is reminded of that any more."""
    del person, now
    renewal = renewals.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, renewal.customer_id) if renewal else None
    return renewal is None or not renewal.is_open or customer is None or bool(customer.left_on)


RENEW = Kind(
    name="renew",
    wants="how a renewal stands",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: RENEW_WITHIN),
    says=words.RENEW_SAYS,
    buttons=words.renew_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    stands=words.RENEW_STANDS,
    begins_with=_renews,
)
