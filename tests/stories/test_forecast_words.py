"""What came true is said in words: in the direct message, under the question, by its number."""

from __future__ import annotations

import pytest

from tests.cast import BEN, NORA, OMAR, PRIYA, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_forecasts import came_true, card, decision, owes

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ASKED = "/cx impact Close the Hamburg depot by friday"


def decides(stage: Stage) -> None:
    """Nora decides, and is asked two days later what came true."""
    stage.types(NORA, "/cx decided D-1")
    told = stage.fills_in(NORA, words="As proposed", reason="Rents rose", review="2026-11-25")
    assert told.startswith("Decided")
    stage.passes(days=2)


def asked(stage: Stage, words: str = "no change because nobody notices", how: str = "") -> None:
    """Victor has said what he expects, Nora has decided, and is asked what came true."""
    stage.types(NORA, f"{ASKED} {how}".strip())
    stage.types(VICTOR, f"/cx D-1 {words}")
    decides(stage)
    assert owes(stage) == {NORA}


@pytest.mark.both
def test_better_than_expected_is_kept_from_a_direct_message(stage: Stage) -> None:
    asked(stage)
    told = stage.says(NORA, "better than expected, nobody left")
    assert "it turned out *better*, better than expected" in told
    assert came_true(stage) == ("better", "nobody left", NORA)
    assert owes(stage) == set()
    assert "*What came true*: *better*, better than expected. “nobody left”" in card(stage)
    assert "stands as it stood before" in stage.says(NORA, "undo D-1")
    assert owes(stage) == {NORA}


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("D-1 as expected", ("none", "")),
        ("D-1 it turned out worse than we thought: two left", ("worse", "two left")),
        ("D-1 no change", ("none", "")),
        ("D-1 better, they collect it nearer", ("better", "they collect it nearer")),
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_it_is_said_of_its_number(
    stage: Stage, words: str, seen: tuple[str, str], typed: bool
) -> None:
    asked(stage)
    told = stage.types(NORA, f"/cx {words}") if typed else stage.says(NORA, words)
    assert "it turned out" in told
    assert came_true(stage) == (*seen, NORA)


def test_it_is_said_under_the_question(stage: Stage) -> None:
    asked(stage)
    question = next(
        each
        for each in reversed(stage.workspace.messages(stage.workspace.dm(NORA).id))
        if "What came true" in str(each.blocks)
    )
    told = stage.says(NORA, "as expected, nobody noticed", under=question)
    assert "it turned out *no change*, which we expected" in told
    assert came_true(stage) == ("none", "nobody noticed", NORA)


@pytest.mark.parametrize(
    ("words", "day"),
    [("too early to say, ask again on 1 march", "01 Mar"), ("too early until 15 feb", "15 Feb")],
)
def test_it_is_too_early_to_say_until_a_day(stage: Stage, words: str, day: str) -> None:
    asked(stage)
    assert "I ask on" in stage.says(NORA, words)
    review = decision(stage).review_at
    assert review is not None
    assert f"{review:%d %b}" == day
    assert owes(stage) == set()


@pytest.mark.parametrize("words", ["too early to say", "too early to say until the cows come home"])
def test_without_a_day_the_form_asks_for_it(stage: Stage, words: str) -> None:
    asked(stage)
    stage.says(NORA, words)
    assert owes(stage) == {NORA}
    stage.clicks(NORA, "Open as a form…")
    assert "When shall I ask again?" in stage.sees_form(NORA)
    assert "I ask on Mon 1 Mar" in stage.fills_in(NORA, day="2027-03-01")


def test_what_can_be_two_things_is_asked_and_the_words_are_kept(stage: Stage) -> None:
    asked_for_worse(stage)
    told = stage.says(NORA, "better than expected, nobody left")
    assert "need a little more. Nothing was kept yet." in told
    assert came_true(stage) == (None, "", None)
    stage.clicks(NORA, "Open as a form…")
    assert "nobody left" in stage.sees_form(NORA)
    assert "it turned out *no change*, better than expected" in stage.fills_in(NORA)
    assert came_true(stage) == ("none", "nobody left", NORA)


def asked_for_worse(stage: Stage) -> None:
    """The same where it is expected to get worse, and somebody accepts that."""
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    assert stage.fills_in(VICTOR, why="They wait longer", tiers=["key"], acceptor=PRIYA) == ""
    decides(stage)


def test_without_words_for_what_was_not_expected_the_form_asks(stage: Stage) -> None:
    asked(stage)
    stage.types(NORA, "/cx D-1 worse than expected")
    assert came_true(stage) == (None, "", None)
    assert "How did it turn out for customers?" in stage.sees_form(NORA)
    assert "Please say in a sentence" in stage.fills_in(NORA)


@pytest.mark.parametrize(
    ("user", "said"),
    [(PRIYA, "Nora Lindqvist decided D-1 and says what came true of it"),
     (TOM, "D-1 is private."), (BEN, "D-1 is private.")],
)  # fmt: skip
def test_who_did_not_decide_it_changes_nothing(stage: Stage, user: str, said: str) -> None:
    asked(stage)
    assert said in stage.types(user, "/cx D-1 as expected")
    assert came_true(stage) == (None, "", None)
    assert owes(stage) == {NORA}


def test_a_late_answer_of_another_stays_an_answer(stage: Stage) -> None:
    asked(stage)
    assert "Kept for D-1" in stage.types(OMAR, "/cx D-1 no change because we deliver")
    assert came_true(stage) == (None, "", None)


def test_before_it_is_decided_nothing_came_true(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(NORA, "/cx D-1 as expected")
    assert "D-1 is waiting, so nothing was changed" in told
    assert came_true(stage) == (None, "", None)


def test_nobody_learns_of_a_private_one(stage: Stage) -> None:
    asked(stage, how="private")
    for user in (BEN, TOM):
        assert "Hamburg" not in stage.types(user, "/cx D-1 as expected, nobody left")
        assert "Hamburg" not in stage.says(user, "better than expected, nobody left")
    assert came_true(stage) == (None, "", None)


@pytest.mark.parametrize("words", ["<!channel>", "x" * 900, "\u202egnorw", "🏳️‍🌈"])
def test_hostile_words_are_kept_and_harm_nobody(stage: Stage, words: str) -> None:
    asked(stage)
    stage.says(NORA, f"better than expected, {words}")
    assert came_true(stage)[0] == "better"
    assert "<!channel>" not in str(
        [each.blocks for each in stage.workspace.messages(stage.workspace.dm(NORA).id)]
    )
