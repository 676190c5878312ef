"""Growth math, worked by hand and by machine: nobody is lost between two days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customers.growth import rules
from handlers.customers.growth.rules import CustomerStanding, Growth, Tallied
from handlers.customers.losses.cards import how_many_verified
from storage.customers import Tier

KEY, STANDARD = Tier.KEY, Tier.STANDARD
BEFORE = {
    UUID(int=1): CustomerStanding(KEY, 240),
    UUID(int=2): CustomerStanding(KEY, 100),
    UUID(int=3): CustomerStanding(KEY, 60),
    UUID(int=4): CustomerStanding(STANDARD, 30),
    UUID(int=5): CustomerStanding(STANDARD, None),
    UUID(int=6): CustomerStanding(STANDARD, 20),
    UUID(int=7): None,
}
AFTER = {
    UUID(int=1): None,  # a key account left with 240
    UUID(int=2): CustomerStanding(KEY, 130),  # grew by 30
    UUID(int=3): CustomerStanding(KEY, 50),  # shrank by 10
    UUID(int=4): CustomerStanding(KEY, 45),  # moved with 30, and grew by 15
    UUID(int=5): CustomerStanding(STANDARD, 12),  # what they pay was written down first
    UUID(int=6): CustomerStanding(STANDARD, 20),  # as before
    UUID(int=7): CustomerStanding(KEY, 210),  # a new key account
}


def test_a_month_that_was_worked_by_hand() -> None:
    found = rules.between(BEFORE, AFTER)
    assert found[KEY] == Growth(
        new=Tallied(1, 210), lost=Tallied(1, 240), grew=Tallied(2, 45), shrank=Tallied(1, 10),
        moved_in=Tallied(1, 30),
    )  # fmt: skip
    assert found[STANDARD] == Growth(found=Tallied(1, 12), moved_out=Tallied(1, 30))
    # 240 + 100 + 60 = 400 became 130 + 50 + 45 + 210 = 435: three became four.
    assert found[KEY].net == Tallied(1, 35)
    # 30 + 20 = 50 became 12 + 20 = 32: three became two.
    assert found[STANDARD].net == Tallied(-1, -18)
    altogether = sum(found.values(), Growth())
    assert altogether.net == Tallied(0, 17)
    assert altogether.new_for_lost == Decimal("0.9")  # 210 / 240 = 0.875
    assert found[STANDARD].new_for_lost is None


standings = st.none() | st.builds(
    CustomerStanding, st.sampled_from(Tier), st.none() | st.integers(0, 10**9)
)
days = st.dictionaries(st.integers(0, 40).map(lambda each: UUID(int=each)), standings)


def sums(of: dict[UUID, CustomerStanding | None], tier: Tier | None) -> Tallied:
    here = [each for each in of.values() if each and tier in (None, each.tier)]
    return Tallied(len(here), sum(each.value or 0 for each in here))


@given(days, days)
def test_customers_are_conserved_in_every_tier_and_altogether(
    before: dict[UUID, CustomerStanding | None], after: dict[UUID, CustomerStanding | None]
) -> None:
    found = rules.between(before, after)
    for tier in Tier:
        change = sums(after, tier) - sums(before, tier)
        assert found.get(tier, Growth()).net == change
    altogether = sum(found.values(), Growth())
    assert altogether.net == sums(after, None) - sums(before, None)
    assert altogether.moved_in == altogether.moved_out
    number = altogether.new.count - altogether.lost.count
    assert number == sums(after, None).count - sums(before, None).count


@given(days, days, days)
def test_two_months_one_after_the_other_come_to_what_both_are_together(
    first: dict[UUID, CustomerStanding | None],
    second: dict[UUID, CustomerStanding | None],
    third: dict[UUID, CustomerStanding | None],
) -> None:
    parts = [rules.between(first, second), rules.between(second, third)]
    whole = rules.between(first, third)
    for tier in Tier:
        net = sum((part.get(tier, Growth()) for part in parts), Growth()).net
        assert net == whole.get(tier, Growth()).net


@pytest.mark.parametrize(
    ("day", "came_on", "away", "is_here"),
    [
        (date(2026, 11, 1), None, [], True),
        (date(2026, 11, 1), date(2026, 11, 1), [], True),
        (date(2026, 11, 1), date(2026, 11, 2), [], False),
        (date(2026, 11, 1), None, [(date(2026, 11, 1), None)], False),
        (date(2026, 10, 31), None, [(date(2026, 11, 1), None)], True),
        (date(2026, 11, 5), None, [(date(2026, 11, 1), date(2026, 11, 5))], True),
        (date(2026, 11, 4), None, [(date(2026, 11, 1), date(2026, 11, 5))], False),
        (date(2026, 11, 9), None, [(date(2026, 10, 1), date(2026, 10, 5)),
                                   (date(2026, 11, 8), None)], False),
    ],
)  # fmt: skip
def test_who_is_a_customer_on_a_day(
    day: date, came_on: date | None, away: list[tuple[date, date | None]], is_here: bool
) -> None:
    assert rules.is_here(day, came_on, away) is is_here


def test_how_a_customer_stood_is_read_back_through_what_changed() -> None:
    now = CustomerStanding(KEY, 90)
    changes = [{"annual_value": 80}, {"tier": "standard", "annual_value": None}, {"name": "Acme"}]
    assert rules.stood(now, changes[:1]) == CustomerStanding(KEY, 80)
    assert rules.stood(now, changes) == CustomerStanding(STANDARD, None)


def test_how_many_losses_are_verified_is_said_in_words() -> None:
    said = [how_many_verified(*each) for each in ((0, 1), (0, 3), (1, 1), (3, 3), (2, 3))]
    assert said == [
        "why they left is not verified yet", "why they left is not verified yet",
        "why they left is verified", "why they left is verified",
        "why they left is verified of two of three",
    ]  # fmt: skip
