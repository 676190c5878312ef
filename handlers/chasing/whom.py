"""Whom a question about an account goes to: who leads it, else who speaks for its department."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from handlers.chasing import policy
from handlers.chasing.policy.account_rules import CCO
from handlers.people import access, office, tiers
from handlers.people import leads as offices
from storage import departments
from storage.customers import Customer, Tier
from storage.people import Person

LookedAfterBy = Callable[[Customer], Person | None]
"""Who looks after an account; None where nobody does."""


def is_asked(session: Session, customer: Customer) -> Person | None:
    """Who is asked about an account what its customer waits for: one named person, maybe away.

    Whoever looks after it, else the CCO. None while nobody is there.
    """
    return looks_after(session, customer) or office.holder(session, customer.team_id)


def looks_after(session: Session, customer: Customer) -> Person | None:
    """Whoever leads an account, else the lead of the department that the house rules name for it.

    None where they name none: then the CCO is asked what a customer waits for, and nothing else.
    """
    return readily(session, customer.team_id)(customer)


def leads(session: Session, customer: Customer) -> Person | None:
    """Whoever leads an account and can answer for it; None where nobody does."""
    lead = offices.of_account(session, customer)
    return lead if lead is not None and access.can_own(lead) else None


def readily(session: Session, team_id: str) -> LookedAfterBy:
    """The same for many accounts of a workspace, with each department looked up once."""
    instead: dict[Tier, Person | None] = {}

    def looked_after_by(customer: Customer) -> Person | None:
        lead = leads(session, customer)
        if lead is not None:
            return lead
        tier = tiers.of(customer)
        if tier not in instead:
            instead[tier] = where_nobody_leads(session, team_id, tier)
        return instead[tier]

    return looked_after_by


def where_nobody_leads(session: Session, team_id: str, tier: Tier) -> Person | None:
    """The lead of the department of accounts of a tier that nobody leads; None without one."""
    name = policy.of(session, team_id).accounts.asked[tier]
    return (
        offices.lead_of(session, departments.named(session, team_id, name)) if name != CCO else None
    )
