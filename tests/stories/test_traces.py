"""Tasks say which outcome they move, and an outcome shows what moves it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from storage.decisions import Decision
from storage.tasks import Task
from tests import replay
from tests.cast import BEN, LEE, MARIA, NORA, OMAR, PRIYA, SARA, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_assessments import begin, rate
from tests.stories.test_inquiries import ACME
from tests.stories.test_prevention import COPIED, READ
from tests.stories.test_roadmap import TITLE, count, outcome, taken
from tests.stories.test_themes_heard import found

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORM = {"title": "Check each address", "owner": SARA, "date": "2026-12-04"}


def task(stage: Stage, number: int = 1) -> Task:
    with stage.duly.database.read() as session:
        return session.exec(select(Task).where(Task.number == number)).one()


def decisions(stage: Stage) -> list[tuple[str, int | None]]:
    with stage.duly.database.read() as session:
        found = sorted(session.exec(select(Decision)), key=lambda each: each.number)
    return [(each.title, each.outcome_number) for each in found]


def told(stage: Stage) -> None:
    """History tells how each task stands."""
    with stage.duly.database.read() as session:
        found = replay.replayed(session, task(stage).team_id)
    assert found.differing == []


def reads(stage: Stage, user: str, ref: str) -> str:
    """The story of something, which stays open."""
    stage.types(user, f"/cx {ref}")
    return stage.sees_form(user)


def give(stage: Stage, user: str = OMAR, **fields: object) -> str:
    """Somebody gives a task by the form."""
    stage.types(user, "/cx task")
    return stage.fills_in(user, **{**FORM, **fields})


def test_a_task_moves_an_outcome_and_its_story_says_so(stage: Stage) -> None:
    stage.types(OMAR, "/cx task")
    assert "Which outcome does it move?" not in stage.sees_form(OMAR), "nobody wrote one"
    stage.closes(OMAR)
    taken(stage)
    assert "Nothing moves O-1 yet. Who does the first thing?" in reads(stage, OMAR, "O-1")
    stage.clicks_in_form(OMAR, "Give a task…")
    assert "Which outcome does it move?" in stage.sees_form(OMAR)
    stage.fills_in(OMAR, **FORM)
    assert task(stage).outcome_number == 1
    assert "moves O-1" in reads(stage, SARA, "T-1")
    stage.closes(SARA)
    about = reads(stage, MARIA, "O-1")
    assert "One open task moves it." in about
    assert "T-1 Check each address — @sara, by Fri" in about
    stage.closes(MARIA)
    told(stage)


def test_it_is_typed_and_changed_and_that_is_undone(stage: Stage) -> None:
    taken(stage)
    said = stage.types(OMAR, "/cx task Check each address to @sara by friday for O-1")
    assert "It moves O-1." in said
    assert (task(stage).title, task(stage).outcome_number) == ("Check each address", 1)
    stage.types(OMAR, "/cx edit T-1")
    stage.fills_in(OMAR, moves="none")
    assert task(stage).outcome_number is None
    told(stage)
    assert "the outcome from O-1 to none" in reads(stage, OMAR, "T-1")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx undo T-1")
    assert task(stage).outcome_number == 1
    told(stage)
    taken(stage, notice="Every complaint is heard in a day")
    stage.types(OMAR, "/cx edit T-1 for O-2")
    assert "O-2 Every complaint is heard in a day" in stage.sees_form(OMAR)
    assert "Check each address" in stage.sees_form(OMAR), "its title stays"
    stage.fills_in(OMAR)
    assert task(stage).outcome_number == 2, "a task moves one outcome, the last that was said"
    stage.types(OMAR, "/cx edit T-1")
    stage.fills_in(OMAR, moves="O-2", reason="Twice")
    assert task(stage).outcome_number == 2
    told(stage)


def test_what_cannot_be_moved_is_said_and_loses_nothing(stage: Stage) -> None:
    taken(stage)
    assert "I know no outcome “O-9”" in stage.types(
        OMAR, "/cx task Check each address to @sara by friday for O-9"
    )
    give(stage, moves="O-1")
    assert task(stage).outcome_number == 1

    stage.types(BEN, "/cx task")
    # It ends: what moved it keeps that, and nothing new moves it.
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "It ends…")
    stage.fills_in(MARIA, reason="Another way is better")
    assert outcome(stage).state == "ended"
    said = stage.fills_in(BEN, **FORM, moves="O-1")
    assert "O-1 has ended: nothing moves it any more." in stage.sees_form(BEN)
    stage.fills_in(BEN, moves="none")
    assert task(stage, 2).outcome_number is None
    said = stage.types(OMAR, "/cx task Call them to @sara by friday for O-1")
    assert "O-1 has ended: nothing moves it any more." in said
    stage.types(OMAR, "/cx edit T-1")
    assert "Which outcome does it move?" in stage.sees_form(OMAR)
    stage.fills_in(OMAR, title="Check every address")
    assert (task(stage).title, task(stage).outcome_number) == ("Check every address", 1)
    told(stage)


@on_sqlite
def test_nothing_new_moves_an_outcome_of_a_quarter_that_is_over(stage: Stage) -> None:
    taken(stage)
    with stage.duly.database.write() as session:
        one = outcome(stage)
        one.quarter_on, one.ends_on = date(2026, 7, 1), date(2026, 9, 30)
        session.merge(one)
    said = stage.types(OMAR, "/cx task Call them to @sara by friday for O-1")
    assert "The quarter of O-1 ended on Wed 30 Sep." in said
    stage.types(OMAR, "/cx task")
    assert "Which outcome does it move?" not in stage.sees_form(OMAR)


def test_what_is_private_counts_for_nobody(stage: Stage) -> None:
    taken(stage)
    give(stage, moves="O-1", audience="private")
    assert task(stage).audience == "private"
    about = reads(stage, TOM, "O-1")
    assert "Nothing moves O-1 yet." in about
    assert "Check each address" not in about
    stage.closes(TOM)
    for user in (SARA, MARIA):
        about = reads(stage, user, "O-1")
        assert "What moves O-1 is private" in about
        assert "T-1 Check each address" in about, "whose it is, and their lead, see it"
        stage.closes(user)
    stage.types(TOM, "/cx edit T-1")
    assert "Which outcome" not in stage.sees_form(TOM)


def test_late_tasks_speak_against_on_course(stage: Stage) -> None:
    taken(stage)
    give(stage, moves="O-1", date="2026-11-30")
    give(stage, moves="O-1", date="2026-12-18")
    stage.passes(days=8)
    said = count(stage, number="15")
    assert "You said on course. One of two tasks is late. Which is right?" in said
    stage.passes(days=5)
    page = stage.types(BEN, "/cx roadmap")
    assert f"One outcome: *{TITLE}*" in page
    assert "*Look again at O-1*: the words say on course;" in page
    assert "tasks is late" in page or "tasks are late" in page


@on_sqlite
def test_what_changes_an_area_may_move_an_outcome_too(stage: Stage) -> None:
    taken(stage)
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"tools": 1})
    stage.types(MARIA, "/cx assess")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, area="tools", what="One inbox", owner=SARA, by="2026-12-18", moves="O-1")
    assert task(stage).outcome_number == 1
    told(stage)


def test_what_keeps_an_issue_away_and_what_an_executive_takes_on_move_an_outcome_too(
    stage: Stage,
) -> None:
    taken(stage)
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "I'll call them…")
    assert "Which outcome does it move?" in stage.sees_form(NORA)
    stage.fills_in(NORA, day="2026-11-25", department="Sales", moves="O-1")
    assert task(stage).outcome_number == 1
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1 anyway")
    stage.clicks(MARIA, "Prevented…", "I-1")
    wanted = {"reason": COPIED, "words": READ, "moves": "O-1"}
    assert "does it" in stage.fills_in(MARIA, **wanted), "somebody is to do what moves it"
    stage.fills_in(MARIA, **wanted, task_owner=SARA, task_day="2026-12-04")
    assert (task(stage, 2).outcome_number, task(stage, 2).is_prevention) == (1, True)
    assert "T-2" in reads(stage, MARIA, "O-1"), "the other is the executives' own"
    told(stage)


@on_sqlite
def test_what_follows_from_a_theme_moves_an_outcome_too(stage: Stage) -> None:
    found(stage)
    taken(stage)
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, title="Credit notes", owner=LEE, day="2026-12-04", moves="O-1")
    assert (task(stage).title, task(stage).outcome_number) == ("Credit notes", 1)
    told(stage)


def test_a_decision_moves_an_outcome_and_what_follows_from_it_does_too(stage: Stage) -> None:
    taken(stage)
    said = stage.types(NORA, "/cx impact Check twice for O-9", "#executives")
    assert "O-9" in said
    stage.types(NORA, "/cx impact Bill each week for O-1 by friday", "#executives")
    assert decisions(stage) == [("Bill each week", 1)]
    assert f"It moves *O-1* {TITLE}." in "\n".join(stage.channel("#executives", NORA))
    assert "One decision moves it:\n• D-1 Bill each week: not decided yet" in reads(
        stage, NORA, "O-1"
    )
    stage.closes(NORA)
    assert "D-1" not in reads(stage, MARIA, "O-1"), "it is the executives' own"
    stage.closes(MARIA)
    stage.clicks(VICTOR, "Worse", "D-1")
    stage.fills_in(
        VICTOR, why="They pay sooner", tiers=["key"], owner=SARA, task="Tell them why",
        day="2026-12-04", acceptor=PRIYA,
    )  # fmt: skip
    assert task(stage).outcome_number == 1

    stage.types(NORA, "/cx impact", "#executives")
    assert "Which outcome does it move?" in stage.sees_form(NORA)
    stage.fills_in(NORA, decision="Bill once a year", moves="O-1")
    assert decisions(stage)[1:] == [("Bill once a year", 1)]
    told(stage)
