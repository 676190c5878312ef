"""What is asked about an account of whoever leads it: whether its terms fit."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.kinds import LEAD_RUNG, Kind, within
from handlers.customers.segments.matters import words
from handlers.people import leads
from storage import customers, matters
from storage.asks import Owed
from storage.people import Person

TERMS_WITHIN = "20 bd"


def _rests_on(session: Session, ask: Owed) -> str:
    """When they renew, and on which terms."""
    matter = matters.find(session, ask.team_id, ask.number)
    return words.rests_on(matter) if matter else ""


def _sponsor(session: Session, ask: Owed) -> Person | None:
    """A second voice, not a boss: the executive who sponsors the account."""
    matter = matters.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, matter.customer_id) if matter else None
    return leads.sponsor_of(session, customer)


TERMS = Kind(
    name="terms",
    wants="whether the terms of an account fit",
    rungs=(1, 2, LEAD_RUNG),
    due=within(lambda _policy: TERMS_WITHIN),
    says=words.TERMS_SAYS,
    buttons=words.terms_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.TERMS_STANDS,
    begins_with=_rests_on,
    second=_sponsor,
)
