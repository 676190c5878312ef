"""Of an account that weighs much and that nobody leads it is asked who does, and somebody says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session

from handlers.chasing import notes, policy, whom
from handlers.chasing.kinds import AGAIN as MONDAY_RUNG
from handlers.chasing.policy.account_rules import CCO
from handlers.customers import changes
from handlers.customers.segments import matters as room
from handlers.customers.segments import terms
from handlers.customers.segments.matters import cards, moves, words
from handlers.customers.segments.matters.beginning import begin
from handlers.customers.segments.matters.kind import LEADS
from handlers.people import access, lookup, records
from handlers.promises import accounts, lifecycle
from handlers.speech.errors import StaleForm
from storage import asks, customers, matters
from storage.customers import Customer, Tier
from storage.matters import Matter, MatterAnswer, MatterTopic
from storage.people import Person

OF_ONE = 3
"""So many of these questions at most are open with one person; the rest wait for another day."""
LOOKED_AT = 50
"""So many accounts of a tier are looked at in one day, what is worth most first."""
MOST_WORTH = 500
"""If nobody leads any of so many accounts of a tier that are worth most, none is said to be led."""
RESTS = timedelta(days=182)
"""So long it is not asked again who leads an account, whatever was said."""


def ask(session: Session, now: datetime, team_id: str, today: date) -> None:
    """Ask who leads each key and strategic account that nobody leads, one question for each.

    Whoever answers for such accounts is asked, as the house rules say, else the CCO.
    """
    room_of: dict[str, int] = {}
    for tier in terms.WATCHED:
        if not _is_kept_here(session, team_id, tier):
            continue
        for customer in matters.of_nobody(session, team_id, tier, today - RESTS, LOOKED_AT):
            who = whom.is_asked(session, customer)
            if who is None:
                return
            if who.user_id not in room_of:
                room_of[who.user_id] = OF_ONE - _open_with(session, who)
            if room_of[who.user_id] > 0:
                title = words.TITLES[MatterTopic.LEADER].format(name=customer.name)
                question = words.nobody_leads(customer)
                begin(session, now, MatterTopic.LEADER, customer, today, title, question, who=who)
                room_of[who.user_id] -= 1


def _is_kept_here(session: Session, team_id: str, tier: Tier) -> bool:
    """Whether a company says here who leads accounts of a tier, or who answers for the others.

    Where it does neither it is not asked about each of them, as it is asked elsewhere.
    """
    is_named = policy.of(session, team_id).accounts.asked[tier] != CCO
    return is_named or customers.anybody_leads(session, team_id, tier, MOST_WORTH)


def _open_with(session: Session, who: Person) -> int:
    """How many of these are open with somebody, but for what stands in the line of a Monday."""
    return asks.count_open(session, who.team_id, who.user_id, LEADS.name, MONDAY_RUNG)


def is_over(session: Session, customer: Customer) -> bool:
    """Whether it needs no answer any more: somebody leads the account, or it weighs less now."""
    is_led = whom.leads(session, customer) is not None
    return is_led or customer.tier not in terms.WATCHED


def end(session: Session, now: datetime, matter: Matter, customer: Customer) -> None:
    """End it, which is held, where it needs no answer any more."""
    if whom.leads(session, customer) is None:
        lifecycle.pass_on(session, now, moves.DROP, matter)
        return
    changed = changes.change(matter, {"answer": MatterAnswer.LEADS.value})
    lifecycle.pass_on(
        session, now, moves.KNOWN, matter, before=changed.before, after=changed.after
    )  # fmt: skip


def of_lead(session: Session, actor: Person, ref: str) -> Matter:
    """The question who leads an account, held until the commit.

    Raises StaleForm where it asks something else, and what `named` raises.
    """
    matter = room.named(session, actor, ref, moves.NAME_LEAD)
    if matter.topic != MatterTopic.LEADER:
        raise StaleForm
    return matter


def name(
    session: Session, now: datetime, actor: Person, ref: str, user_id: str
) -> tuple[Matter, Person]:
    """Somebody leads the account from now on, and reads so; what was asked of it is theirs then.

    Raises what `of_lead`, `lookup.chosen_person` and `access.check_owner` raise.
    """
    matter = of_lead(session, actor, ref)
    customer = room.customer_of(session, matter)
    lead = lookup.chosen_person(session, actor.team_id, user_id)
    access.check_owner(lead)
    before, former = records.facts_of(customer), customer.owner_id
    customer.owner_id = lead.user_id
    session.add(customer)
    records.changed(session, now, actor.user_id, customer, before)
    room.answered(
        session, now, moves.NAME_LEAD, matter, actor, {"answer": MatterAnswer.LEADS.value}
    )
    accounts.follow(session, now, customer, former, actor.user_id)
    if lead.user_id != actor.user_id:
        notes.send(session, now, lead, cards.leads_now(customer, actor))
    return matter, lead
