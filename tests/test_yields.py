"""What a reminder has brought about, by hand and by what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.chasing.yields import cards, rules
from handlers.chasing.yields.rules import Lately
from storage.history import Deed
from storage.yields import Came, PastReminder
from tests.cast import LEE, MONDAY, SARA

HOUR = timedelta(hours=1)
UNTIL = MONDAY + 24 * HOUR


def reminder(answered: float | None = None, by: str = SARA) -> PastReminder:
    at = None if answered is None else MONDAY + answered * HOUR
    return PastReminder(uuid4(), SARA, 1, MONDAY, "task", 1, 3, at, by if at else None)


def deed(hours: float, verb: str = "noted", by: str = SARA) -> Deed:
    return Deed(1, by, verb, MONDAY + hours * HOUR)


@pytest.mark.parametrize(
    ("one", "deeds", "came"),
    [
        (reminder(), [], False),
        (reminder(), [deed(0)], True),
        (reminder(), [deed(24)], True),
        (reminder(), [deed(24.01)], False),
        (reminder(), [deed(-0.01)], False),
        (reminder(), [deed(1, by=LEE)], False),
        (reminder(), [deed(1), deed(1.1, "undone")], False),
        (reminder(), [deed(1), deed(1.1, "undone"), deed(2)], True),
        (reminder(), [deed(23.95), deed(24.05, "undone")], True),
        (reminder(answered=2), [], True),
        (reminder(answered=25), [], False),
        (reminder(answered=2, by=LEE), [deed(2, "done", by=LEE)], None),
        (reminder(answered=2, by=LEE), [deed(1), deed(2, "done", by=LEE)], True),
        (reminder(answered=2, by=""), [], None),
        (reminder(answered=25, by=LEE), [], False),
    ],
)
def test_what_came_of_a_reminder(one: PastReminder, deeds: list[Deed], came: bool | None) -> None:
    assert rules.came_of(one, UNTIL, deeds) is came


deeds_of_a_day = st.lists(
    st.builds(deed, st.integers(-5, 30), st.sampled_from(["noted", "undone"]),
              st.sampled_from([SARA, LEE])),
    max_size=6,
)  # fmt: skip


@given(deeds_of_a_day, st.integers(0, 30), st.integers(0, 30))
def test_more_time_never_takes_away_what_was_done(
    deeds: list[Deed], shorter: int, more: int
) -> None:
    kept = [each for each in deeds if each.verb != rules.UNDONE]
    early, late = MONDAY + shorter * HOUR, MONDAY + (shorter + more) * HOUR
    if rules.came_of(reminder(), early, kept):
        assert rules.came_of(reminder(), late, kept)


@given(deeds_of_a_day)
def test_what_others_do_with_it_does_not_count(deeds: list[Deed]) -> None:
    theirs = [each for each in deeds if each.actor == SARA]
    assert rules.came_of(reminder(), UNTIL, deeds) == rules.came_of(reminder(), UNTIL, theirs)


@given(st.integers(0, 2_000 * 24 * 60))
def test_a_week_is_counted_once_three_days_have_passed(minutes: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    newest = rules.newest(now)
    assert newest.weekday() == 0
    assert rules.counted_at(newest) <= now < rules.counted_at(newest + rules.A_WEEK)


@pytest.mark.parametrize(
    ("sent", "acted", "said"),
    [(0, 0, 0), (3, 1, 33), (3, 2, 67), (8, 1, 13), (200, 1, 1), (7, 7, 100)],
)
def test_a_share_is_in_whole_percent(sent: int, acted: int, said: int) -> None:
    assert rules.percent(Came(sent, acted)) == said


@pytest.mark.parametrize("rung", [4, 5, 6, 7, 60])
def test_what_comes_after_the_third_is_the_monday_line(rung: int) -> None:
    assert rules.rung_of(rung) == 6


FEW = "One reminder in {}: too few to tell. From 20 on I say how many were acted on."


def lately(*came: tuple[int, int, int]) -> Lately:
    return Lately(date(2026, 11, 30), {rung: Came(sent, acted) for rung, sent, acted in came})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (lately((1, 1, 0)), FEW),
        (lately((1, 12, 6), (6, 8, 1)), "Of 20 reminders in {} seven were {}: 35 %."),
        (lately((1, 1_200, 1), (6, 34, 0)), "Of 1,234 reminders in {} one was {}: 0 %."),
        (lately((2, 40, 0)), "Of 40 reminders in {} none were {}: 0 %."),
    ],
)  # fmt: skip
def test_the_cco_reads_n_each_time(found: Lately, said: str) -> None:
    weeks, acted = "the eight weeks up to Sun 29 Nov", "acted on within one working day"
    assert cards.told(found) == said.format(weeks, acted)
