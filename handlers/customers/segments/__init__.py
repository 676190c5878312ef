"""Who is looked after how, and why: people have their say, which beats what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.segments import rules, running
from handlers.customers.segments.rules import Ruled
from handlers.people import access, office
from handlers.speech import cleaning
from handlers.speech import words as plain
from handlers.speech.segment_errors import (
    NoRulesYet,
    PlacedLeft,
    PlacedNobody,
    RuleWithoutReason,
    TierMissing,
)
from storage import customers, segments
from storage.customers import Customer
from storage.people import Person
from storage.segments import AccountFacts, FlagKind, Placing

LONGEST, WORDS = 500, 60
"""Characters of a reason, and of the name of a product, a region or a trade."""
NAMED = 3
"""So many accounts are named where it is said how many move."""


@dataclass(frozen=True)
class WhyHere:
    """Why an account stands where it does: what is known of that, and what the rules would say."""

    customer: Customer
    placing: Placing | None
    says: Ruled
    any_rules: bool

    @property
    def is_by_hand(self) -> bool:
        """Whether a person said so, with words or without."""
        known = self.placing
        return known is not None and (known.by_id is not None or known.tier != self.customer.tier)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the rules say otherwise, and nobody has kept it knowing that."""
        kept = self.placing.kept if self.placing else None
        differs = self.any_rules and self.says.tier != self.customer.tier
        return differs and self.is_by_hand and kept != self.says.tier


def place(
    session: Session,
    now: datetime,
    actor: Person,
    customer: Customer | None,
    tier: str,
    reason: str,
    said_by: str = "",
) -> Placing:
    """Say how an account is looked after, and why; a rule does not change that any more.

    `said_by` is the Slack id of whoever proposed it in these words, where somebody did.
    Raises PlacedNobody, PlacedLeft, TierMissing, RuleWithoutReason, and what `access.check` raises.
    """
    access.check(session, actor, access.PLACE_CUSTOMERS)
    check_is_here(customer)
    if customer is None:
        raise PlacedNobody
    if tier not in rules.TIERS:
        raise TierMissing
    if cleaning.says_nothing(reason):
        raise RuleWithoutReason
    return running.set_tier(
        session, now, actor.user_id, customer, tier, running.Because(
            said_by or actor.user_id, None, reason.strip()[:LONGEST]
        ),
    )  # fmt: skip


def keep(session: Session, now: datetime, actor: Person, customer: Customer | None) -> WhyHere:
    """What a person said stays, though the rules say otherwise; nobody is asked again.

    Raises PlacedNobody, PlacedLeft, and what `access.check` raises.
    """
    found = _why(session, now, actor, customer)
    known = found.placing
    if known is None or not found.is_by_hand:
        return found
    known = running.by_hand(session, now, found.customer, known)
    before = running.facts(known)
    known.kept = found.says.tier
    session.add(known)
    running.note(session, now, actor.user_id, found.customer, before, running.facts(known))
    return WhyHere(found.customer, known, found.says, found.any_rules)


def follow(session: Session, now: datetime, actor: Person, customer: Customer | None) -> WhyHere:
    """What a person said counts no more: the account goes where the rules place it.

    Raises NoRulesYet, PlacedNobody, PlacedLeft, and what `access.check` raises.
    """
    found = _why(session, now, actor, customer)
    if not found.any_rules:
        raise NoRulesYet
    rule = found.says.rule
    known = running.set_tier(
        session, now, actor.user_id, found.customer, found.says.tier,
        running.Because(None, rule.rule_id if rule else None, ""),
    )  # fmt: skip
    return WhyHere(found.customer, known, found.says, found.any_rules)


def _why(session: Session, now: datetime, actor: Person, customer: Customer | None) -> WhyHere:
    access.check(session, actor, access.PLACE_CUSTOMERS)
    check_is_here(customer)
    if customer is None:
        raise PlacedNobody
    return why(session, now, customer)


def why(session: Session, now: datetime, customer: Customer) -> WhyHere:
    """Why an account stands where it does."""
    return why_each(session, now, customer.team_id, [customer])[customer.customer_id]


def why_each(
    session: Session, now: datetime, team_id: str, of: Sequence[Customer]
) -> dict[UUID, WhyHere]:
    """Why each of some accounts stands where it does, by customer; rules to come count later."""
    today = office.day_of(session, team_id, now)
    known = [each for each in segments.rules(session, team_id) if each.starts_on <= today]
    placed = segments.placings(session, team_id, [each.customer_id for each in of])
    has_firsts = any(each.gives == FlagKind.FIRST for each in known)
    # Whom the rules have flagged as one of the first, on the last day on which they placed all.
    first = rules.flagged(segments.flags(session, team_id, FlagKind.FIRST) if has_firsts else ())
    return {
        each.customer_id: WhyHere(
            each, placed.get(each.customer_id),
            rules.ruled(known, standing_of(each), today, first), bool(known),
        )
        for each in of
    }  # fmt: skip


def elsewhere(session: Session, now: datetime, team_id: str) -> list[WhyHere]:
    """The accounts that stand elsewhere than the rules say, and nobody has said that they stay."""
    said = segments.said(session, team_id)
    here = [each for each in customers.read(session, team_id, said) if each.left_on is None]
    by_id = why_each(session, now, team_id, here)
    return sorted(
        (each for each in by_id.values() if each.is_elsewhere),
        key=lambda each: (-(each.customer.annual_value or 0), each.customer.key),
    )


def standing_of(customer: Customer) -> AccountFacts:
    """What rules look at in an account."""
    return AccountFacts(
        customer.customer_id, customer.name, customer.tier, customer.annual_value,
        customer.product, customer.region, customer.vertical, customer.came_on, customer.owner_id,
    )  # fmt: skip


def check_is_here(customer: Customer | None) -> None:
    """Raises PlacedNobody, or PlacedLeft for whoever left."""
    if customer is None:
        raise PlacedNobody
    if customer.left_on is not None:
        raise PlacedLeft(name=customer.name, day=plain.dated(customer.left_on))


def today_of(now: datetime, person: Person) -> date:
    """Which day it is for somebody."""
    return hours.day_of(now, person.zone)
