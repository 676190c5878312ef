"""Which rule places an account: the first that fits counts, and what a person said beats it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from storage.customers import Tier
from storage.departments import key_of
from storage.segments import AccountFacts, Facet, Flag, FlagKind, Placing, SegmentRule

FIRST_OF_PRODUCT, FIRST_OF_TRADE = 10, 1
"""So many customers of a product, and so many of a trade, are its first."""
FIRST_FOR = 12
"""Months for which they are."""
MANY = 3
"""Whoever is one of more than every third is nobody in particular."""
TIERS = tuple(str(each) for each in Tier)


@dataclass(frozen=True)
class Ruled:
    """What the rules say of one account: its tier, by which rule, and its flags by their rules.

    `rule` is None where none places it. `flags` has what each is of, by its kind.
    """

    tier: str
    rule: SegmentRule | None
    flags: Mapping[tuple[FlagKind, str], SegmentRule] = field(default_factory=dict)


@dataclass(frozen=True)
class Firsts:
    """Who the first customers of a product or trade are, by the rule that says so."""

    by_rule: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    def has(self, rule: SegmentRule, customer_id: UUID) -> bool:
        """Whether an account is one of the first that a rule is about."""
        return customer_id in self.by_rule.get(rule.rule_id, ())


def products(said: str) -> list[str]:
    """The products that somebody has, of “Flow, Night Desk”."""
    return [each for each in (part.strip() for part in said.replace(";", ",").split(",")) if each]


def fits(rule: SegmentRule, of: AccountFacts, today: date) -> bool:
    """Whether a customer is one whom a rule is about, on a local day."""
    match Facet(rule.facet):
        case Facet.VALUE:
            return of.value is not None and rule.amount is not None and of.value >= rule.amount
        case Facet.STARTED:
            return of.came_on is not None and is_within(of.came_on, rule.amount or 0, today)
        case Facet.PRODUCT:
            return key_of(rule.words) in {key_of(each) for each in products(of.product)}
        case Facet.GEOGRAPHY:
            return key_of(rule.words) == key_of(of.region)
        case Facet.VERTICAL:
            return key_of(rule.words) == key_of(of.vertical)


def is_within(day: date, months: int, today: date) -> bool:
    """Whether a day is so many months ago at most, and not still to come."""
    since = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    return day <= today and since < months


def firsts(rules: Sequence[SegmentRule], of_all: Iterable[AccountFacts], today: date) -> Firsts:
    """The first customers of which these rules speak: by their first day, while that is known."""
    wanted = [each for each in rules if each.gives == FlagKind.FIRST]
    found: dict[UUID, list[tuple[date, str, UUID]]] = {each.rule_id: [] for each in wanted}
    if not wanted:
        return Firsts()
    for each in of_all:
        for rule in wanted:
            if each.came_on is not None and fits(rule, each, today):
                kept = found[rule.rule_id]
                kept.append((each.came_on, key_of(each.name), each.customer_id))
                kept.sort()
                del kept[_most(rule) :]
    return Firsts({
        rule_id: frozenset(row for day, _, row in kept if is_within(day, FIRST_FOR, today))
        for rule_id, kept in found.items()
    })  # fmt: skip


def flagged(flags: Iterable[Flag]) -> Firsts:
    """The first customers as the rules have flagged them."""
    found: dict[UUID, set[UUID]] = {}
    for each in flags:
        if each.rule_id is not None:
            found.setdefault(each.rule_id, set()).add(each.customer_id)
    return Firsts({rule_id: frozenset(ids) for rule_id, ids in found.items()})


def _most(rule: SegmentRule) -> int:
    return FIRST_OF_PRODUCT if rule.facet == Facet.PRODUCT else FIRST_OF_TRADE


def ruled(rules: Sequence[SegmentRule], of: AccountFacts, today: date, first: Firsts) -> Ruled:
    """What the rules, in their order, say of an account on a local day.

    The first customers of something are beachheads, unless another rule places them higher.
    """
    fitting = [each for each in rules if fits(each, of, today)]
    by = next((each for each in fitting if each.gives in TIERS), None)
    tier = by.gives if by else str(Tier.STANDARD)
    flags: dict[tuple[FlagKind, str], SegmentRule] = {}
    for rule in fitting:
        if rule.gives == FlagKind.CANNOT_LOSE:
            flags.setdefault((FlagKind.CANNOT_LOSE, ""), rule)
        elif rule.gives == FlagKind.FIRST and first.has(rule, of.customer_id):
            flags.setdefault((FlagKind.FIRST, rule.words), rule)
            if TIERS.index(tier) > TIERS.index(Tier.BEACHHEAD):
                tier, by = str(Tier.BEACHHEAD), rule
    return Ruled(tier, by, flags)


def target(of: AccountFacts, says: Ruled, known: Placing | None) -> str:
    """The tier that an account gets: a person's word stays, and what no rule ever placed, too.

    Who changed it since a rule placed it, in a form or a file, is a person as well.
    """
    if known is not None and (known.by_id is not None or known.tier != of.tier):
        return of.tier
    if known is None and (says.rule is None or _raises_nobody(of, says.rule)):
        return of.tier
    return says.tier


def _raises_nobody(of: AccountFacts, rule: SegmentRule) -> bool:
    """Whether it is one of the first of something, and is looked after as well as these already."""
    is_first = rule.gives == FlagKind.FIRST
    return is_first and TIERS.index(of.tier) <= TIERS.index(Tier.BEACHHEAD)


def is_by_hand(of: AccountFacts, known: Placing | None) -> bool:
    """Whether a person placed it, with words or without."""
    return known is not None and (known.by_id is not None or known.tier != of.tier)


def is_for_too_many(number: int, total: int) -> bool:
    """Whether so many of all are so many that none of them is special."""
    return number * MANY > total


def in_order(rules: Sequence[SegmentRule], rule: SegmentRule, place: int) -> list[SegmentRule]:
    """The rules in their order with one at a place, counted from 0."""
    others = [each for each in rules if each.rule_id != rule.rule_id]
    place = max(0, min(place, len(others)))
    return [*others[:place], rule, *others[place:]]
