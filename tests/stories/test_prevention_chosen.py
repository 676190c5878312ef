"""A task of an issue that is there already is what keeps that from coming back."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import GRACE, LEE, MARIA, SARA, TOM
from tests.stage import Stage
from tests.stories.test_causes_joined import is_told_whole
from tests.stories.test_prevention import COPIED, READ, comes_back, task

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def with_task(stage: Stage) -> None:
    """I-1 is corrected, and Tom has a task of it since before: T-1."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx task Read the dates from the contract for I-1 to @tom by friday")
    assert (task(stage).issue_number, task(stage).is_prevention) == (1, False)
    stage.types(MARIA, "/cx done I-1 anyway")
    stage.settle()


def chosen(stage: Stage, **more: object) -> str:
    stage.clicks(MARIA, "Prevented…", "I-1")
    return stage.fills_in(MARIA, **{"reason": COPIED, "words": READ, **more})


def test_it_is_chosen_in_the_form_and_is_open_again_where_the_cause_comes_back(
    stage: Stage,
) -> None:
    with_task(stage)
    said = chosen(stage, prevention="T-1 Read the dates from the contract")
    assert "T-1 is opened again where it comes back." in said
    assert task(stage).is_prevention
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert "it is to keep I-1 from coming back" in stage.reads_all(TOM)
    stage.types(TOM, "/cx done T-1")
    stage.passes(days=3)
    assert "T-1 is open again: the cause came back." in comes_back(stage)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert is_told_whole(stage)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "kept"), [("I-1 T-1", READ), ("I-1 they are read from the contract with T-1", "")]
)
def test_it_is_named_where_it_is_typed(stage: Stage, said: str, kept: str) -> None:
    with_task(stage)
    answer = stage.types(MARIA, f"/cx prevented {said} because {COPIED}")
    assert "T-1 is opened again where it comes back." in answer
    assert task(stage).is_prevention
    words = rows.events(stage, "I-1", "prevented")[-1].details["words"]
    assert words == (kept or "they are read from the contract with")
    assert is_told_whole(stage)


@on_sqlite
def test_an_undo_takes_it_back(stage: Stage) -> None:
    with_task(stage)
    chosen(stage, prevention="T-1 Read the dates from the contract")
    stage.types(MARIA, "/cx undo I-1")
    assert not task(stage).is_prevention
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert is_told_whole(stage)


@on_sqlite
def test_a_new_task_and_one_that_is_there_are_asked_about_and_nothing_is_lost(
    stage: Stage,
) -> None:
    with_task(stage)
    said = chosen(
        stage, prevention="T-1 Read the dates from the contract",
        task_owner=SARA, task_day="2026-12-04",
    )  # fmt: skip
    assert "Choose a task that is there, or say who does a new one: not both." in said
    assert not task(stage).is_prevention
    assert rows.owed(stage, "I-1")["prevent"] == MARIA


@on_sqlite
def test_what_ended_meanwhile_or_is_no_task_of_it_prevents_nothing(stage: Stage) -> None:
    with_task(stage)
    stage.types(MARIA, "/cx task Call Globex to @sara by friday")
    stage.clicks(MARIA, "Prevented…", "I-1")
    assert "T-2" not in stage.sees_form(MARIA)
    stage.types(TOM, "/cx done T-1")
    said = stage.fills_in(
        MARIA, reason=COPIED, words=READ, prevention="T-1 Read the dates from the contract"
    )
    assert "T-1 is no open task of I-1" in said
    for ref in ("T-1", "T-2"):
        said = stage.types(MARIA, f"/cx prevented I-1 {ref} because {COPIED}")
        assert f"{ref} is no open task of I-1" in said
    assert not task(stage).is_prevention
    assert rows.item(stage, "I-1").prevented_at is None


@on_sqlite
def test_a_task_that_somebody_may_not_see_is_not_offered(stage: Stage) -> None:
    with_task(stage)
    stage.types(MARIA, "/cx private T-1")
    said = stage.types(LEE, f"/cx prevented I-1 T-1 because {COPIED}")
    assert "T-1 is private" in said
    stage.types(LEE, "/cx I-1")
    stage.clicks_in_form(LEE, "Prevented…")
    assert "T-1" not in stage.sees_form(LEE)
    assert not task(stage).is_prevention
