"""How money is shown, with which sign, and that what is shown is read as the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.speech import currencies, money, written_amounts


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (-0.2, "0"),
        (7.5, "8"),
        (950, "950"),
        (999.4, "999"),
        (999.5, "1 k"),
        (1000, "1 k"),
        (1249, "1.2 k"),
        (1250, "1.3 k"),
        (9950, "10 k"),
        (35_400, "35 k"),
        (999_499, "999 k"),
        (999_500, "1 M"),
        (1_200_000, "1.2 M"),
        (Decimal("1200000.00"), "1.2 M"),
        (-1_200_000, "-1.2 M"),
        (87_000_000, "87 M"),
        (999_999_999, "1 B"),
        (3_400_000_000, "3.4 B"),
        (1_500_000_000_000, "1,500 B"),
    ],
)
def test_an_amount_is_rounded_to_what_people_remember(value: float | Decimal, said: str) -> None:
    assert money.amount(value, None) == said


@given(st.integers(0, 10**12))
def test_a_rounded_amount_stays_within_five_percent(value: int) -> None:
    number, _, scale = money.amount(value, None).partition(" ")
    factor = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9}[scale]
    assert abs(float(number.replace(",", "")) * factor - value) <= 0.05 * value


@pytest.mark.parametrize(
    ("currency", "said"),
    [
        ("EUR", "€480 k a year"), ("GBP", "£480 k a year"), ("USD", "$480 k a year"),
        ("JPY", "¥480 k a year"), ("CNY", "CN¥480 k a year"), ("BRL", "R$480 k a year"),
        ("AUD", "A$480 k a year"), ("CAD", "C$480 k a year"), ("CHF", "CHF 480 k a year"),
        ("SEK", "SEK 480 k a year"), ("DKK", "DKK 480 k a year"), ("PLN", "PLN 480 k a year"),
        ("ARS", "ARS 480 k a year"), (None, "480 k a year"), ("", "480 k a year"),
    ],
)  # fmt: skip
def test_money_carries_its_currency_and_the_period_once(currency: str | None, said: str) -> None:
    assert money.a_year(480_000, currency) == said


def test_a_minus_stands_before_the_sign() -> None:
    assert money.amount(-1_200_000, "EUR") == "-€1.2 M"


def test_no_two_currencies_are_shown_alike() -> None:
    shown = {money.amount(5, code) for code in currencies.CODES}
    assert len(shown) == len(currencies.CODES)


EXACT = st.one_of(
    st.integers(0, 999),
    st.builds(
        lambda number, scale: number * scale,
        st.one_of(st.integers(1, 9), st.integers(10, 999)),
        st.sampled_from([10**3, 10**6, 10**9]),
    ),
    st.builds(
        lambda tenths, scale: tenths * scale // 10,
        st.integers(10, 99),
        st.sampled_from([10**3, 10**6, 10**9]),
    ),
)
"""What is shown to the last digit."""


@given(EXACT, st.sampled_from(sorted(currencies.CODES)))
def test_what_is_shown_exactly_is_read_as_the_same(value: int, currency: str) -> None:
    said = written_amounts.read(money.amount(value, currency))
    assert said is not None
    assert (said.usual, currencies.meant(said.currency, currency)) == (value, currency)
