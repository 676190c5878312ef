"""Whom an initiative is for: how many customers that is, what they pay, and who of them renews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from storage import customers, kept_counts, segments
from storage.customers import Customer
from storage.initiatives import Initiative, InitiativeCustomer
from storage.many import among


@dataclass(frozen=True)
class Reach:
    """Whom an initiative is for: every customer of some tiers, and `named` ones with their tier.

    `within` are those of its `segments`, each with their tier.
    """

    tiers: frozenset[str] = frozenset()
    named: Mapping[UUID, str] = field(default_factory=dict)
    segments: frozenset[str] = frozenset()
    within: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def single(self) -> Mapping[UUID, str]:
        """All that are in it one by one, by name or by segment, with their tier."""
        return {**self.within, **self.named}

    def count(self, in_tier: Mapping[str, int]) -> int:
        """How many customers that is, where so many are in each tier."""
        others = sum(tier not in self.tiers for tier in self.single.values())
        return sum(in_tier.get(tier, 0) for tier in self.tiers) + others

    def has(self, customer_id: UUID, tier: str) -> bool:
        """Whether a customer of a tier is among them."""
        return tier in self.tiers or customer_id in self.named or customer_id in self.within

    def shared(self, other: Reach, in_tier: Mapping[str, int]) -> int:
        """How many customers are in both."""
        both = self.tiers & other.tiers
        known = {**self.single, **other.single}
        single = sum(
            tier not in both and self.has(each, tier) and other.has(each, tier)
            for each, tier in known.items()
        )
        return sum(in_tier.get(tier, 0) for tier in both) + single


def of(session: Session, team_id: str, found: Iterable[Initiative]) -> dict[int, Reach]:
    """Whom each of these initiatives is for, by number; who left is not among them."""
    found = list(found)
    tiers = {each.number: frozenset(each.tiers) for each in found}
    query = (
        select(InitiativeCustomer.number, Customer.customer_id, Customer.tier)
        .join(
            Customer,
            (col(Customer.team_id) == col(InitiativeCustomer.team_id))
            & (col(Customer.customer_id) == col(InitiativeCustomer.customer_id)),
        )
        .where(
            InitiativeCustomer.team_id == team_id,
            among(session, col(InitiativeCustomer.number), tiers),
            col(Customer.left_on).is_(None),
        )
    )
    named: dict[int, dict[UUID, str]] = {}
    for number, customer_id, tier in session.exec(query):
        named.setdefault(number, {})[customer_id] = tier
    wanted = {each.number: frozenset(each.segments) for each in found}
    within = {
        each: segments.in_segment(session, team_id, each)
        for each in frozenset[str]().union(*wanted.values())
    }
    return {
        number: Reach(
            of, named.get(number, {}), wanted[number],
            {key: tier for each in wanted[number] for key, tier in within[each].items()},
        )
        for number, of in tiers.items()
    }  # fmt: skip


def customers_in(session: Session, team_id: str) -> dict[str, int]:
    """How many customers there are in each tier; who left is not among them."""
    found = kept_counts.read(session, team_id, customers.BY_TIER)
    return {each.words: each.number for each in found}


class Worth(NamedTuple):
    """What customers pay in a year, in whole units, and of how many nobody knows it."""

    value: int
    unvalued: int


def worth(session: Session, team_id: str, reach: Reach) -> Worth:
    """What the customers of an initiative pay in a year; who left is not among them."""
    in_tiers = kept_counts.read(session, team_id, customers.BY_TIER) if reach.tiers else ()
    whole = [each for each in in_tiers if each.words in reach.tiers]
    value = sum(each.amount for each in whole)
    unvalued = sum(each.number - each.known for each in whole)
    others = [each for each, tier in reach.single.items() if tier not in reach.tiers]
    paid_by = select(Customer.annual_value).where(
        Customer.team_id == team_id, among(session, col(Customer.customer_id), others)
    )
    for paid in session.exec(paid_by) if others else ():
        value, unvalued = value + (paid or 0), unvalued + (paid is None)
    return Worth(value, unvalued)


def renewing(
    session: Session, team_id: str, reach: Reach, first: date, last: date
) -> list[Customer]:
    """Those of its customers whose contract renews from a day to another, the soonest first."""
    query = select(Customer).where(
        Customer.team_id == team_id,
        col(Customer.renewal_on).is_not(None),
        col(Customer.renewal_on) >= first,
        col(Customer.renewal_on) <= last,
        col(Customer.left_on).is_(None),
    )
    found = [each for each in session.exec(query) if reach.has(each.customer_id, each.tier)]
    return sorted(found, key=lambda each: (each.renewal_on or last, each.name))
