"""How long somebody may be silent is a house rule: what it is at a customer, and what it means."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlmodel import Session

from handlers.chasing import policy
from handlers.customers.contacts import asking, rules
from handlers.customers.contacts.rules import Limits
from storage.contacts import MOST
from storage.customers import Customer, Tier


def here(session: Session, customer: Customer) -> int | None:
    """After so many days of silence a call is asked for at a customer; None: after none."""
    return rules.limit_of(policy.of(session, customer.team_id).accounts.silence, customer.tier)


def how_many(session: Session, team_id: str, limits: Limits, today: date) -> dict[Tier, int]:
    """How many who decide were not heard within these limits, by tier; at most `MOST` of each.

    Whoever is let rest is not counted, and whoever is asked about by now is.
    """
    found = asking.everybody_silent(session, team_id, limits, today)
    by_tier = Counter(customer.tier for _, customer in found)
    return {tier: min(by_tier[tier], MOST) for tier in Tier}
