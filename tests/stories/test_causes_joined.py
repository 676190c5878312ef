"""Two causes turn out to be one: what was done about the one did not hold, if the other came."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, OMAR, TEAM, TOM, WEI
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_prevention import done, prevented

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TYPED = "Somebody types the dates by hand"


def other(stage: Stage, what: str = "Renewal date wrong for Globex", number: int = 2) -> str:
    """An issue is reported, for which Maria finds a cause of its own."""
    stage.types(GRACE, f"/cx issue {what} in Billing sev 2")
    stage.types(MARIA, f"/cx take I-{number}")
    said = stage.types(MARIA, f"/cx prevented I-{number} the import is checked because {TYPED}")
    stage.settle()
    return said


def joins(stage: Stage, said: str = "C-2 with C-1") -> str:
    stage.closes(MARIA)
    answer = stage.types(MARIA, f"/cx merge {said}")
    stage.settle()
    return answer


def is_told_whole(stage: Stage) -> bool:
    with stage.duly.database.read() as session:
        return replayed(session, TEAM).differing == []


@pytest.mark.parametrize("said", ["C-2 with C-1", "C-1 with C-2"])
def test_what_was_done_about_one_is_open_again_as_the_other_came(stage: Stage, said: str) -> None:
    prevented(stage)
    done(stage)
    assert "open again" not in other(stage)
    assert rows.state(stage, "T-1") == ("done", TOM)
    assert "T-1 is open again: the cause came back." in joins(stage, said)
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert "Duly reopened it: “its cause came back: I-2”" in stage.reads(TOM)[-1]
    assert is_told_whole(stage)


@on_sqlite
def test_the_leads_hear_of_the_repeat_and_the_cco_of_the_pattern(stage: Stage) -> None:
    prevented(stage, task_owner=WEI)
    stage.types(WEI, "/cx done T-1")
    other(stage)
    other(stage, "Price wrong for Initech", 3)
    assert "time in 90 days" not in stage.reads_all(OMAR)
    stage.types(TOM, "/cx merge C-2 with C-1")
    stage.settle()
    assert "this is the third time in 90 days. Now it is I-3" in stage.reads(OMAR)[-1]
    assert "Before it: I-1 and I-2." in stage.reads(OMAR)[-1]
    assert "this is the third time in 90 days" in stage.reads_all(MARIA)
    told = [each for each in stage.reads(BEN) if "was to keep something from coming back" in each]
    assert len(told) == 1
    assert "It came back: I-2 Renewal date wrong." in told[0]


@on_sqlite
def test_taken_apart_again_it_names_what_stays_open(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    other(stage)
    joins(stage)
    stage.types(TOM, "/cx take T-1")
    said = stage.clicks_answer(MARIA, "Take apart", "C-2")
    assert "T-1, which was opened by that, stays open." in said
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert rows.owed(stage, "T-1") == {"finish": TOM}
    stage.types(TOM, "/cx done T-1")
    joins(stage)
    assert rows.state(stage, "T-1") == ("done", TOM), "what came before it was done again"
    assert "stays open" not in stage.clicks_answer(MARIA, "Take apart", "C-2")
    assert is_told_whole(stage)


@on_sqlite
def test_what_came_before_or_long_after_opens_nothing(stage: Stage) -> None:
    prevented(stage)
    other(stage)
    stage.types(TOM, "/cx done T-1")
    assert "open again" not in joins(stage)
    stage.clicks_answer(MARIA, "Take apart", "C-2")
    stage.passes(days=91)
    other(stage, "Price wrong for Initech", 3)
    assert "open again" not in joins(stage)
    assert rows.state(stage, "T-1") == ("done", TOM)


@on_sqlite
def test_who_still_does_it_reads_once_that_it_came_back(stage: Stage) -> None:
    prevented(stage)
    stage.types(TOM, "/cx take T-1")
    other(stage)
    for _ in range(2):
        joins(stage)
        stage.clicks_answer(MARIA, "Take apart", "C-2")
    told = [each for each in stage.reads(TOM) if "is to keep something from coming back" in each]
    assert len(told) == 1
    assert "It came back: I-2 Renewal date wrong." in told[0]
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)


@on_sqlite
def test_nobody_is_asked_any_more_whether_it_held(stage: Stage) -> None:
    prevented(stage)
    stage.types(GRACE, "/cx told I-1 the credit comes on Friday")
    stage.types(GRACE, "/cx verified I-1")
    done(stage)
    stage.passes(days=30)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    other(stage)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    joins(stage)
    assert rows.owed(stage, "I-1") == {}
    assert rows.state(stage, "I-1") == ("done", MARIA)
    assert is_told_whole(stage)


@on_sqlite
def test_of_what_is_private_nothing_is_named(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    other(stage)
    stage.types(GRACE, "/cx private I-2")
    assert "T-1 is open again" in joins(stage)
    assert rows.events(stage, "T-1", "reopened")[-1].details["reason"] == "its cause came back"
    assert "Renewal date" not in stage.reads_all(TOM)
    assert "time in 90 days" not in stage.reads_all(LEE)
