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
AT_LEAST = {
    "tasks": 8, "issues": 5, "asks_opened": 36, "asks_answered": 31, "nudges": 29,
    "escalations": 2, "digests": 5, "prompts": 2, "messages_posted": 60, "messages_updated": 100,
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
