"""What an issue must never come to, in whatever order people do what they may."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import BEN, OMAR, TOM
from tests.stage import Stage
from tests.stories.test_loop import reported

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "typed",
    [
        "/cx done I-1",
        "/cx handoff I-1 to Logistics because they print it",
        "/cx owner I-1 to @tom because he prints it",
        "/cx date I-1 friday because the board meets",
    ],
)
@on_sqlite
def test_what_is_in_no_department_is_sent_to_one_before_anybody_has_it(
    stage: Stage, typed: str
) -> None:
    stage.types(BEN, "/cx issue Nobody knows why for Acme sev 1")
    told = stage.types(OMAR, typed)
    assert "I-1 is in no department yet. “Send to a department…” comes first" in told
    assert rows.state(stage, "I-1") == ("open", None)
    assert rows.owed(stage, "I-1") == {"triage": OMAR}
    assert rows.offers(stage, "I-1") == []


@on_sqlite
def test_nor_is_it_put_into_one_by_a_form_that_asks_nobody(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Nobody knows why for Acme sev 1")
    stage.types(BEN, "/cx edit I-1 in Logistics")
    told = stage.fills_in(BEN, department=stage.finds(BEN, "department")["Logistics"])
    assert "I-1 is in no department yet" in told
    assert rows.department(stage, "I-1") is None
    assert rows.owed(stage, "I-1") == {"triage": OMAR}


@on_sqlite
def test_what_needs_nothing_more_is_done_without_a_department(stage: Stage) -> None:
    stage.types(BEN, "/cx issue A typo on the website sev 4")
    assert "Done: I-1" in stage.types(OMAR, "/cx done I-1")
    assert rows.state(stage, "I-1") == ("done", None)


def test_whoever_tells_the_customer_is_asked_once_when_it_is_joined(stage: Stage) -> None:
    reported(stage)
    assert set(rows.owed(stage, "I-1")) == {"finish", "inform"}
    stage.types(BEN, "/cx issue Invoiced twice again for Globex in Billing sev 2")
    stage.types(OMAR, "/cx merge I-1 with I-2")
    assert set(rows.owed(stage, "I-1")) == {"inform"}
    stage.types(OMAR, "/cx undo I-1")
    assert set(rows.owed(stage, "I-1")) == {"finish", "inform"}


@on_sqlite
def test_a_customer_who_should_have_heard_is_late_in_the_digest(stage: Stage) -> None:
    """Though the issue itself has a day that is far off."""
    stage.types(TOM, "/cx issue Late again for Globex in Logistics sev 3")
    stage.types(TOM, "/cx take I-1")
    assert rows.owed(stage, "I-1") == {"finish": TOM, "inform": TOM}
    stage.passes(days=12)
    stage.types(TOM, "/cx digest", "#logistics")
    assert any("1 late" in said or "I-1" in said for said in stage.channel("#logistics")[1:])


def test_one_thing_of_which_somebody_owes_two_answers_is_one_thing(stage: Stage) -> None:
    stage.types(TOM, "/cx issue Late again for Globex in Logistics sev 3")
    stage.types(TOM, "/cx take I-1")
    home = stage.opens_home(TOM)
    assert "You gave a date\n*I-1* Late again" in home
    assert home.count("*I-1* Late again") >= 2, "its day, and whether they have heard"
    assert rows.owed(stage, "I-1") == {"finish": TOM, "inform": TOM}
