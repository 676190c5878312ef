"""Who answers is counted by hand-worked rules, whatever comes later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.executives.attendance import cards, rules
from handlers.executives.attendance.rules import AgainstFirst, JudgedMonth, Turnout
from storage.asks import Outcome
from storage.attendance import PutTo

DUE = datetime(2026, 11, 10, 16, tzinfo=UTC)
DAY = timedelta(days=1)
NORA, VICTOR = "U0NORA", "U0VICTOR"


def put(outcome: str | None, after: timedelta | None, by: str = NORA, due: datetime = DUE) -> PutTo:
    return PutTo(NORA, due, due + after if after is not None else None, by, outcome)


@pytest.mark.parametrize(
    ("one", "counts"),
    [
        (put(Outcome.ANSWERED, -DAY), Turnout(1, 1)),
        (put(Outcome.ANSWERED, 7 * DAY), Turnout(1, 1)),
        (put(Outcome.ANSWERED, 7 * DAY + timedelta(seconds=1)), Turnout(1)),
        (put(Outcome.DECLINED, DAY), Turnout(1, 1)),
        (put(Outcome.ANSWERED, DAY, VICTOR), Turnout(1, 0, 1)),
        (put(Outcome.HANDED_OVER, -DAY), Turnout()),
        (put(Outcome.HANDED_OVER, DAY), Turnout()),
        (put(Outcome.WITHDRAWN, -DAY), Turnout()),
        (put(Outcome.WITHDRAWN, DAY), Turnout(1)),
        (put(None, None), Turnout(1)),
    ],
)
def test_how_one_answer_counts(one: PutTo, counts: Turnout) -> None:
    assert rules.turnout(one) == counts


@pytest.mark.parametrize(
    ("first", "now", "share", "decayed"),
    [
        # The seed: forty at the kick-off, six a month later.
        (Turnout(40, 40), Turnout(40, 6), 50, True),
        (Turnout(40, 40), Turnout(40, 20), 50, False),
        (Turnout(40, 40), Turnout(40, 19), 50, True),
        (Turnout(10, 8), Turnout(20, 8), 50, False),
        (Turnout(10, 8), Turnout(20, 7), 50, True),
        (Turnout(10, 8), Turnout(20, 9), 60, True),
        # Too few to tell.
        (Turnout(9, 9), Turnout(40, 0), 50, False),
        (Turnout(40, 40), Turnout(9, 0), 50, False),
        # Nobody answered at first either.
        (Turnout(10, 0), Turnout(10, 0), 50, False),
    ],
)
def test_when_it_has_decayed(first: Turnout, now: Turnout, share: int, decayed: bool) -> None:
    assert rules.has_decayed(first, now, share) is decayed


def test_the_first_month_is_the_first_with_enough_before_this_one() -> None:
    months = {
        "2026-09": Turnout(9, 9), "2026-11": Turnout(12, 3), "2026-10": Turnout(10, 8),
    }  # fmt: skip
    assert rules.first_month(months, "2026-12") == "2026-10"
    assert rules.first_month(months, "2026-10") is None


def test_whom_to_see_are_those_here_who_answered_least() -> None:
    people = {
        "A": Turnout(4, 0), "B": Turnout(6, 0), "C": Turnout(5, 1), "D": Turnout(5, 4),
        "E": Turnout(1, 0), "GONE": Turnout(9, 0),
    }  # fmt: skip
    assert rules.to_see(people, Turnout(20, 18), 50, {"A", "B", "C", "D", "E"}) == ["B", "A", "C"]


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 12, 7), "2026-10"),
        (date(2026, 12, 8), "2026-11"),
        (date(2027, 1, 8), "2026-12"),
        (date(2027, 1, 1), "2026-11"),
    ],
)
def test_which_month_is_judged(today: date, month: str) -> None:
    assert rules.judged(today, "UTC").key == month


def test_a_month_is_one_of_its_zone() -> None:
    found = rules.month_with(date(2026, 11, 30), "Europe/Berlin")
    assert found.period.since == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert found.period.until == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert found.next.key == "2026-12"


OUTCOMES = st.sampled_from([None, *Outcome])
PUTS = st.lists(
    st.builds(
        lambda outcome, due, after, by: PutTo(
            NORA, DUE + timedelta(hours=due), None if outcome is None else
            DUE + timedelta(hours=due + after), by, outcome,
        ),
        OUTCOMES, st.integers(-4_000, 4_000), st.integers(-400, 400),
        st.sampled_from([NORA, VICTOR, None]),
    )
)  # fmt: skip


@given(PUTS)
def test_adding_up_months_and_people_changes_nothing(found: list[PutTo]) -> None:
    whole = sum(map(rules.turnout, found), Turnout())
    assert sum(rules.by_month(found, "Asia/Singapore").values(), Turnout()) == whole
    assert sum(rules.by_person(found).values(), Turnout()) == whole
    assert whole.answered + whole.by_deputy <= whole.asked
    assert 0 <= whole.percent <= 100


@given(PUTS, st.integers(1, 2_000))
def test_no_later_answer_changes_a_month_that_is_judged(found: list[PutTo], hours: int) -> None:
    """What is open seven days after its time is a miss, whatever becomes of it."""
    late = rules.GRACE + timedelta(hours=hours)
    opened = [each._replace(outcome=None, answered_at=None, answered_by=None) for each in found]
    answered = [
        each._replace(outcome=Outcome.ANSWERED, answered_at=each.due_at + late, answered_by=NORA)
        for each in found
    ]
    assert rules.by_month(opened, "UTC") == rules.by_month(answered, "UTC")


def test_what_the_cco_reads() -> None:
    found = JudgedMonth(
        "2026-11",
        AgainstFirst(Turnout(20, 4, 1), Turnout(20, 18), "2026-09"),
        {NORA: Turnout(6), VICTOR: Turnout(7, 1)},
        {"d1": AgainstFirst(Turnout(15, 3), Turnout(16, 14), "2026-09"),
         "gone": AgainstFirst(Turnout(15, 3), Turnout(16, 14), "2026-09")},
    )  # fmt: skip
    assert cards.told(found, {"d1": "Billing <!here>"}) == (
        "*Executives answered four of 20 in November 2026, deputies one more; in September 2026, "
        "the first month of which it can be told, 18 of 20, 90 %.* See in person: <@U0NORA> "
        "(0 of 6, 0 %) and <@U0VICTOR> (1 of 7, 14 %). Only you read these names.\n"
        "Departments that answer less in time than in their first month: *Billing &lt;!here&gt;* "
        "(November 2026: 3 of 15, 20 %; September 2026: 14 of 16, 88 %)."
    )
    few = JudgedMonth("2026-11", AgainstFirst(Turnout(3, 1), Turnout()))
    assert cards.told(few, {}) == ""
    assert "too few to tell" in str(cards.section(few, {}))
    assert cards.section(JudgedMonth("2026-11", AgainstFirst(Turnout(), Turnout())), {}) == []
