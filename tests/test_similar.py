"""Things described in like words are found by the rarest of them, as far back as those go."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlmodel import Session

from storage import search, similar
from storage.database import Database
from tests.cast import TEAM

THINGS = (
    ("issue", 1, "Invoiced twice for October", "Second month in a row. Nobody answers our mails."),
    ("issue", 2, "Delivery stood at the wrong dock", "The driver had no dock pass."),
    ("task", 1, "Invoiced twice for October", ""),
    ("issue", 3, "Machine stands still since Monday", "No dock pass was needed here."),
)
COMPLAINTS = Path(__file__).parents[2] / "shared" / "data" / "consumer-complaints.csv"


@pytest.fixture
def told(database: Database) -> Database:
    with database.write() as session:
        for noun, number, title, said in THINGS:
            search.begin(session, TEAM, noun, number, title, [said])
        search.begin(session, "T0OTHER", "issue", 9, "Invoiced twice for October", [])
    return database


def like(session: Session, title: str, said: str = "", **more: object) -> list[int]:
    """The numbers of issues like this, the most alike first, of those that share two words."""
    found = similar.find(session, TEAM, "issue", title, said, **more)  # type: ignore[arg-type]
    return [each.number for each in found if each.shared > 1]


@pytest.mark.parametrize(
    ("title", "said", "numbers"),
    [
        ("Invoiced twice for October", "", [1]),
        ("Invoices twice in october", "", [1]),
        ("The driver waited", "without a pass at the dock", [2, 3]),
        ("Wrong dock again", "no pass", [2, 3]),
        ("Coffee machine broke", "", []),
        ("twice", "", []),
        ("", "", []),
        ("the and of", "12 345", []),
    ],
)
def test_what_shares_the_rarest_words_comes_first(
    told: Database, title: str, said: str, numbers: list[int]
) -> None:
    with told.read() as session:
        assert like(session, title, said) == numbers


def test_names_and_the_thing_itself_are_left_out(told: Database) -> None:
    with told.read() as session:
        assert like(session, "Invoiced twice for October", but=1) == []
        assert like(session, "October invoiced", names="October Ltd") == []


def test_a_common_word_brings_its_newest_and_a_rare_one_its_own(database: Database) -> None:
    """However many have a common word, what is looked at stays bounded."""
    with database.write() as session:
        search.begin(session, TEAM, "issue", 1, "Parcel lost with zebra lamps", [])
        for number in range(2, 3 * similar.NEWEST):
            search.begin(session, TEAM, "issue", number, "Parcel lost", [f"lane{number}"])
    with database.read() as session:
        found = similar.find(session, TEAM, "issue", "Zebra lamps lost in a parcel", "")
    assert found[0].number == 1
    assert found[0].shared == 4
    assert len(found) <= similar.MOST


def test_the_same_words_are_the_most_alike(told: Database) -> None:
    with told.read() as session:
        [first] = similar.find(session, TEAM, "issue", "Invoiced twice for October", "")
        [other] = similar.find(session, TEAM, "issue", "Invoiced thrice for October", "")
    assert 0 < other.score < first.score <= 1


@pytest.mark.parametrize(
    "words", ['"', "'", "OR AND NOT", "NEAR(a b, 5)", "'; DROP TABLE search; --", "=open", "\0",
              "a & b | !c", "<->", "İ ﬁ \U0010ffff", "返金が遅い", "x" * 10_000, "refund " * 2_000,
              " ".join(f"word{n}" for n in range(500))],
)  # fmt: skip
def test_no_sign_does_harm(told: Database, words: str) -> None:
    with told.read() as session:
        similar.find(session, TEAM, "issue", words, words)
        assert like(session, "Invoiced twice for October", words)[:1] in ([1], [])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nearly_all_published_complaints_have_one_of_their_kind_among_the_first_three(
    database: Database,
) -> None:
    if not COMPLAINTS.exists():
        pytest.skip(f"The published complaints are not here: {COMPLAINTS}.")
    with COMPLAINTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [(row["Issue"], row["Sub-issue"]) for row in rows]
    texts = [
        (row["Issue"], f"{row['Sub-issue']}\n{row['Consumer complaint narrative']}") for row in rows
    ]
    with database.write() as session:
        for at, (title, said) in enumerate(texts):
            search.begin(session, TEAM, "issue", at, title, [said])
    looked = [at for at, kind in enumerate(kinds) if kinds.count(kind) > 1][::5]
    with database.read() as session:
        found = [
            kinds[at] in [kinds[number] for number in like(session, *texts[at], but=at)[:3]]
            for at in looked
        ]
    assert sum(found) >= 0.9 * len(looked)
