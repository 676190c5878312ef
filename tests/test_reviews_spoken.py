"""What came true, as people say it: read where it is clear, else left to be asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.executives.decisions.forecasts import rules, spoken
from handlers.executives.decisions.forecasts.rules import SEEN, Turned
from storage.decisions import Impact

BETTER, NONE, WORSE = SEEN


@pytest.mark.parametrize(
    ("said", "expected", "seen", "words"),
    [
        ("as expected", WORSE, WORSE, ""),
        ("It turned out as we expected, two left", WORSE, WORSE, "two left"),
        ("it came true", NONE, NONE, ""),
        ("better than expected, nobody left", NONE, BETTER, "nobody left"),
        ("better than we thought because nobody left", BETTER, BETTER, "nobody left"),
        ("worse than expected: three left", NONE, WORSE, "three left"),
        ("It was much worse than we had feared – three left", WORSE, WORSE, "three left"),
        ("better for customers: a shorter way", WORSE, BETTER, "a shorter way"),
        ("no change, nobody noticed", WORSE, NONE, "nobody noticed"),
        ("better, nobody left", NONE, BETTER, "nobody left"),
        ("worse, two left", WORSE, WORSE, "two left"),
        # It may have been no change, or better for customers.
        ("better than expected, nobody left", WORSE, None, "nobody left"),
        ("better, nobody left", WORSE, None, "nobody left"),
        ("worse than expected, two left", BETTER, None, "two left"),
        # Whoever thinks better of it in the same breath is asked.
        ("as expected, no, worse than we thought", NONE, None, "no, worse than we thought"),
        ("no change. Sorry, worse", WORSE, None, "Sorry, worse"),
        ("as expected, no better idea came", WORSE, WORSE, "no better idea came"),
    ],
)
def test_what_is_clear_is_read_and_what_is_not_is_left(
    said: str, expected: Impact, seen: Impact | None, words: str
) -> None:
    found = spoken.read(said, expected)
    assert found is not None
    assert (found.seen, found.words, found.is_later) == (seen, words, False)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("too early to say", ""),
        ("It's too early to tell.", ""),
        ("too early to say until March", "March"),
        ("too early, ask me again on 3 march", "3 march"),
        ("still too soon to judge; ask again in 2 months", "2 months"),
    ],
)
def test_it_is_too_early_until_a_day(said: str, day: str) -> None:
    found = spoken.read(said, WORSE)
    assert found is not None
    assert (found.is_later, found.day) == (True, day)


@pytest.mark.parametrize(
    "said", ["hello", "better than the last one", "worse things happen", "expected", "", "early"]
)
def test_other_words_say_nothing_of_it(said: str) -> None:
    assert spoken.read(said, WORSE) is None


@given(st.text(max_size=200), st.sampled_from([None, *SEEN]))
def test_no_words_break_it(text: str, expected: Impact | None) -> None:
    spoken.read(text, expected)
    spoken.read(f"better than expected {text}", expected)
    spoken.read(f"too early to say {text}", expected)


@given(st.sampled_from(SEEN), st.sampled_from(list(Turned)))
def test_what_is_read_turned_out_as_it_was_said(expected: Impact, turned: Turned) -> None:
    found = spoken.read(f"{turned}, nobody left", expected)
    assert found is not None
    assert found.turned is turned
    if found.seen is not None:
        assert rules.turned(expected, found.seen) in (turned, Turned.AS)
