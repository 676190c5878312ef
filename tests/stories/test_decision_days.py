"""The day by which something is decided is moved: by a command, in words, and in the form."""

from __future__ import annotations

import pytest

from storage import decisions, history
from storage.decisions import Decision
from tests import rows
from tests.cast import BEN, EXECUTIVES, NORA, OMAR, PRIYA, TEAM, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_decision_ends import ASKED, SAID, WHY, card, decision, is_gone, owes

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def dues(stage: Stage) -> set[str]:
    """By which days all that is asked about D-1 is owed."""
    found = [each for each in rows.asks(stage, "D-1") if each.answered_at is None]
    return {f"{each.due_at:%d %b}" for each in found}


def moved(stage: Stage) -> int:
    with stage.duly.database.read() as session:
        found = history.of(session, TEAM, Decision.noun, 1)
    return sum(each.verb == "day moved" for each in found)


def day_of(stage: Stage) -> str:
    return f"{decision(stage).due_at:%d %b}"


@pytest.mark.both
def test_another_day_moves_what_is_asked_and_those_asked_read_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(PRIYA, SAID)
    told = stage.types(NORA, "/cx date D-1 10 dec because the audit comes first")
    assert told.startswith("D-1 Close the Hamburg depot is decided by Thu 10 Dec.")
    assert day_of(stage) == "10 Dec"
    assert dues(stage) == {"10 Dec"}
    assert owes(stage) == {"decide": {NORA}, "impact": {OMAR, VICTOR}}
    assert "Nora Lindqvist decides by Thu 10 Dec" in card(stage)
    stage.passes(days=1)
    read = stage.reads_all(OMAR)
    assert "@nora moved the day: D-1 Close the Hamburg depot is decided by Thu 10 Dec" in read
    assert "not Fri 27 Nov: “the audit comes first”. Your answer is asked for by then" in read
    stage.passes(days=4)
    assert "was to be decided" not in stage.reads_all(NORA)
    stage.passes(days=14)
    assert "It was to be decided by Thu 10 Dec" in stage.reads_all(NORA)


@pytest.mark.parametrize(
    "words",
    ["date D-1 10 dec", "D-1 decide by 10 dec", "D-1 by 10 dec", "D-1 10 dec", "move D-1 to 10 dec",
     "D-1 we decide it on 10 dec", "D-1 decided by 10 dec because of the audit",
     "D-1 move to 10 dec", "postpone D-1 to 10 dec", "decision 1 by 10 dec"],
)  # fmt: skip
def test_the_day_is_said_as_of_anything_else(stage: Stage, words: str) -> None:
    stage.types(NORA, ASKED)
    assert "is decided by Thu 10 Dec" in stage.types(NORA, f"/cx {words}")
    assert dues(stage) == {"10 Dec"}


def test_a_week_later_is_counted_from_its_day(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    assert "is decided by Fri 4 Dec" in stage.types(NORA, "/cx postpone D-1 by a week")


def test_it_is_said_under_its_card_too(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    posted = stage.workspace.channels[EXECUTIVES].messages.values()
    message = next(each for each in posted if "D-1" in each.text)
    told = stage.says(NORA, "decide by 10 dec", "#executives", under=message)
    assert "is decided by Thu 10 Dec" in told, message
    assert day_of(stage) == "10 Dec"


def test_the_form_moves_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(NORA, "Another day…", "D-1")
    assert "By when is it decided?" in stage.sees_form(NORA)
    assert "past" in stage.fills_in(NORA, day="2026-11-02")
    assert day_of(stage) == "27 Nov"
    assert "is decided by Thu 10 Dec" in stage.fills_in(NORA, day="2026-12-10", reason="Audit")
    assert dues(stage) == {"10 Dec"}


def test_without_a_day_the_form_asks_for_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx date D-1 because of the audit")
    assert "the audit" in stage.sees_form(NORA)
    assert "Fri 27 Nov" in stage.fills_in(NORA), "as it is"
    assert moved(stage) == 0


@pytest.mark.parametrize(
    ("user", "words", "said"),
    [
        (PRIYA, "date D-1 10 dec", "Nora Lindqvist decides D-1, so nothing was changed."),
        (PRIYA, "D-1 decide by 10 dec", "Nora Lindqvist decides D-1, so nothing was changed."),
        (BEN, "date D-1 10 dec", "That is for an executive or the CCO"),
        (NORA, "date D-9 10 dec", "There is no D-9."),
        (NORA, "date D-1 the day that pigs fly", "“the day that pigs fly”"),
        (NORA, "date D-1 10 dec 2019", "past"),
    ],
)
def test_who_may_not_or_names_no_day_changes_nothing(
    stage: Stage, user: str, words: str, said: str
) -> None:
    stage.types(NORA, ASKED)
    assert said in stage.types(user, f"/cx {words}")
    assert day_of(stage) == "27 Nov"
    assert owes(stage) == {"decide": {NORA}, "impact": {OMAR, PRIYA, VICTOR}}


def test_the_cco_moves_it_and_whoever_decides_reads_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(OMAR, "/cx date D-1 10 dec")
    assert "@omar moved the day: D-1" in stage.reads_all(NORA)
    assert owes(stage)["decide"] == {NORA}


def test_what_is_decided_or_taken_back_has_no_other_day(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    assert "D-1 is decided, so nothing was changed" in stage.types(NORA, "/cx date D-1 10 dec")
    assert owes(stage) == {}


def test_it_is_undone_and_all_is_asked_as_before(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx date D-1 10 dec")
    assert "stands as it stood before" in stage.types(NORA, "/cx undo D-1")
    assert day_of(stage) == "27 Nov"
    assert dues(stage) == {"27 Nov"}
    assert owes(stage) == {"decide": {NORA}, "impact": {OMAR, PRIYA, VICTOR}}
    stage.passes(days=1)
    assert "moved the day" not in stage.reads_all(VICTOR), "he was asleep, and need not know"


def test_who_follows_a_decider_that_has_left_moves_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.people.deactivate(NORA)
    assert stage.workspace.wait_until(lambda: is_gone(stage, NORA))
    stage.passes(days=1)
    [heir] = owes(stage)["decide"]
    assert "is decided by Thu 10 Dec" in stage.types(heir, "/cx date D-1 10 dec")
    assert owes(stage)["decide"] == {heir}


def test_nobody_learns_of_a_private_one(stage: Stage) -> None:
    stage.types(NORA, f"{ASKED} private")
    stage.types(NORA, "/cx date D-1 10 dec")
    stage.passes(days=1)
    for user in (BEN, TOM):
        assert "Hamburg" not in stage.types(user, "/cx D-1 decide by 11 dec")
        assert "Hamburg" not in stage.types(user, "/cx date D-1 11 dec")
        assert "Hamburg" not in stage.reads_all(user)
    assert day_of(stage) == "10 Dec"


def test_a_question_of_the_bank_has_no_other_day(stage: Stage) -> None:
    stage.types(NORA, "/cx prompt now")
    before = decision(stage).due_at
    assert "is a question about customers" in stage.types(OMAR, "/cx date D-1 10 dec")
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, 1)
        assert found is not None
        assert found.due_at == before
