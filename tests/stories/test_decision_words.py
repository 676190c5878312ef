"""An answer in words says for whom, for how many and how surely; what is not read is asked."""

from __future__ import annotations

import pytest

from storage.decisions import ImpactAnswer
from tests.cast import BEN, NORA, PRIYA, SARA, VICTOR
from tests.stage import Stage
from tests.stories.test_decision_ends import ASKED, WHY, answer_of, card, decision

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EVERYBODY = ["key", "strategic", "beachhead", "standard"]


def said(stage: Stage, user: str = VICTOR) -> ImpactAnswer:
    answer = answer_of(stage, user)
    assert answer is not None
    return answer


@pytest.mark.both
def test_no_change_for_some_is_kept_at_once_and_shown_back(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(
        VICTOR, "/cx D-1 no change for about 40 standard customers, fairly sure, because we deliver"
    )
    assert "no change for customers. For all other customers, about 40. You are fairly" in told
    answer = said(stage)
    assert (answer.impact, answer.tiers, answer.customers, answer.confidence, answer.why) == (
        "none", ["standard"], 40, "fairly sure", "we deliver",
    )  # fmt: skip
    assert "all other customers, about 40" in card(stage)


def test_better_for_everybody_is_kept_in_a_direct_message(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.says(VICTOR, "D-1 better for everybody because the queue is shorter")
    assert "Kept for D-1 Close the Hamburg depot: better for customers. For key accounts," in told
    assert said(stage).tiers == EVERYBODY


def test_worse_needs_a_task_and_its_form_has_what_was_said(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 worse for about 12 key accounts because they wait longer")
    assert answer_of(stage, VICTOR) is None
    assert "they wait longer" in stage.sees_form(VICTOR)
    assert stage.fills_in(VICTOR, owner=SARA, task="Soften it", day="2026-11-27") == ""
    answer = said(stage)
    assert (answer.impact, answer.tiers, answer.customers, answer.why) == (
        "worse", ["key"], 12, "they wait longer",
    )  # fmt: skip


def test_in_a_message_it_is_shown_back_and_the_form_goes_on(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.says(VICTOR, "D-1 worse for about 12 key accounts because they wait longer")
    assert "I read: *worse*, for about 12 key accounts." in told
    stage.clicks(VICTOR, "Open as a form…")
    assert stage.fills_in(VICTOR, owner=SARA, task="Soften it", day="2026-11-27") == ""
    assert (said(stage).tiers, said(stage).customers) == (["key"], 12)


@pytest.mark.parametrize(
    "words",
    ["no change for 12 gold accounts because we deliver", "no change for now",
     "no change for everybody except key accounts", "no change for 12 key accounts and all others"],
)  # fmt: skip
def test_what_is_not_understood_is_asked_and_nothing_is_lost(stage: Stage, words: str) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, f"/cx D-1 {words}")
    assert answer_of(stage, VICTOR) is None
    form = stage.sees_form(VICTOR)
    assert "I could not place all of your words" in form
    assert words.removeprefix("no change ") in form
    assert stage.fills_in(VICTOR) == ""
    assert said(stage).customers is None
    assert said(stage).why.startswith("for ")


def test_in_a_message_what_is_not_understood_is_asked_too(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.says(VICTOR, "D-1 worse for 12 gold accounts")
    assert "I could not place all of your words" in told
    stage.clicks(VICTOR, "Open as a form…")
    assert "for 12 gold accounts" in stage.sees_form(VICTOR)
    assert "complete this required field" in stage.fills_in(
        VICTOR, owner=SARA, task="Soften it", day="2026-11-27"
    )
    assert answer_of(stage, VICTOR) is None


def test_two_at_once_say_it_for_others_and_both_stand(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change for key accounts because we deliver")
    stage.types(PRIYA, "/cx D-1 better for 3 strategic accounts because it is nearer")
    stage.types(NORA, "/cx decided D-1")
    assert (said(stage).tiers, said(stage, PRIYA).tiers) == (["key"], ["strategic"])
    assert said(stage, PRIYA).customers == 3


def test_who_thinks_better_of_it_in_the_same_breath_is_asked(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change, no, worse for key accounts")
    form = stage.sees_form(VICTOR)
    assert "I could not place all of your words" in form
    assert "no, worse for key accounts" in form
    assert answer_of(stage, VICTOR) is None
    stage.closes(VICTOR)
    stage.types(VICTOR, "/cx D-1 no change because worse would be seen")
    assert said(stage).why == "worse would be seen"


def test_of_two_decisions_in_one_answer_it_is_asked_which(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx impact Raise the fee by friday")
    for told in (
        stage.types(VICTOR, "/cx D-1 and D-2 no change because nobody notices"),
        stage.says(VICTOR, "D-1 and D-2 no change because nobody notices"),
    ):
        assert "Which one do you mean?" in told
        assert answer_of(stage, VICTOR) is None
    stage.clicks(VICTOR, "D-1 Close the Hamburg depot")
    assert said(stage).why == "nobody notices"


def test_an_answer_after_the_decision_says_for_whom_as_well(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(PRIYA, "/cx D-1 no change because nobody notices")
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    stage.types(VICTOR, "/cx D-1 no change for key accounts because we deliver")
    assert said(stage).tiers == ["key"]
    assert decision(stage).expected_tiers == []


def test_who_may_not_answer_or_see_it_changes_nothing(stage: Stage) -> None:
    stage.types(NORA, f"{ASKED} private")
    told = stage.types(BEN, "/cx D-1 no change for key accounts because we deliver")
    assert "Hamburg" not in told
    assert answer_of(stage, BEN) is None


@pytest.mark.parametrize("words", ["<!channel>", "x" * 900, "\u202egnorw 12", "🏳️‍🌈 12"])
def test_hostile_words_behind_for_harm_nobody(stage: Stage, words: str) -> None:
    stage.types(NORA, ASKED)
    told = stage.says(VICTOR, f"D-1 no change for {words}")
    assert "<!channel>" not in told
    assert answer_of(stage, VICTOR) is None


def test_groups_are_read_without_for_where_only_a_reason_follows(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(
        VICTOR, "/cx D-1 no change about 12 key accounts, fairly sure, because we do"
    )
    assert "For key accounts, about 12. You are fairly sure." in told
    answer = said(stage)
    assert (answer.tiers, answer.customers, answer.confidence, answer.why) == (
        ["key"], 12, "fairly sure", "we do",
    )  # fmt: skip
    stage.says(VICTOR, "D-1 no change, key accounts have a guarantee")
    answer = said(stage)
    assert (answer.tiers, answer.why) == ([], "key accounts have a guarantee")


def test_what_was_decided_is_said_under_its_number(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change because we deliver")
    assert "What was decided, and why?" in stage.says(NORA, "D-1 the board is happy")
    assert decision(stage).state == "answered"
    assert "Decided: D-1" in stage.says(NORA, "D-1 we decided as proposed, because costs rose")
    kept = decision(stage)
    assert (kept.state, kept.decided, kept.decided_why) == ("decided", "as proposed", "costs rose")


def test_words_that_are_no_answer_are_given_back_with_what_is_asked(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(VICTOR, "/cx D-1 the lease ends in March")
    assert "I could not read that as an answer about D-1 Close the Hamburg depot." in told
    assert "Nothing was changed. What does it change for customers?" in told
    assert "Your words:\nD-1 the lease ends in March" in told
    assert "[Better] [Worse] [No change]" in told
    assert answer_of(stage, VICTOR) is None
    said_so = stage.says(VICTOR, "D-1 worse")
    assert "D-1 Close the Hamburg depot waits for your answer. What does it change" in said_so
    assert "could not read" not in said_so
