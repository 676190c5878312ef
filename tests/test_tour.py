"""The tour plays two weeks against the real bot, and says so in numbers at the end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from bot.practice.show import tour as touring

LONGEST_SECONDS = 300


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
    assert set(counts) == {
        "tasks", "issues", "asks_opened", "asks_answered", "nudges", "escalations", "digests",
        "prompts", "messages_posted", "messages_updated",
    }  # fmt: skip
    assert all(number > 0 for number in counts.values()), counts
    assert counts["asks_answered"] <= counts["asks_opened"]
    people_by_id = re.findall(r"\b[UC]0[A-Z]{3,}\b", "\n".join(transcript))
    assert not people_by_id, "people and channels are named in the transcript"


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
