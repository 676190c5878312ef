"""An initiative says which outcome for customers it moves, and the outcome shows it."""

from __future__ import annotations

import pytest

from storage import customer_outcomes, hanging, initiatives
from tests.cast import DIEGO, GRACE, OMAR, RAVI, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_initiatives import ids, initiative, stands, write
from tests.stories.test_roadmap import taken

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def two_that_move(stage: Stage) -> None:
    """Support and Product pay for something that moves O-1."""
    taken(stage)
    write(stage, DIEGO, moves="O-1")
    stage.closes(DIEGO)
    write(stage, RAVI, what="Onboarding desk: the welcome calls, a training", moves="O-1",
          department="Product", customers=ids(stage, "Globex", "Initech"))  # fmt: skip
    stage.closes(RAVI)


def reads(stage: Stage, user: str, ref: str) -> str:
    """The story of something, which is closed again."""
    stage.types(user, f"/cx {ref}")
    read = stage.sees_form(user)
    stage.closes(user)
    return read


def ends(stage: Stage) -> None:
    """O-1 is met."""
    with stage.duly.database.write() as session:
        outcome = customer_outcomes.find(session, TEAM, 1)
        assert outcome is not None
        outcome.state = "met"
        session.add(outcome)


def test_an_outcome_shows_who_pays_for_what_moves_it(stage: Stage) -> None:
    two_that_move(stage)
    assert initiative(stage).outcome_number == 1
    stands(stage)
    assert "It moves O-1 " in reads(stage, SARA, "N-1")
    read = reads(stage, SARA, "O-1")
    assert "Two initiatives move it:" in read
    assert "• N-1 First ninety days: a welcome call, a guide, a survey" in read
    assert "60" not in read.replace("60 %", "")
    assert "Both move O-1." in reads(stage, OMAR, "W-1")


def test_a_cut_says_what_else_moves_the_outcome(stage: Stage) -> None:
    two_that_move(stage)
    stage.types(DIEGO, "/cx N-1")
    read = stage.clicks_in_form(DIEGO, "Cut…")
    assert "One other initiative moves O-1: *N-2 Onboarding desk*." in read
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money", acceptor=OMAR)
    stage.closes(DIEGO)
    assert "One initiative moves it:" in reads(stage, SARA, "O-1")
    stage.types(RAVI, "/cx N-2")
    assert "No other initiative moves O-1." in stage.clicks_in_form(RAVI, "Cut…")


def test_it_is_changed_undone_and_stays_where_the_outcome_ended(stage: Stage) -> None:
    two_that_move(stage)
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Change…")
    stage.fills_in(DIEGO, moves="none")
    assert initiative(stage).outcome_number is None
    stands(stage)
    stage.closes(DIEGO)
    stage.types(DIEGO, "/cx undo")
    assert initiative(stage).outcome_number == 1
    stands(stage)
    ends(stage)
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Change…")
    stage.fills_in(DIEGO, ends="2027-02-28")
    assert initiative(stage).outcome_number == 1, "what it moved stays"


@on_sqlite
def test_an_outcome_that_ended_meanwhile_gets_a_sentence_and_nothing_is_lost(stage: Stage) -> None:
    taken(stage)
    stage.types(GRACE, "/cx initiatives A portal")
    ends(stage)
    said = stage.fills_in(
        GRACE, department="Support", owner=GRACE, begins="2027-01-01", ends="2027-03-31",
        moves="O-1",
    )  # fmt: skip
    assert "O-1 has ended: nothing moves it any more." in said
    assert "Noted: *N-1" in stage.fills_in(GRACE, moves="none")
    assert initiative(stage).outcome_number is None


def test_a_typed_task_hangs_on_the_initiative_that_it_names(stage: Stage) -> None:
    two_that_move(stage)
    said = stage.types(DIEGO, "/cx task Print guides for N-1 to @sara by 18 december")
    assert "It moves O-1. It hangs on N-1." in said
    stage.types(DIEGO, "/cx task Print more guides for n-1")
    assert "Which initiative is it for?" in stage.sees_form(DIEGO)
    said = stage.fills_in(DIEGO, owner=SARA, date="2026-12-18")
    assert "T-2* Print more guides" in said
    assert "It hangs on N-1." in said
    stage.closes(DIEGO)
    stage.types(DIEGO, "/cx N-1")
    assert "Two promises hang on it: T-1 and T-2." in stage.sees_form(DIEGO)
    stage.closes(DIEGO)
    with stage.duly.database.read() as session:
        assert [each.number for each in hanging.live(session, TEAM, 1)] == [1, 2]

    # What was given already hangs on it from now on, once.
    stage.types(DIEGO, "/cx task Print a poster to @diego by 18 december")
    for _ in range(2):
        stage.types(DIEGO, "/cx edit T-3 for N-1")
        assert "Which initiative is it for?" in stage.sees_form(DIEGO)
        stage.fills_in(DIEGO)
        stage.closes(DIEGO)
    with stage.duly.database.read() as session:
        assert [each.number for each in hanging.live(session, TEAM, 1)] == [1, 2, 3]
    assert "There is no N-99" in stage.types(DIEGO, "/cx edit T-3 for N-99")

    # Of none there is, of one that is theirs to change no more, and of what is over.
    assert "There is no N-99" in stage.types(DIEGO, "/cx task Print to @sara by friday for N-99")
    said = stage.types(SARA, "/cx task Print to @sara by friday for N-1")
    assert "Only Diego Alvarez, leads and executives give tasks for N-1." in said
    stage.types(DIEGO, "/cx task Print a third guide for N-1")
    with stage.duly.database.write() as session:
        found = initiatives.find(session, TEAM, 1)
        assert found is not None
        found.state = "cut"
        session.add(found)
    said = stage.fills_in(DIEGO, owner=SARA, date="2026-12-18")
    assert "N-1 is cut, and nothing was changed." in said
    assert "Noted" in stage.fills_in(DIEGO, initiative="none")
    stage.closes(DIEGO)
    said = stage.types(DIEGO, "/cx task Print to @sara by friday for N-1")
    assert "N-1 is cut, and nothing was changed." in said
