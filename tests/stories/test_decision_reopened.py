"""A decision is opened again after it has ended: with a reason, decided anew, seen by all."""

from __future__ import annotations

import pytest

from storage import decisions, history
from storage.decisions import Decision
from storage.history import Event
from tests import rows
from tests.cast import BEN, EXECUTIVES, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_decision_ends import (
    ASKED,
    SAID,
    WHY,
    answer_of,
    card,
    decision,
    is_gone,
    owes,
    worse,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DECIDED = f"/cx decided D-1 as proposed, because {WHY}"
BACK = "/cx reopen D-1 because the landlord halved the rent"


def events(stage: Stage, verb: str) -> list[Event]:
    with stage.duly.database.read() as session:
        found = history.of(session, TEAM, Decision.noun, 1)
    return [each for each in found if each.verb == verb]


def ends(stage: Stage, *, said: str = SAID) -> None:
    """Nora has asked, Victor has answered, and she has decided; an hour goes by."""
    stage.types(NORA, ASKED)
    stage.types(VICTOR, said)
    assert stage.types(NORA, DECIDED).startswith("Decided")
    stage.passes(hours=1)


@pytest.mark.both
def test_it_is_decided_again_and_both_stand_in_history(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    assert stage.types(NORA, DECIDED).startswith("Decided")
    stage.passes(hours=1)
    assert "more than ten minutes ago" in stage.types(NORA, "/cx undo D-1")
    told = stage.types(NORA, BACK)
    assert told.startswith("Open again: D-1 Close the Hamburg depot. You decide it by Fri 27 Nov.")
    row = decision(stage)
    assert (row.state, row.decided, row.decided_by, row.expected) == ("answered", "", None, None)
    assert owes(stage) == {"decide": {NORA}, "impact": {OMAR, PRIYA}}
    assert "*Open again* since" in card(stage)
    assert "the landlord halved the rent" in card(stage)
    assert "*Decided before*: as proposed" in card(stage)
    assert "[Worse]" in card(stage)
    worse(stage)
    assert "Decided" in stage.types(NORA, "/cx decided D-1 in May, because rents fell")
    row = decision(stage)
    assert (row.state, row.decided, row.expected) == ("decided", "in May", "worse")
    assert "Open again" not in card(stage)
    assert [each.details["expected"] for each in events(stage, "decided")] == ["none", "worse"]
    assert events(stage, "reopened")[0].details["ruled"] == "as proposed"


def test_who_has_said_something_reads_at_once_that_it_is_open_again(stage: Stage) -> None:
    ends(stage)
    stage.types(OMAR, BACK)
    told = "opened D-1 Close the Hamburg depot again: “the landlord halved the rent”."
    assert f"@omar {told} You decide it by Fri 27 Nov." in stage.reads_all(NORA)
    assert told not in stage.reads_all(PRIYA), "she is asked, as she has said nothing"
    stage.passes(days=1)
    assert f"{told} @nora decides it by Fri 27 Nov. What was said stands" in stage.reads_all(VICTOR)


def test_what_was_taken_back_is_opened_again_and_asked_anew(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx withdraw D-1 because the lease was renewed")
    assert owes(stage) == {}
    stage.passes(days=14)
    told = stage.types(NORA, "/cx reopen D-1 by 15 dec because the lease fell through")
    assert "You decide it by Tue 15 Dec." in told
    row = decision(stage)
    assert (row.state, f"{row.due_at:%d %b}") == ("waiting", "15 Dec")
    assert owes(stage) == {"decide": {NORA}, "impact": {OMAR, PRIYA, VICTOR}}
    stage.passes(days=1)
    assert "Close the Hamburg depot" in stage.reads_all(PRIYA)
    assert "took the question back" not in card(stage)


def test_its_past_day_gives_way_to_as_much_time_as_at_first(stage: Stage) -> None:
    ends(stage)
    stage.passes(days=10)
    stage.types(NORA, BACK)
    assert decision(stage).due_at > stage.now


def test_it_is_opened_again_in_its_story_with_the_form(stage: Stage) -> None:
    ends(stage)
    stage.types(NORA, "/cx D-1")
    stage.clicks_in_form(NORA, "Open it again…", "D-1")
    assert "Why is it decided again?" in stage.sees_form(NORA)
    assert "Please say why" in stage.fills_in(NORA, reason="…")
    assert decision(stage).state == "decided"
    assert "past" in stage.fills_in(NORA, reason="New facts", day="2026-11-02")
    assert "Open again" in stage.fills_in(NORA, reason="New facts", day="2026-12-10")
    assert f"{decision(stage).due_at:%d %b}" == "10 Dec"


def test_without_a_reason_the_form_asks_for_it(stage: Stage) -> None:
    ends(stage)
    stage.types(NORA, "/cx reopen D-1")
    assert "Why is it decided again?" in stage.sees_form(NORA)
    assert decision(stage).state == "decided"


@pytest.mark.parametrize(
    ("user", "words", "said"),
    [
        (PRIYA, "reopen D-1 because no", "Nora Lindqvist decides D-1: only they"),
        (BEN, "reopen D-1 because no", "That is for an executive or the CCO"),
        (NORA, "reopen D-9 because no", "There is no D-9."),
        (NORA, "reopen D-1 new facts", "I could not place “new facts”"),
        (NORA, "reopen D-1 on the moon because no", "I could not place"),
        (NORA, "reopen D-1 by 2 nov 2020 because no", "I could not place"),
    ],
)
def test_who_may_not_or_says_too_little_changes_nothing(
    stage: Stage, user: str, words: str, said: str
) -> None:
    ends(stage)
    assert said in stage.types(user, f"/cx {words}")
    assert decision(stage).state == "decided"
    assert owes(stage) == {}


def test_two_at_once_open_it_once(stage: Stage) -> None:
    ends(stage)
    stage.types(OMAR, BACK)
    assert "D-1 is answered, so nothing was changed" in stage.types(NORA, BACK)
    assert len(events(stage, "reopened")) == 1


def test_opening_it_again_is_undone_and_it_stands_as_it_had_ended(stage: Stage) -> None:
    ends(stage)
    before = decision(stage).model_dump()
    stage.types(NORA, BACK)
    assert "stands as it stood before" in stage.types(NORA, "/cx undo D-1")
    assert decision(stage).model_dump() == before
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.foreseen == "none"
    assert owes(stage) == {}
    assert "*Decided*: as proposed" in card(stage)
    stage.passes(days=1)
    assert "opened D-1" not in stage.reads_all(VICTOR), "he was asleep, and need not know"


def test_who_has_read_of_it_reads_that_it_was_undone(stage: Stage) -> None:
    ends(stage)
    stage.types(OMAR, BACK)
    assert "opened D-1" in stage.reads_all(NORA)
    stage.types(OMAR, "/cx undo D-1")
    assert "was opened again. It stands as it had ended." in stage.reads_all(NORA)


def test_a_day_alone_is_kept_in_the_form_that_asks_why(stage: Stage) -> None:
    ends(stage)
    stage.types(NORA, "/cx reopen D-1 by 15 dec")
    assert "Open again" in stage.fills_in(NORA, reason="New facts")
    assert f"{decision(stage).due_at:%d %b}" == "15 Dec"


def test_its_undoing_gives_way_to_an_answer_since(stage: Stage) -> None:
    ends(stage)
    stage.types(NORA, BACK)
    stage.types(PRIYA, SAID)
    stage.types(NORA, "/cx undo D-1")
    assert decision(stage).state == "answered"


def test_a_price_that_was_accepted_with_it_is_accepted_no_more(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    stage.types(SARA, "/cx no T-1 because there is no money for it")
    stage.types(NORA, DECIDED)
    stage.fills_in(NORA, acceptor=PRIYA)
    stage.passes(hours=1)
    stage.types(NORA, BACK)
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.accepted_by is None
    stage.types(NORA, "/cx decided D-1 in May, because rents fell")
    assert "Name who accepts that" in stage.fills_in(NORA)
    stage.types(NORA, "/cx undo D-1")
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.accepted_by == PRIYA


def test_what_follows_from_it_stays_as_it_is(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    stage.types(NORA, DECIDED)
    stage.passes(hours=1)
    stage.types(NORA, BACK)
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_what_came_true_is_not_decided_again(stage: Stage) -> None:
    ends(stage)
    stage.passes(days=70)
    stage.clicks(NORA, "As expected", "D-1")
    told = stage.types(NORA, BACK)
    assert "What came true of D-1 is written down" in told
    assert decision(stage).came_true == "none"
    stage.types(NORA, "/cx D-1")
    assert "Open it again" not in stage.sees_form(NORA)


def test_who_was_asked_what_came_true_is_asked_no_more(stage: Stage) -> None:
    ends(stage)
    stage.passes(days=65)
    assert owes(stage) == {"forecast": {NORA}}
    stage.types(NORA, BACK)
    assert "forecast" not in owes(stage)
    assert decision(stage).review_at is None


def test_where_who_decided_has_left_another_executive_opens_and_decides_it(stage: Stage) -> None:
    ends(stage)
    stage.people.deactivate(NORA)
    assert stage.workspace.wait_until(lambda: is_gone(stage, NORA))
    told = stage.types(PRIYA, BACK)
    assert "You decide it by" in told
    assert decision(stage).decider_id == PRIYA
    assert owes(stage)["decide"] == {PRIYA}
    assert "Decided" in stage.types(PRIYA, "/cx decided D-1 in May, because rents fell")


def test_nobody_learns_of_a_private_one(stage: Stage) -> None:
    stage.types(NORA, f"{ASKED} private")
    stage.types(VICTOR, SAID)
    stage.types(NORA, DECIDED)
    stage.passes(hours=1)
    stage.types(NORA, BACK)
    for user in (BEN, TOM, SARA):
        assert "Hamburg" not in stage.types(user, BACK)
        assert "Hamburg" not in stage.types(user, "/cx D-1")
        assert "Hamburg" not in stage.reads_all(user)
    assert all("Hamburg" not in each for each in stage.channel("#general", NORA))
    assert len(events(stage, "reopened")) == 1


@pytest.mark.parametrize("words", ["<!channel> & <b>", "x" * 900, "\u202egnorw", "🏳️‍🌈"])
def test_hostile_reasons_are_kept_and_harm_nobody(stage: Stage, words: str) -> None:
    ends(stage)
    stage.types(NORA, "/cx reopen D-1")
    stage.fills_in(NORA, reason=words)
    assert decision(stage).state == "answered"
    shown = str([each.blocks for each in stage.workspace.channels[EXECUTIVES].messages.values()])
    assert "<!channel>" not in shown


def test_a_question_of_the_bank_is_not_opened_again(stage: Stage) -> None:
    stage.types(NORA, "/cx prompt now")
    stage.types(NORA, "/cx undo D-1")
    assert "is a question about customers" in stage.types(NORA, BACK)


def test_a_form_that_comes_back_late_changes_nothing_twice(stage: Stage) -> None:
    ends(stage)
    stage.types(NORA, "/cx reopen D-1")
    stage.types(OMAR, BACK)
    assert "so nothing was changed" in stage.fills_in(NORA, reason="New facts")
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, 1)
        assert found is not None
        assert found.state == "answered"
