"""What is asked about an account: do its terms fit, would something help, and who leads it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.chasing import whom
from handlers.chasing.kinds import CCO_RUNG, LEAD_RUNG, Kind, within
from handlers.customers.segments.matters import words
from handlers.people import leads
from storage import customers, matters, surveys
from storage.asks import Owed
from storage.matters import MatterTopic
from storage.people import Person

TERMS_WITHIN, ALIKE_WITHIN, BEHIND_WITHIN = "20 bd", "10 bd", "5 bd"
LEADS_WITHIN = ACCEPTS_WITHIN = "5 bd"


def _rests_on(session: Session, ask: Owed, today: date) -> str:
    """When they renew, and on which terms; or what those have who are alike."""
    del today
    matter = matters.find(session, ask.team_id, ask.number)
    return words.rests_on(matter) if matter else ""


def _is_over(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether they left meanwhile: nobody is asked what would suit them any more."""
    del person, now
    matter = matters.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, matter.customer_id) if matter else None
    return customer is None or customer.left_on is not None


def _is_led(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    """Whether they left, or somebody leads the account by now."""
    matter = matters.find(session, ask.team_id, ask.number)
    customer = customers.find(session, ask.team_id, matter.customer_id) if matter else None
    if customer is None or whom.leads(session, customer) is not None:
        return True
    return _is_over(session, person, ask, now)


def _answered(session: Session, ask: Owed, today: date) -> str:
    """What they answered, with their words: whoever is asked may read them."""
    del today
    matter = matters.find(session, ask.team_id, ask.number)
    if matter is None:
        return ""
    response = surveys.response(session, ask.team_id, matter.response_id)
    return words.rests_on(matter, response.words if response else "")


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
    is_over=_is_over,
    stands=words.TERMS_STANDS,
    begins_with=_rests_on,
    second=_sponsor,
)
ALIKE = Kind(
    name="alike",
    wants="whether something would help a customer",
    rungs=(1,),
    due=within(lambda _policy: ALIKE_WITHIN),
    says=words.ALIKE_SAYS,
    buttons=words.alike_buttons,
    may_end=True,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    begins_with=_rests_on,
)
"""Whoever does not answer is reminded once; then it ends, as no customer waits for it."""
BEHIND = Kind(
    name="behind",
    wants="what is behind what a customer said",
    rungs=(2,),
    due=within(lambda _policy: BEHIND_WITHIN),
    says=words.BEHIND_SAYS,
    buttons=words.behind_buttons,
    may_end=True,
    takes_turns=True,
    has_card=False,
    begins_with=_answered,
)
"""It is asked once more on its day, and ends as long after that: no customer waits for it."""
LEADS = Kind(
    name="leads",
    wants="who leads an account",
    rungs=(1, 2, LEAD_RUNG, CCO_RUNG),
    due=within(lambda _policy: LEADS_WITHIN),
    says=words.LEADS_SAYS,
    buttons=words.leads_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_led,
    stands=words.LEADS_STANDS,
    begins_with=_rests_on,
)
ACCEPTS = Kind(
    name="accepts",
    wants="whether a customer is looked after as proposed",
    rungs=(1, 2, 3),
    due=within(lambda _policy: ACCEPTS_WITHIN),
    says=words.ACCEPTS_SAYS,
    buttons=words.accepts_buttons,
    takes_turns=True,
    has_card=False,
    is_over=_is_over,
    stands=words.ACCEPTS_STANDS,
    begins_with=_rests_on,
)
"""It stays with the CCO, who alone may say so."""
KINDS = {
    MatterTopic.TERMS: TERMS, MatterTopic.ALIKE: ALIKE, MatterTopic.BEHIND: BEHIND,
    MatterTopic.LEADER: LEADS, MatterTopic.PROPOSAL: ACCEPTS,
}  # fmt: skip
"""What is asked of a matter, by its topic."""
