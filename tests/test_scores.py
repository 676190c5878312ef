"""Each figure of a scorecard is worked by hand here, and bounded whatever it is made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.executives.scores import periods, rules
from handlers.executives.scores.rules import MINIMUM, Figure, Measure, Scored
from handlers.speech.errors import UserError
from storage.columns import new_id
from storage.scores import HappenedThen, StoodThen
from tests.cast import MONDAY, SARA

TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)


def stood(state: str, *, in_time: bool, number: int = 1, verified: bool = False) -> StoodThen:
    return StoodThen("issue", number, MONDAY, SARA, state, in_time, MONDAY if verified else None)


def event(verb: str, after: timedelta, number: int = 7, **facts: object) -> HappenedThen:
    return HappenedThen(
        "issue", number, MONDAY + after, verb, SARA, 3, "done", None, facts, new_id()
    )


def share(scored: list[Scored]) -> tuple[int, int, int]:
    found = rules.figure(Measure.FIRST, scored)
    return found.met, found.of, found.total


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], (0, 0)),
        ([stood("done", in_time=True)], (1, 1)),
        ([stood("done", in_time=False)], (0, 1)),
        ([stood("acknowledged", in_time=False)], (0, 1)),
        # A no before its time is honourable; afterwards the miss stays.
        ([stood("declined", in_time=True)], (0, 0)),
        ([stood("declined", in_time=False)], (0, 1)),
        ([stood("withdrawn", in_time=True), stood("done", in_time=True)], (1, 1)),
        ([stood("corrected", in_time=True)], (1, 1)),
    ],
)
def test_what_was_kept(rows: list[StoodThen], told: tuple[int, int]) -> None:
    assert share(rules.kept(rows))[:2] == told


@pytest.mark.parametrize(
    ("outcome", "in_time", "answered", "told", "prompted"),
    [
        ("answered", True, (1, 1), (1, 1), (1, 1)),
        ("answered", False, (0, 1), (0, 1), (0, 1)),
        ("", False, (0, 1), (0, 1), (0, 1)),
        ("declined", True, (1, 1), (1, 1), (1, 1)),
        ("withdrawn", True, (0, 0), (0, 0), (0, 0)),
        ("withdrawn", False, (0, 1), (0, 1), (0, 1)),
        # Whoever hands a question on has answered it, and the customer has not heard yet.
        ("handed over", True, (1, 1), (0, 0), (0, 0)),
        ("handed over", False, (0, 1), (0, 1), (0, 1)),
        ("redated", True, (1, 1), (0, 0), (1, 1)),
    ],
)
def test_what_was_answered_and_told(
    outcome: str,
    in_time: bool,
    answered: tuple[int, int],
    told: tuple[int, int],
    prompted: tuple[int, int],
) -> None:
    rows = [stood(outcome, in_time=in_time)]
    assert share(rules.answered(rows))[:2] == answered
    assert share(rules.told(rows))[:2] == told
    assert share(rules.prompts(rows))[:2] == prompted


def test_what_was_verified() -> None:
    rows = [stood("done", in_time=False, verified=True), stood("done", in_time=False)]
    assert share(rules.verified(rows))[:2] == (1, 2)


@pytest.mark.parametrize(
    ("after", "told"),
    [(DAY, (0, 1)), (30 * DAY, (0, 1)), (30 * DAY + timedelta(seconds=1), (1, 1)), (-DAY, (1, 1))],
)
def test_what_stayed_done(after: timedelta, told: tuple[int, int]) -> None:
    again = stood("done", in_time=True)._replace(at=MONDAY + after)
    assert share(rules.stayed([stood("done", in_time=False)], [again]))[:2] == told


def test_what_held() -> None:
    minute = timedelta(minutes=1)
    events = [
        event("held", DAY, 1),
        event("not held", DAY, 2),
        event("held", DAY, 3),
        event("undone", DAY + minute, 3, undid="held"),
        event("held", DAY, 4),
        event("undone", 2 * DAY, 4, undid="held"),
    ]
    assert share(rules.held(events))[:2] == (2, 3), "later than ten minutes nothing is undone"


def test_what_was_a_repeat() -> None:
    """Three are no repeats of five; one was undone at once, and of one the same was said again."""
    minute = timedelta(minutes=1)
    events = [
        event("prevented", DAY, 1, repeat="no"),
        event("prevented", DAY, 2, repeat="yes"),
        event("prevented", 2 * DAY, 3, repeat="yes"),
        event("prevented", 2 * DAY, 4, repeat="yes"),
        event("undone", 2 * DAY + minute, 4, undid="prevented"),
        event("prevented", 3 * DAY, 1, words="The same in other words"),
        event("prevented", 3 * DAY, 5, repeat="no"),
        event("undone", 4 * DAY, 5, undid="prevented"),
        event("prevented", 5 * DAY, 2, repeat="no"),
    ]
    assert share(rules.unrepeated(events)) == (3, 5, 0)


def test_how_feelings_changed() -> None:
    before = [event("reported", -DAY, 7, felt="angry"), event("reported", -DAY, 8, felt="uneasy")]
    events = [
        event("told", DAY, 7, feels="uneasy"),
        event("verified", 2 * DAY, 7, feels="satisfied"),
        event("felt", DAY, 8, felt="", feels="let down"),
        event("felt", DAY, 9, felt="", feels="delighted"),
        event("told", DAY, 8),
        event("felt", 9 * DAY, 8, felt="", feels="delighted"),
    ]
    assert share(rules.feelings(events, before, MONDAY + 7 * DAY)) == (2, 3, 2 + 3 - 1)


def test_wilson_is_as_in_the_books() -> None:
    """The reference's own example, and what stands at both ends."""
    found = rules.wilson(17, 20)
    assert (round(found.low, 2), round(found.high, 2)) == (0.64, 0.95)
    assert rules.wilson(0, 10).low == 0
    assert round(rules.wilson(0, 10).high, 3) == 0.278
    assert rules.wilson(10, 10).high == pytest.approx(1)


@given(st.integers(1, 10_000), st.data())
def test_a_share_lies_within_its_interval(of: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, of))
    found = rules.wilson(met, of)
    assert 0 <= found.low <= met / of + 1e-12
    assert met / of - 1e-12 <= found.high <= 1


@given(st.integers(0, 40), st.integers(0, 40))
def test_too_few_say_nothing(met: int, missed: int) -> None:
    found = Figure(Measure.FIRST, met, met + missed)
    assert (found.score is None) == (met + missed < MINIMUM) == (found.interval is None)


# --- for which days ---


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("november", "2026-11"), ("Nov", "2026-11"), ("sept", "2026-09"), ("dec", "2025-12"),
        ("november 2025", "2025-11"), ("2026-11", "2026-11"), ("2026-1", "2026-01"),
        ("this month", "2026-11"), ("last  month", "2026-10"), ("Q4", "2026-Q4"),
        ("q3 2025", "2025-Q3"), ("2026-Q1", "2026-Q1"), ("this quarter", "2026-Q4"),
        ("last quarter", "2026-Q3"), ("2026-10-01 to 2026-10-15", "2026-10-01..2026-10-15"),
        ("2026-10-01..2026-10-15", "2026-10-01..2026-10-15"),
        ("from 2026-10-01 until 2026-10-01", "2026-10-01..2026-10-01"),
        ("billing", None), ("2026-13", None), ("q5", None), ("0000-01", None), ("", None),
        ("2026-02-30 to 2026-03-01", None), ("9999-12", None), ("nove", "2026-11"),
        ("٢٠٢٦-١١", None),
    ],
)  # fmt: skip
def test_how_people_name_a_period(words: str, key: str | None) -> None:
    found = periods.read(words, TODAY)
    assert (found.key if found else None) == key
    assert found is None or periods.carried(found.key) == found


@pytest.mark.parametrize("words", ["2026-10-15 to 2026-10-01", "2020-01-01 to 2026-01-01"])
def test_what_is_no_period_is_said(words: str) -> None:
    with pytest.raises(UserError):
        periods.read(words, TODAY)
    assert periods.carried(words.replace(" to ", "..")) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_period_or_none(words: str) -> None:
    found = periods.read(words, TODAY)
    assert found is None or found.first <= found.last


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"]),
)
def test_periods_lie_end_to_end_in_every_zone(day: date, zone: str) -> None:
    """No instant is in two of them, or in none, and no zone moves a day."""
    for period in (periods.month_of(day), periods.quarter_of(day), periods.between(day, day)):
        assert period.before.last + DAY == period.first
        now, before = period.instants(zone), period.before.instants(zone)
        assert before.since < before.until == now.since < now.until
