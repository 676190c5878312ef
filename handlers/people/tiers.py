"""How much a customer weighs here, and how that is said."""

from __future__ import annotations

from storage.customers import Customer, Tier

TIERS = {
    Tier.KEY: "key account",
    Tier.STRATEGIC: "strategic account",
    Tier.BEACHHEAD: "beachhead account",
    Tier.STANDARD: "customer",
}
"""What a customer of each tier is called within a sentence."""
GROUPS = {
    Tier.KEY: "key accounts",
    Tier.STRATEGIC: "strategic accounts",
    Tier.BEACHHEAD: "beachhead accounts",
    Tier.STANDARD: "all other customers",
}
"""What all customers of a tier are called within a sentence."""


def of(customer: Customer | None) -> Tier:
    """The tier that sets the clocks; without a customer, the lowest."""
    return Tier(customer.tier) if customer else Tier.STANDARD


def rank(customer: Customer | None) -> int:
    """Where a customer stands in the order of the tiers, the weightiest at 0."""
    return list(Tier).index(of(customer))
