"""For whom, about how many and how surely, as people say it: read, or left to be asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.executives.decisions import segments, spoken
from handlers.executives.decisions.rules import CHANGES
from handlers.executives.decisions.weighing import Confidence
from storage.customers import Tier
from storage.decisions import Impact

KEY, STRATEGIC, BEACHHEAD, STANDARD = Tier
ALL = tuple(Tier)
SURE, FAIRLY, GUESS = Confidence


@pytest.mark.parametrize(
    ("said", "tiers", "customers", "confidence"),
    [
        ("for about 12 key accounts", (KEY,), 12, None),
        ("for 12 key accounts", (KEY,), 12, None),
        ("for ~12 key customers", (KEY,), 12, None),
        ("for twelve key accounts", (KEY,), 12, None),
        ("for a dozen key accounts", (KEY,), 12, None),
        ("for all 12 key accounts", (KEY,), 12, None),
        ("for 12 of our key accounts", (KEY,), 12, None),
        ("for around 1,200 standard customers", (STANDARD,), 1200, None),
        ("for standard customers", (STANDARD,), None, None),
        ("for all other customers", (STANDARD,), None, None),
        ("for key and strategic accounts", (KEY, STRATEGIC), None, None),
        ("for strategic accounts, key accounts and beachheads", (KEY, STRATEGIC, BEACHHEAD), None,
         None),
        ("for 12 key accounts and 3 strategic accounts", (KEY, STRATEGIC), 15, None),
        ("for everybody", ALL, None, None),
        ("for everyone", ALL, None, None),
        ("for all", ALL, None, None),
        ("for all customers", ALL, None, None),
        ("for every customer", ALL, None, None),
        ("for about 40 customers", (), 40, None),
        ("for 3 of them", (), 3, None),
        ("for key accounts, fairly sure", (KEY,), None, FAIRLY),
        ("for key accounts, I'm sure", (KEY,), None, SURE),
        ("for key accounts (just a guess)", (KEY,), None, GUESS),
        (", a guess", (), None, GUESS),
        (", sure, for 12 key accounts", (KEY,), 12, SURE),
        ("FOR ABOUT 12 KEY ACCOUNTS", (KEY,), 12, None),
        ("for about １２ key accounts", (KEY,), 12, None),
    ],
)  # fmt: skip
def test_what_is_said_is_read(
    said: str, tiers: tuple[Tier, ...], customers: int | None, confidence: Confidence | None
) -> None:
    found = segments.read(f" {said}")
    assert (found.tiers, found.customers, found.confidence) == (tiers, customers, confidence)
    assert not found.is_unclear
    assert found.ends == len(said) + 1


@pytest.mark.parametrize(
    "said",
    ["for us", "for now", "for gold accounts", "for 12 gold accounts", "for most key accounts",
     "for some", "for customers", "for the others", "for keyboards", "for key-account managers",
     "for all but key accounts", "for all of Spain", "for 999999999999 customers",
     "for 12 key accounts and all other customers", "for", "for about", "for 12"],
)  # fmt: skip
def test_what_is_not_understood_is_left_to_be_asked(said: str) -> None:
    found = segments.read(f" {said}")
    assert found.customers is None
    if not found.is_unclear:
        assert not found.is_said


@pytest.mark.parametrize(
    ("said", "impact", "whom", "why"),
    [
        ("worse for about 12 key accounts because they pay more", Impact.WORSE,
         "for about 12 key accounts", "they pay more"),
        ("no change for standard customers: it is below inflation", Impact.NONE,
         "for standard customers", "it is below inflation"),
        ("better for everybody", Impact.BETTER, "for everybody", ""),
        ("it gets worse for 12 key accounts, fairly sure, as they wait", Impact.WORSE,
         "for 12 key accounts, fairly sure", "they wait"),
        ("no change because nobody notices", Impact.NONE, "", "nobody notices"),
    ],
)  # fmt: skip
def test_an_answer_says_what_for_whom_and_why(
    said: str, impact: Impact, whom: str, why: str
) -> None:
    found = spoken.read(said, CHANGES)
    assert found is not None
    assert (found.impact, found.whom, found.why, found.is_unread) == (impact, whom, why, False)


@pytest.mark.parametrize(
    "said",
    ["worse for 12 gold accounts", "no change for now", "worse for key accounts in Spain",
     "better for everybody except key accounts", "worse for 12 key accounts who pay monthly",
     "worse for key accounts, better for standard customers", "worse for us because we pay"],
)  # fmt: skip
def test_more_than_can_be_read_is_kept_as_it_was_said_and_asked_about(said: str) -> None:
    found = spoken.read(said, CHANGES)
    assert found is not None
    assert found.is_unread
    assert found.whom == ""
    assert found.why
    assert said.endswith(found.why)


@pytest.mark.parametrize("said", ["worse than we thought", "worse for customers who pay", "hello"])
def test_a_sentence_that_goes_on_is_no_answer(said: str) -> None:
    assert spoken.read(said, CHANGES) is None


@given(st.text(max_size=200))
def test_no_words_break_it_and_what_is_read_is_behind_for(text: str) -> None:
    found = segments.read(text)
    assert 0 <= found.ends <= len(text)
    assert found.is_said or not found.ends
    spoken.read(f"worse {text}", CHANGES)


NAMES = {
    KEY: "key accounts", STRATEGIC: "strategic accounts", BEACHHEAD: "beachhead accounts",
    STANDARD: "standard customers",
}  # fmt: skip


@given(
    st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    st.lists(st.integers(0, 99_999), min_size=4, max_size=4),
    st.booleans(),
    st.sampled_from([None, *Confidence]),
    st.sampled_from(["", " because they wait", ": they wait"]),
)
def test_whatever_is_put_into_words_is_read_again(
    tiers: list[Tier], numbers: list[int], counted: bool, sure: Confidence | None, why: str
) -> None:
    parts = [
        f"about {number:,} {NAMES[tier]}" if counted else NAMES[tier]
        for tier, number in zip(tiers, numbers, strict=False)
    ]
    said = f"worse for {' and '.join(parts)}{f', {sure}' if sure else ''}{why}"
    answer = spoken.read(said, CHANGES)
    assert answer is not None
    assert not answer.is_unread
    assert answer.why == ("they wait" if why else "")
    found = segments.read(f" {answer.whom}")
    assert found.tiers == tuple(tier for tier in ALL if tier in tiers)
    assert found.customers == (sum(numbers[: len(tiers)]) if counted else None)
    assert found.confidence == sure


@pytest.mark.parametrize(
    ("said", "impact", "why"),
    [
        ("no change, no, worse", Impact.NONE, "no, worse"),
        ("no change. Sorry: worse for key accounts", Impact.NONE, "Sorry: worse for key accounts"),
        ("no change, but worse for the rest", Impact.NONE, "but worse for the rest"),
        ("worse – no, better", Impact.WORSE, "no, better"),
    ],
)
def test_two_answers_in_one_breath_are_asked_about(said: str, impact: Impact, why: str) -> None:
    found = spoken.read(said, CHANGES)
    assert found == spoken.SpokenAnswer(impact, why, is_unread=True)


@pytest.mark.parametrize(
    "why", ["no customer sees it", "nobody is better or worse off", "no better idea came"]
)
def test_a_reason_that_only_looks_like_another_answer_is_a_reason(why: str) -> None:
    assert spoken.read(f"no change, {why}", CHANGES) == spoken.SpokenAnswer(Impact.NONE, why)


def test_a_number_without_end_is_too_much() -> None:
    found = spoken.read(f"worse for {'9' * 5_000} customers", CHANGES)
    assert found is not None
    assert found.is_unread
