"""An issue that was closed is back itself: what was done to prevent it is open again."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import BEN, GRACE, MARIA, OMAR, SARA, TEAM, TOM, WEI
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_prevention import prevented, task

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TWICE = "they were invoiced twice once more"


def closed(stage: Stage, owner: str = TOM) -> None:
    """I-1 is closed, and whoever was to prevent it has done so; three days pass."""
    prevented(stage, task_owner=owner)
    stage.types(GRACE, "/cx told I-1 the credit comes on Friday")
    stage.types(GRACE, "/cx verified I-1")
    assert rows.state(stage, "I-1") == ("done", MARIA)
    stage.types(owner, "/cx done T-1")
    stage.passes(days=3)


def is_told_whole(stage: Stage) -> bool:
    with stage.duly.database.read() as session:
        return replayed(session, TEAM).differing == []


def test_the_customer_says_that_it_came_back(stage: Stage) -> None:
    closed(stage)
    said = stage.types(GRACE, f"/cx reopen I-1 because {TWICE}")
    stage.settle()
    assert "T-1 is open again: what was done did not keep it from coming back." in said
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert "Duly reopened it: “I-1 came back”" in stage.reads(TOM)[-1]
    assert is_told_whole(stage)


@on_sqlite
def test_whoever_is_asked_whether_it_held_says_that_it_came_back(stage: Stage) -> None:
    closed(stage)
    stage.passes(days=30)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    stage.clicks(GRACE, "It came back…", "I-1")
    stage.fills_in(GRACE, reason=TWICE)
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.item(stage, "I-1").prevented_at is None
    stage.types(TOM, "/cx done T-1")
    stage.types(MARIA, "/cx take I-1")
    assert rows.state(stage, "T-1") == ("done", TOM), "only once"
    assert is_told_whole(stage)


@on_sqlite
def test_the_lead_of_whoever_did_it_reads_why(stage: Stage) -> None:
    closed(stage, WEI)
    stage.types(GRACE, f"/cx reopen I-1 because {TWICE}")
    stage.settle()
    told = [each for each in stage.reads_all(BEN).split("---") if "was to keep" in each]
    assert len(told) == 1
    assert "It came back: I-1 Invoiced twice. It is open again, with @wei" in told[0]


@on_sqlite
def test_what_is_still_to_be_done_goes_on_and_its_owner_reads_it_each_time(stage: Stage) -> None:
    closed(stage)
    stage.types(GRACE, f"/cx reopen I-1 because {TWICE}")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1 anyway")
    for said in ("/cx told I-1 we are sorry", "/cx verified I-1"):
        stage.types(GRACE, said)
    assert rows.state(stage, "I-1") == ("done", MARIA)
    stage.types(GRACE, f"/cx reopen I-1 because {TWICE} and again")
    stage.settle()
    told = [each for each in stage.reads(TOM) if "is to keep something from coming back" in each]
    assert len(told) == 1
    assert "It came back: I-1 Invoiced twice." in told[0]
    assert rows.state(stage, "T-1") == ("open", TOM)


@on_sqlite
def test_an_undo_closes_what_it_opened_unless_somebody_has_answered(stage: Stage) -> None:
    closed(stage)
    stage.types(GRACE, f"/cx reopen I-1 because {TWICE}")
    stage.types(GRACE, "/cx undo I-1")
    assert rows.state(stage, "T-1") == ("done", TOM)
    assert rows.owed(stage, "T-1") == {}
    stage.types(GRACE, f"/cx reopen I-1 because {TWICE}")
    stage.types(TOM, "/cx take T-1")
    said = stage.types(GRACE, "/cx undo I-1")
    assert "T-1 stays open: somebody has answered since." in said
    assert rows.state(stage, "I-1") == ("done", MARIA)
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert is_told_whole(stage)


@on_sqlite
def test_what_did_not_help_or_is_long_ago_opens_nothing(stage: Stage) -> None:
    prevented(stage)
    stage.types(TOM, "/cx done T-1")
    stage.types(GRACE, "/cx reopen I-1 because it did not help them")
    assert rows.state(stage, "I-1")[0] == "open"
    assert rows.state(stage, "T-1") == ("done", TOM), "it was corrected, and not closed"
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    for said in ("/cx told I-1 we are sorry", "/cx verified I-1"):
        stage.types(GRACE, said)
    stage.passes(days=91)
    assert "T-1" not in stage.types(OMAR, f"/cx reopen I-1 because {TWICE}")
    assert rows.state(stage, "T-1") == ("done", TOM)


@on_sqlite
def test_of_what_is_private_the_reason_names_nothing(stage: Stage) -> None:
    closed(stage, SARA)
    stage.types(MARIA, "/cx private I-1")
    stage.types(MARIA, f"/cx reopen I-1 because {TWICE}")
    stage.settle()
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.events(stage, "T-1", "reopened")[-1].details["reason"] == "it came back"
    assert task(stage).issue_number == 1
