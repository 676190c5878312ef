"""How often forecasts come true: worked by hand, and what always holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.executives.decisions.forecasts import cards, rules
from handlers.executives.decisions.forecasts.rules import Expectation, Outcomes, Rate, Turned
from storage.customers import Tier
from storage.decisions import Impact, ImpactAnswer
from storage.items import State
from storage.tasks import Task
from tests.cast import MONDAY, TEAM

BETTER, NONE, WORSE, UNKNOWN = Impact.BETTER, Impact.NONE, Impact.WORSE, Impact.UNKNOWN
SIGNS = st.sampled_from(rules.SEEN)
PAIRS = st.lists(st.tuples(SIGNS, SIGNS))


def says(impact: Impact, customers: int | None = None, *tiers: str) -> ImpactAnswer:
    return ImpactAnswer(
        team_id=TEAM, number=1, user_id="U", impact=impact, answered_at=MONDAY,
        customers=customers, tiers=list(tiers),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], None),
        ([says(UNKNOWN)], None),
        ([says(NONE)], Expectation(NONE)),
        ([says(UNKNOWN), says(BETTER, 3, "key")], Expectation(BETTER, 3, (Tier.KEY,))),
        ([says(NONE), says(WORSE, 12)], Expectation(WORSE, 12)),
        ([says(BETTER), says(WORSE)], Expectation(WORSE)),
        ([says(NONE, 900), says(NONE, 5), says(WORSE, 12)], Expectation(NONE, 900)),
        (
            [says(WORSE, 7, "standard"), says(WORSE, None, "key"), says(NONE, 99, "strategic")],
            Expectation(WORSE, 7, (Tier.KEY, Tier.STANDARD)),
        ),
    ],
)
def test_what_is_expected(answers: list[ImpactAnswer], expected: Expectation | None) -> None:
    assert rules.expected_of(answers) == expected


@pytest.mark.parametrize(
    ("pairs", "rate", "said"),
    [
        ([], Rate(), "too few to tell (0 of 5)"),
        ([(WORSE, WORSE)] * 4, Rate(4, 4, 0, 0), "too few to tell (4 of 5)"),
        ([(WORSE, WORSE)] * 5, Rate(5, 5, 0, 0), "5 of 5 as expected"),
        (
            [(WORSE, WORSE), (NONE, NONE), (WORSE, NONE), (WORSE, BETTER), (BETTER, WORSE)],
            Rate(5, 2, 2, 1),
            "2 of 5 as expected; 2 turned out better and 1 turned out worse",
        ),
        ([(UNKNOWN, WORSE), (WORSE, WORSE)], Rate(1, 1, 0, 0), "too few to tell (1 of 5)"),
    ],
)
def test_how_often_they_come_true(
    pairs: list[tuple[Impact, Impact]], rate: Rate, said: str
) -> None:
    assert rules.rate(pairs) == rate
    assert cards.rate(rate) == said


@given(PAIRS, PAIRS)
def test_parts_add_up(first: list[tuple[str, str]], second: list[tuple[str, str]]) -> None:
    a, b, both = rules.rate(first), rules.rate(second), rules.rate([*first, *second])
    assert (a.n + b.n, a.met + b.met, a.better + b.better, a.worse + b.worse) == (
        both.n, both.met, both.better, both.worse,
    )  # fmt: skip
    assert both.met + both.better + both.worse == both.n


@given(SIGNS, st.sampled_from(Turned))
def test_what_is_chosen_in_the_form_fits_the_button(expected: Impact, wanted: Turned) -> None:
    likely = rules.likely(expected, wanted)
    assert rules.turned(expected, likely) in (wanted, Turned.AS)


def task(state: State, due: int, closed: int | None = None) -> Task:
    at = None if closed is None else MONDAY + timedelta(days=closed)
    return Task(
        team_id=TEAM, number=1, title="A", state=state, created_at=MONDAY, created_by="U",
        due_at=MONDAY + timedelta(days=due), original_due_at=MONDAY + timedelta(days=due),
        closed_at=at,
    )  # fmt: skip


def test_what_became_of_the_tasks_that_followed() -> None:
    found = rules.outcomes(
        [
            task(State.DONE, 3, 3), task(State.DONE, 3, 4), task(State.OPEN, 9),
            task(State.OPEN, 3), task(State.DECLINED, 3, 2),
        ],
        MONDAY + timedelta(days=5),
    )  # fmt: skip
    assert found == Outcomes(kept=1, late=1, open=1, overdue=1, dropped=1)
