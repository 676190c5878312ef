"""The tour plays two weeks, and a look back, against the real bot; it says so in numbers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.practice.show import tour as touring
from bot.practice.show.narrator import Narrator
from bot.practice.slack.people import People
from tests.practice import workspace

LONGEST_SECONDS = 300
AT_LEAST = {
    "replies": 2, "absences": 1, "tasks": 8, "issues": 7, "severity_1": 2, "private": 4,
    "became": 8, "reopened": 2, "returned": 2, "repeats": 2, "paused": 1, "held": 1,
    "asks_opened": 60, "asks_answered": 55, "nudges": 100,
    "escalations": 8, "digests": 8, "prompts": 2, "messages_posted": 120, "messages_updated": 150,
}  # fmt: skip
"""What the script brings about. Messages go together now and then, so these may be a few fewer."""


def test_the_tour_plays_a_fortnight_and_counts_what_happened() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "practice", "--tour"],
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr}"
    *transcript, last = done.stdout.splitlines()
    counts = json.loads(last)
    assert counts.pop("tour") == "complete"
    assert counts.pop("days") == touring.DAYS
    assert counts.keys() == AT_LEAST.keys()
    assert not {name: counts[name] for name, least in AT_LEAST.items() if counts[name] < least}
    assert counts["asks_answered"] <= counts["asks_opened"]
    people_by_id = re.findall(r"\b[UC]0[A-Z]{3,}\b", "\n".join(transcript))
    assert not people_by_id, "people and channels are named in the transcript"


QUARTER = {
    "weeks": 13, "most_in_a_week": 1, "decisions": 6, "ended": 6, "worse": 2, "worse_settled": 2,
    "low_scores": 1, "low_scores_called": 1, "silent_ones_heard": 1, "losses": 1,
    "losses_called": 1, "initiatives_joined": 1, "outcomes_moved": 1,
}  # fmt: skip
"""What is so after a quarter, whatever else happens in it."""


def test_in_a_quarter_executives_are_asked_once_a_week_and_every_decision_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "practice", "--tour", "--quarter"],
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr}"
    counts = json.loads(done.stdout.splitlines()[-1])
    assert counts["days"] == 7 * counts["weeks"]
    assert {name: counts[name] for name in QUARTER} == QUARTER
    assert counts["questions"] >= 5
    assert counts["questions"] == counts["prompts"]


@pytest.mark.parametrize("day", range(23, 30))
def test_the_tour_begins_on_a_monday_that_lies_ahead(day: int) -> None:
    now = datetime(2026, 11, day, 12, tzinfo=UTC)
    start = touring.next_monday(now)
    assert start.weekday() == 0
    assert start.hour == 8, "nine o'clock in Berlin"
    assert 0 < (start - now).total_seconds() < 7 * 86_400


def test_a_broken_expectation_says_what_was_expected_and_what_was_there() -> None:
    said = str(touring.BrokenExpectation("Sara sees [Take it]", "nothing but coffee"))
    assert said == "Expected: Sara sees [Take it]\nSeen instead:\nnothing but coffee"


Staged = Callable[[Callable[[], bool]], touring.Tour]


@pytest.fixture
def staged() -> Iterator[Staged]:
    """A tour of a workspace without a bot; what is given says whether there is something to do."""
    store = workspace()
    store.clock.move_to(touring.next_monday(store.clock.now()))
    bot = SimpleNamespace(last_words=lambda: "still counting")
    rehearsal = SimpleNamespace(workspace=store, people=People(store), bot=bot)

    def begin(is_behind: Callable[[], bool]) -> touring.Tour:
        store.app_is_behind = is_behind
        return touring.Tour(cast(Any, rehearsal), Narrator())

    yield begin
    store.close()


def test_time_moves_on_when_the_bot_has_done_what_was_due_and_not_before(staged: Staged) -> None:
    seen = []

    def is_behind() -> bool:
        seen.append(f"{tour.now:%H:%M}")
        return len(seen) in (1, 3, 4)

    tour = staged(is_behind)
    tour.at(0, "09:05")
    tour.at(0, "09:10")
    assert seen == ["08:00"] * 2 + ["08:05"] * 3 + ["08:05", "08:10"], "in UTC"


def test_a_bot_that_does_not_come_to_an_end_ends_the_tour_with_its_last_words(
    staged: Staged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touring, "PATIENCE", 0.1)
    with pytest.raises(touring.BrokenExpectation, match="nothing left to do") as told:
        staged(lambda: True).at(0, "09:05")
    assert "still counting" in str(told.value)
