"""Which rule places an account, by hand-worked tables, and what holds whatever the rules are."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customers.segments import rules, terms
from storage.columns import new_id
from storage.contract_terms import ContractTerm, TermAnswer
from storage.customers import Tier
from storage.segments import AccountFacts, Facet, FlagKind, Placing, SegmentRule

TODAY = date(2026, 11, 30)
ONE = UUID(int=1)


def rule(facet: str, about: int | str, gives: str) -> SegmentRule:
    is_number = isinstance(about, int)
    return SegmentRule(
        team_id="T", rule_id=new_id(), place=0, facet=facet, gives=gives, made_by="U", reason="W",
        amount=about if is_number else None, words="" if is_number else str(about),
        starts_on=TODAY,
    )  # fmt: skip


def account(
    tier: str = "standard",
    value: int | None = None,
    product: str = "",
    region: str = "",
    vertical: str = "",
    came_on: date | None = None,
    customer_id: UUID = ONE,
) -> AccountFacts:
    return AccountFacts(customer_id, "Acme", tier, value, product, region, vertical, came_on, None)


KEY = rule("value", 350_000, "key")
TRADE = rule("vertical", "Hotels", "strategic")
NEW = rule("started", 12, "beachhead")
FIRST = rule("product", "Night Desk", "first")


@pytest.mark.parametrize(
    ("of", "tier", "why"),
    [
        (account(value=350_000), "key", KEY),
        (account(value=349_999), "standard", None),
        (account(value=None), "standard", None),
        (account(value=0, vertical="HOTELS"), "strategic", TRADE),
        (account(value=400_000, vertical="hotels"), "key", KEY),
        (account(vertical="Hotels and more"), "standard", None),
        (account(came_on=date(2025, 12, 1)), "beachhead", NEW),
        (account(came_on=date(2025, 11, 30)), "standard", None),
        (account(came_on=date(2026, 12, 1)), "standard", None),
    ],
)
def test_the_first_rule_that_fits_counts(
    of: AccountFacts, tier: str, why: SegmentRule | None
) -> None:
    found = rules.ruled([KEY, TRADE, NEW], of, TODAY, rules.Firsts())
    assert (found.tier, found.rule) == (tier, why)


def test_the_first_ten_of_a_product_are_first_for_a_year() -> None:
    people = [
        account(product="Flow, Night Desk", came_on=date(2026, 1, day), customer_id=UUID(int=day))
        for day in range(1, 13)
    ]
    early = account(product="Night desk", came_on=date(2025, 1, 1), customer_id=UUID(int=99))
    first = rules.firsts([FIRST], [early, *reversed(people)], TODAY)
    assert first.by_rule[FIRST.rule_id] == {UUID(int=day) for day in range(1, 10)}
    found = rules.ruled([FIRST], people[0], TODAY, first)
    assert (found.tier, list(found.flags)) == ("beachhead", [(FlagKind.FIRST, "Night Desk")])
    assert rules.ruled([FIRST], people[11], TODAY, first).tier == "standard"


@pytest.mark.parametrize(
    ("tier", "known", "expected"),
    [
        ("strategic", None, "key"),
        ("strategic", Placing(team_id="T", customer_id=ONE, tier="strategic", since=TODAY), "key"),
        ("strategic", Placing(team_id="T", customer_id=ONE, tier="key", since=TODAY), "strategic"),
        (
            "strategic",
            Placing(team_id="T", customer_id=ONE, tier="strategic", by_id="U", since=TODAY),
            "strategic",
        ),
    ],
)
def test_a_persons_word_beats_a_rule(tier: str, known: Placing | None, expected: str) -> None:
    of = account(tier, value=400_000)
    says = rules.ruled([KEY], of, TODAY, rules.Firsts())
    assert rules.target(of, says, known) == expected


FACETS = st.sampled_from(["", "Hotels", "hotels", "Banks", "Flow; Night Desk", "Flow"])
ACCOUNTS = st.builds(
    account,
    tier=st.sampled_from(rules.TIERS),
    value=st.none() | st.integers(0, 10**12),
    product=FACETS,
    region=FACETS,
    vertical=FACETS,
    came_on=st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)),
)
RULES = st.lists(
    st.one_of(
        st.builds(rule, st.just("value"), st.integers(0, 10**12), st.sampled_from(rules.TIERS)),
        st.builds(rule, st.just("started"), st.integers(1, 120), st.sampled_from(rules.TIERS)),
        st.builds(
            rule,
            st.sampled_from([str(each) for each in (Facet.PRODUCT, Facet.VERTICAL)]),
            st.sampled_from(["Hotels", "Flow", "night desk"]),
            st.sampled_from([*rules.TIERS, "cannot lose", "first"]),
        ),
    ),
    max_size=6,
)


@given(known=RULES, of=ACCOUNTS)
def test_an_account_has_one_tier_and_the_same_whoever_asks_again(
    known: list[SegmentRule], of: AccountFacts
) -> None:
    first = rules.firsts(known, [of], TODAY)
    says = rules.ruled(known, of, TODAY, first)
    assert says.tier in rules.TIERS
    assert says == rules.ruled(known, of, TODAY, first)
    gets = rules.target(of, says, None)
    again = of._replace(tier=gets)
    placed = Placing(team_id="T", customer_id=ONE, tier=gets, since=TODAY)
    assert rules.target(again, rules.ruled(known, again, TODAY, first), placed) in {
        gets, str(Tier.BEACHHEAD), str(Tier.STANDARD), says.tier,
    }  # fmt: skip
    if says.rule is None and not says.flags:
        assert gets == of.tier


@given(known=RULES, new=RULES.filter(bool), place=st.integers(-3, 99))
def test_a_rule_comes_in_at_its_place_and_no_other_is_lost(
    known: list[SegmentRule], new: list[SegmentRule], place: int
) -> None:
    order = rules.in_order(known, new[0], place)
    assert [each for each in order if each is not new[0]] == known
    assert order.count(new[0]) == 1


def term(number: int, name: str, given_: str = "", answer: str = "not asked") -> ContractTerm:
    return ContractTerm(
        team_id="T", customer_id=UUID(int=number), name=name, key=name, given=given_,
        answer=answer, by_id="U", since=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], (0, 0, 0, 0)),
        ([term(1, "a", "8 h"), term(2, "a", "8 H"), term(3, "a", "4 h")], (3, 2, 0, 0)),
        ([term(1, "a", "8 h"), term(1, "b", "x"), term(2, "a", "8 h")], (2, 1, 0, 0)),
        (
            [term(1, "a", "8 h", TermAnswer.FITS), term(1, "b", "", TermAnswer.NEEDS),
             term(2, "a", "", TermAnswer.FITS)],
            (1, 1, 2, 1),
        ),
    ],
)  # fmt: skip
def test_one_size_is_counted_by_account(
    found: list[ContractTerm], expected: tuple[int, ...]
) -> None:
    size = terms.counted(found, 5)
    assert (size.known, size.same, size.asked, len(size.needs)) == expected
    assert size.fits == size.asked - len(size.needs)
