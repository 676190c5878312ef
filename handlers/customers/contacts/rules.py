"""How long nobody may have heard whoever decides at a customer: by the house rules, pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from storage.contacts import Contact
from storage.customers import Tier

Limits = Mapping[Tier, int]
"""By tier so many days may pass without a word from them; 0 where nobody is asked."""


def limit_of(limits: Limits, tier: str) -> int | None:
    """So many days of a tier; None where nobody is asked."""
    return limits[Tier(tier)] or None


def heard_since(limits: Limits, tier: str, today: date) -> date | None:
    """Whoever was not heard since that day, it included, is silent; None where nobody is asked."""
    limit = limit_of(limits, tier)
    return None if limit is None else today - timedelta(days=limit)


def is_silent(limits: Limits, contact: Contact, tier: str, today: date) -> bool:
    """Whether somebody decides and was not heard within the limit of their customer's tier."""
    until = heard_since(limits, tier, today)
    return contact.decides and until is not None and contact.quiet_from <= until


def rests(contact: Contact, today: date) -> bool:
    """Whether somebody said that they are let rest, until a day that is still to come."""
    return contact.rests_until is not None and contact.rests_until > today
