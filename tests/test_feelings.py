"""“, they felt angry” is taken out of what people type, and nothing that is part of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.speech import feelings, typed
from handlers.speech.feelings import SCALE
from storage.issues import Feeling

WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12).filter(
    lambda word: word.lower() not in {"they", "the", "customer", "felt", "feel", "feels"}
)
TITLE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
SAYS = st.sampled_from(("they felt", "They feel", "the customer felt", "The customer feels"))
SIGN = st.sampled_from((",", ";", ".", " –", ":"))
BEHIND = st.sampled_from(("", " for Acme", " in Billing sev 2", ", for Acme"))


def taken(text: str) -> tuple[str, Feeling | None]:
    left, felt = feelings.taken_out(typed.words(text))
    return typed.line(left), felt


@given(TITLE, SIGN, SAYS, st.sampled_from(SCALE), BEHIND)
def test_it_is_read_behind_any_title_and_before_any_clause(
    title: str, sign: str, says: str, felt: Feeling, behind: str
) -> None:
    left, found = taken(f"{title}{sign} {says} {felt}{behind}")
    assert found is felt
    assert left.split() == typed.line(typed.words(f"{title} {behind.lstrip(',')}")).split()


@given(st.text(max_size=200))
def test_whatever_is_typed_nothing_else_is_lost(text: str) -> None:
    words = typed.words(text)
    left, felt = feelings.taken_out(words)
    if felt is None:
        assert left == words
    else:
        assert len(left) < len(words)


@pytest.mark.parametrize(
    "text",
    [
        "They say they felt angry about the delay",
        "Machines stand still they felt angry",
        "Invoiced twice, they felt angry about it",
        "Invoiced twice, they felt purple",
        "Invoiced twice, they felt",
        "Invoiced twice, they were fine",
        "Sign says “hot, they felt angry”",
        "",
    ],
)
def test_part_of_a_sentence_stays_in_it(text: str) -> None:
    assert taken(text) == (typed.line(typed.words(text)), None)


@pytest.mark.parametrize(
    ("text", "left", "felt"),
    [
        ("Invoiced twice, they felt furious!", "Invoiced twice", Feeling.ANGRY),
        ("Invoiced twice — they felt very angry, for Acme", "Invoiced twice for Acme",
         Feeling.ANGRY),
        ("They felt let down", "", Feeling.LET_DOWN),
        ("Invoiced twice, they felt angry, they felt uneasy",
         "Invoiced twice, they felt angry", Feeling.UNEASY),
    ],
)  # fmt: skip
def test_what_is_taken_and_what_is_left(text: str, left: str, felt: Feeling) -> None:
    assert taken(text) == (left, felt)
