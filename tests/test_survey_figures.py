"""Figures of few answers: their ranges as a statistics library has them, and changes that are."""

from __future__ import annotations

from statistics import NormalDist, fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customers.figures import rules, words
from handlers.customers.figures.rules import FigureChange

# statsmodels 0.15.0 and scipy 1.17.1: DescrStatsW of 1, 0 and −1 with a quarter of three answers
# more for each end and half of them between, its mean ± norm.ppf(0.975) · √(var ÷ n).
WALD = [
    (5, 6, 14, -46.548, 34.784),
    (10, 5, 17, -13.270, 63.270),
    (5, 0, 5, 17.491, 100),
    (0, 5, 5, -100, -17.491),
    (0, 0, 5, -30.006, 30.006),
    (110, 42, 212, 21.155, 42.101),
    (400, 100, 1000, 25.945, 33.876),
    (333_333, 333_333, 1_000_000, -0.160, 0.160),
]
# The same library: proportion_confint with method “wilson”.
WILSON = [
    (17, 20, 63.958, 94.763),
    (0, 5, 0, 43.448),
    (5, 5, 56.552, 100),
    (1, 7, 2.568, 51.313),
    (19, 31, 43.824, 76.267),
    (212, 400, 48.104, 57.839),
    (3, 1000, 0.102, 0.878),
    (500_000, 1_000_000, 49.902, 50.098),
]
# The same: confint_proportions_2indep with “agresti-caffo”, its middle ÷ its standard error.
CAFFO = [
    (17, 20, 12, 20, 1.706),
    (19, 20, 11, 20, 2.966),
    (160, 200, 120, 200, 4.439),
    (5, 5, 0, 5, 3.819),
    (52, 100, 50, 100, 0.280),
]
ROUNDED = 0.001


@st.composite
def answers(draw: st.DrawFn) -> tuple[int, int, int]:
    """How many gave 9 or 10, how many up to 6, of how many."""
    gladly, hardly, others = (draw(st.integers(0, 400)) for _ in range(3))
    return gladly, hardly, gladly + hardly + others + (not gladly + hardly + others)


@pytest.mark.parametrize(("gladly", "hardly", "of", "low", "high"), WALD)
def test_the_range_of_a_recommendation_is_a_library_s(
    gladly: int, hardly: int, of: int, low: float, high: float
) -> None:
    found = rules.recommended(gladly, hardly, of)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=ROUNDED), pytest.approx(high, abs=ROUNDED),
    )  # fmt: skip


@given(answers())
def test_it_is_the_one_of_python_s_own_statistics_too(found: tuple[int, int, int]) -> None:
    gladly, hardly, of = found
    # Four times each, so that the quarters are whole: one, minus one and nothing.
    sample = [1] * (4 * gladly + 3) + [-1] * (4 * hardly + 3)
    sample += [0] * (4 * (of - gladly - hardly) + 6)
    spread = NormalDist(fmean(sample), pstdev(sample) / (of + 3) ** 0.5)
    low, high = spread.inv_cdf(0.025), spread.inv_cdf(0.975)
    measured = rules.recommended(gladly, hardly, of)
    if of == 1:  # The one answer is always within its range.
        low, high = min(low, gladly - hardly), max(high, gladly - hardly)
    assert measured.low == pytest.approx(100 * max(low, -1), abs=ROUNDED)
    assert measured.high == pytest.approx(100 * min(high, 1), abs=ROUNDED)


@pytest.mark.parametrize(("met", "of", "low", "high"), WILSON)
def test_the_range_of_a_share_is_a_library_s(met: int, of: int, low: float, high: float) -> None:
    found = rules.shared(met, of)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=ROUNDED), pytest.approx(high, abs=ROUNDED),
    )  # fmt: skip


@pytest.mark.parametrize(("met", "of", "before", "of_before", "apart"), CAFFO)
def test_how_far_two_shares_lie_apart_is_a_library_s(
    met: int, of: int, before: int, of_before: int, apart: float
) -> None:
    now, then = rules.shared(met, of), rules.shared(before, of_before)
    assert rules.standard_errors(now, then) == pytest.approx(apart, abs=ROUNDED)


@given(answers())
def test_a_range_holds_its_figure_and_no_more_than_there_is(found: tuple[int, int, int]) -> None:
    measured = rules.recommended(*found)
    assert -100 <= measured.low <= measured.value <= measured.high <= 100
    low, high = measured.range
    assert -100 <= low <= measured.whole <= high <= 100
    share = rules.shared(found[0], found[2])
    assert 0 <= share.low <= share.value <= share.high <= 100
    assert 0 <= share.range[0] <= share.whole <= share.range[1] <= 100


@given(answers())
def test_a_range_is_no_wider_in_words_than_in_numbers(found: tuple[int, int, int]) -> None:
    for measured in (rules.recommended(*found), rules.shared(found[0], found[2])):
        low, high = measured.range
        assert low >= min(measured.low, measured.value) - 0.5
        assert high <= max(measured.high, measured.value) + 0.5


@given(answers())
def test_more_answers_of_the_same_sort_are_surer(found: tuple[int, int, int]) -> None:
    gladly, hardly, of = found
    few, many = rules.recommended(*found), rules.recommended(4 * gladly, 4 * hardly, 4 * of)
    assert many.error < few.error
    assert rules.shared(4 * gladly, 4 * of).error < rules.shared(gladly, of).error


@given(answers(), answers())
def test_a_change_is_the_same_seen_from_both_sides(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    now, before = rules.recommended(*one), rules.recommended(*two)
    back = {
        FigureChange.BETTER: FigureChange.WORSE,
        FigureChange.WORSE: FigureChange.BETTER,
        FigureChange.CHANCE: FigureChange.CHANCE,
    }
    assert rules.compared(before, now) == back[rules.compared(now, before)]
    assert rules.compared(now, now) == FigureChange.CHANCE


def test_five_of_five_after_four_of_four_is_no_change() -> None:
    # Each is certain by itself; what one answer more would have said is not.
    assert rules.compared(rules.shared(5, 5), rules.shared(4, 4)) == FigureChange.CHANCE


def test_nothing_changed_from_fewer_than_five_answers() -> None:
    many, few = rules.recommended(0, 900, 1000), rules.recommended(4, 0, 4)
    assert rules.standard_errors(many, few) < -rules.TELLS
    assert rules.compared(many, few) == FigureChange.CHANCE
    assert words.beside(many, few, "Summer") == ""


@pytest.mark.parametrize(("part", "of"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_figure_is_none(part: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no figure"):
        rules.recommended(part, 0, of)
    with pytest.raises(ValueError, match="is no figure"):
        rules.shared(part, of)


def test_how_a_figure_is_said() -> None:
    few, summer = rules.recommended(5, 6, 14), rules.recommended(10, 5, 17)
    assert words.one_by_one([9, 3, 9, 6]) == "Four answers: 9, 9, 6, 3."
    assert words.one_by_one([3]) == "One answer: 3."
    assert words.recommended(few) == (
        "−7, from 14 answers. With so few, anything from −47 to 35 fits."
    )
    assert words.beside(few, summer, "Summer") == (
        "Summer: 29, from 17. The difference may be chance."
    )
    assert words.recommended(rules.recommended(110, 42, 212)) == (
        "32, from 212 answers (between 21 and 42)."
    )
    assert words.recommended(rules.recommended(2, 2, 5)) == (
        "0, from five answers. With so few, anything from −57 to 57 fits."
    )
    assert words.shared(rules.shared(17, 20), 17, "satisfied") == "17 of 20 satisfied (64 to 95 %)"


def test_a_change_is_said_where_it_is_one() -> None:
    now, before = rules.recommended(400, 100, 1000), rules.recommended(200, 400, 1000)
    assert words.beside(now, before, "Summer") == (
        "Summer: −20, from 1,000. That is better, by more than chance."
    )
    assert words.beside(before, now, "Autumn") == (
        "Autumn: 30, from 1,000. That is worse, by more than chance."
    )
