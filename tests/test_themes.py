"""Themes by words: which answers are about one thing, whoever brings them in whatever order."""

from __future__ import annotations

from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from handlers.customers.themes import rules
from handlers.customers.themes.rules import Wording

LATE = (
    "The credit note was late again and the invoice is wrong",
    "We wait weeks for a credit note, the invoice stays open",
    "Late credit notes.",
    "Every invoice comes late",
    "Your credit note arrived late, after the third invoice",
    "invoice late; no credit note",
    "Credit notes come late",
    "Late invoices, credit note missing",
)
DOCK = (
    "The drivers are friendly and the dock is clean",
    "Drivers were friendly",
    "Friendly driver at the dock",
    "dock: friendly drivers",
)
ALONE = ("I like the portal", "Portal is slow on Mondays")


def of(*said: str, customers: int = 7) -> list[Wording]:
    """Answers in these words, one after the other of so many customers."""
    return [
        Wording(f"{at:04}", words, UUID(int=at % customers)) for at, words in enumerate(said)
    ]  # fmt: skip


def test_answers_with_the_same_words_are_a_theme() -> None:
    late, dock = rules.grouped(of(*LATE, *DOCK, *ALONE))
    assert late.words == ("credit note", "late", "invoice")
    assert late.keys == tuple(f"{each:04}" for each in range(8))
    assert len(late.customers) == 7
    assert sorted(dock.words) == ["dock", "drivers", "friendly"]
    assert dock.keys == ("0008", "0009", "0010", "0011")


def test_two_words_that_always_stand_together_are_one_and_others_are_not() -> None:
    (late,) = rules.grouped(of(*LATE))
    assert "credit note" in late.marks
    apart = rules.grouped(
        of(*LATE, "a note on my credit", "the credit, and a note", "note: no credit")
    )
    assert all("credit note" not in each.marks for each in apart)


def test_fewer_than_five_answers_of_two_customers_are_none() -> None:
    four = ["Late credit note"] * 4
    assert rules.grouped(of(*four, customers=2)) == []
    (three,) = rules.grouped(of(*four[:3], customers=3))
    assert len(three.customers) == 3
    (five,) = rules.grouped(of(*four, "credit note late", customers=1))
    assert len(five.keys) == 5


def test_an_answer_belongs_by_two_of_the_words() -> None:
    marks = ("credit note", "late", "invoic")
    assert rules.has_marks("The invoices are late", marks)
    assert rules.has_marks("LATE CREDIT NOTES", marks)
    assert not rules.has_marks("Late, late, late", marks)
    assert not rules.has_marks("A note on credit, late", marks)
    assert not rules.has_marks("", marks)


def test_the_same_two_words_are_a_theme_though_they_always_stand_together() -> None:
    (late,) = rules.grouped(of(*["A late invoice"] * 3))
    assert sorted(late.words) == ["invoice", "late"]
    assert len(late.keys) == 3


def test_what_customers_are_called_marks_nothing() -> None:
    said = [
        Wording(str(at), "Harbor Hotels is glad of Harbor Hotels", UUID(int=at), "Harbor Hotels")
        for at in range(9)
    ]
    assert rules.grouped(said) == []


def test_words_that_say_nothing_are_no_theme_in_four_languages() -> None:
    for nothing in (
        "thank you very much for everything, really",
        "das ist nicht sehr und auch nicht",
        "nous sommes avec vous pour les",
        "muy por para con los",
        "!!! ??? 12 34 5678",
        "👍 👍 👍",
    ):
        assert rules.grouped(of(*[nothing] * 9)) == [], nothing


def test_a_word_that_most_customers_write_marks_none() -> None:
    everywhere = [f"brightwater word{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(50)]
    assert rules.grouped(of(*everywhere)) == []


def test_an_answer_of_100_000_characters_and_hostile_ones_are_read() -> None:
    hostile = ["<!channel> " * 9_000, "\u202eevil\u202c " * 3_000, "x" * 100_000, "\x00\x00", "  "]
    groups = rules.grouped(of(*LATE, *hostile))
    assert groups[0].words == ("credit note", "late", "invoice")


vocabulary = st.sampled_from(
    ["credit", "note", "late", "invoice", "dock", "driver", "slow", "portal"]
)
texts = st.lists(vocabulary, max_size=6).map(" ".join)
sets = st.lists(st.tuples(texts, st.integers(0, 4)), max_size=30).map(
    lambda found: [
        Wording(f"{at:04}", words, UUID(int=who)) for at, (words, who) in enumerate(found)
    ]
)


@given(sets, st.randoms())
def test_the_order_and_the_files_in_which_they_came_change_nothing(
    said: list[Wording], chance: Random
) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)
    # Once more, as when a file comes twice.
    assert rules.grouped([*shuffled, *said[:5]]) == rules.grouped(said)


@given(sets)
def test_each_answer_belongs_to_one_theme_and_to_it_by_its_words(said: list[Wording]) -> None:
    groups = rules.grouped(said)
    keys = [key for group in groups for key in group.keys]
    assert len(keys) == len(set(keys))
    by_key = {each.key: each for each in said}
    for group in groups:
        assert group.is_theme
        assert 2 <= len(group.marks) <= rules.MARKED_BY
        assert len(group.words) == len(group.marks)
        for key in group.keys:
            assert rules.has_marks(by_key[key].words, group.marks)
