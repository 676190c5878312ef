"""How long somebody may be silent is a house rule: what it is at a customer, and what it means."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from handlers.chasing import policy
from handlers.customers.contacts import asking, rules
from handlers.customers.contacts.rules import Limits
from storage import contacts, customers
from storage.contacts import MOST, ContactState
from storage.customers import Customer, Tier


def here(session: Session, customer: Customer) -> int | None:
    """After so many days of silence a call is asked for at a customer; None: after none."""
    return rules.limit_of(policy.of(session, customer.team_id).accounts.silence, customer.tier)


def how_many(session: Session, team_id: str, limits: Limits, today: date) -> dict[Tier, int]:
    """How many who decide were not heard within these limits, by tier; at most `MOST` of each.

    Whoever is let rest is not counted, and whoever is asked about by now is.
    """
    found = dict.fromkeys(Tier, 0)
    for _, customer in asking.silent(session, team_id, limits, today):
        found[Tier(customer.tier)] += 1
    for state in (ContactState.UNHEARD, ContactState.PROMISED):
        for contact in contacts.in_state(session, team_id, state):
            at = customers.find(session, team_id, contact.customer_id)
            if at and rules.is_silent(limits, contact, at.tier, today):
                found[Tier(at.tier)] += 1
    return {tier: min(many, MOST) for tier, many in found.items()}
