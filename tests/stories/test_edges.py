"""What an issue must never come to, in whatever order people do what they may."""

from __future__ import annotations

import pytest

from handlers.front import house_rules
from storage import people
from tests import rows
from tests.cast import BEN, GRACE, MARIA, OMAR, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_loop import reported, state, steps

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
    assert "You gave a date\n*I-1* Globex (strategic account): Late again" in home
    assert home.count(": Late again — ") >= 2, "its day, and whether they have heard"
    assert rows.owed(stage, "I-1") == {"finish": TOM, "inform": TOM}


# --- what is corrected can still be changed ---


def corrected(stage: Stage, severity: int, whom: str) -> None:
    """The issue is put right, and the rest of its loop is to come."""
    reported(stage, severity, whom)
    stage.types(MARIA, "/cx done I-1")
    assert state(stage) == "corrected"


def edits(stage: Stage, user: str, **fields: object) -> str:
    """Somebody changes the issue in its form."""
    stage.types(user, "/cx edit I-1")
    return stage.fills_in(user, reason="The report said otherwise", **fields)


@on_sqlite
def test_another_headline_leaves_what_is_asked(stage: Stage) -> None:
    corrected(stage, 2, " for Acme")
    before = [ask.ask_id for ask in rows.asks(stage, "I-1") if ask.answered_at is None]
    edits(stage, MARIA, title="Invoiced three times")
    assert rows.item(stage, "I-1").title == "Invoiced three times"
    after = [ask.ask_id for ask in rows.asks(stage, "I-1") if ask.answered_at is None]
    assert (after, state(stage)) == (before, "corrected")


def test_what_turns_out_worse_needs_more_before_it_closes(stage: Stage) -> None:
    corrected(stage, 3, " for Globex")
    assert rows.owed(stage, "I-1") == {"inform": GRACE}
    edits(stage, MARIA, severity="1")
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}
    stage.types(MARIA, "/cx undo I-1")
    assert rows.owed(stage, "I-1") == {"inform": GRACE}
    assert rows.item(stage, "I-1").severity == 3


def test_what_needs_nothing_more_closes_with_the_change(stage: Stage) -> None:
    corrected(stage, 2, " for Globex")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}
    told = edits(stage, MARIA, severity="4") or stage.workspace.plain(
        stage.workspace.notes(MARIA)[-1], MARIA
    )
    assert "Nothing more is needed: it is closed." in told
    assert (state(stage), rows.owed(stage, "I-1")) == ("done", {})
    stage.types(MARIA, "/cx undo I-1")
    assert state(stage) == "corrected"
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}


@on_sqlite
def test_whoever_it_turns_out_to_be_for_hears_from_us(stage: Stage) -> None:
    corrected(stage, 2, " for Globex")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    stage.types(MARIA, "/cx edit I-1")
    stage.fills_in(MARIA, customer=stage.finds(MARIA, "customer", "Init")["Initech"])
    assert not steps(stage)["told"]
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}


@pytest.mark.parametrize(
    "typed",
    [
        "handoff I-1 to Logistics because they print it",
        "owner I-1 to @lee because she knows them",
        "no I-1 because the contract says so",
        "date I-1 friday because the printer is broken",
        "take I-1",
    ],
)
@on_sqlite
def test_what_comes_too_late_is_refused_with_the_steps_to_come(stage: Stage, typed: str) -> None:
    corrected(stage, 2, " for Globex")
    told = stage.types(MARIA, f"/cx {typed}")
    assert "I-1 is corrected already. It closes when the customer is told, it is known what" in told
    assert state(stage) == "corrected"
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}


def test_stricter_rules_ask_for_more_of_what_is_corrected(stage: Stage) -> None:
    corrected(stage, 3, " for Globex")
    assert rows.owed(stage, "I-1") == {"inform": GRACE}
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        wanted = {"needs": {"verified": {"strategic": 4}}}
        house_rules.switch_on(session, stage.now, omar, wanted, "We want to know", 0)
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "verify": GRACE}
