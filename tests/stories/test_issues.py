"""An issue finds its department by its words, or by the CCO; its lead answers for it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage import customers, departments
from storage.issues import Issue
from storage.tasks import Task
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage


def teach(stage: Stage, word: str, department: str) -> None:
    with stage.duly.database.write() as session:
        found = departments.named(session, TEAM, department)
        assert found is not None
        session.add(departments.new_route(found, "words", word))


def issue_of(stage: Stage, ref: str) -> int | None:
    task = rows.item(stage, ref)
    assert isinstance(task, Task)
    return task.issue_number


def test_words_send_an_issue_to_its_department_and_its_lead(stage: Stage) -> None:
    teach(stage, "refund", "Billing")
    told = stage.types(GRACE, "/cx issue Refund promised twice, not paid for Acme sev 2")
    assert "Billing answers for it" in told
    assert "@maria has been asked" in told
    [card] = stage.channel("#billing")
    assert "severity 2, serious" in card
    assert "key account" in card
    assert rows.item(stage, "I-1").severity == 2
    assert rows.department(stage, "I-1") == "Billing"
    assert rows.owed(stage, "I-1") == {"acknowledge": MARIA}
    stage.clicks(MARIA, "Take it", "I-1")
    assert "I-1 · taken · " in stage.channel("#billing")[0]
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}


def test_the_answer_says_what_was_understood(stage: Stage) -> None:
    teach(stage, "invoice", "Billing")
    told = stage.types(GRACE, "/cx issue P1 wrong invoice for Acme")
    assert "for Acme, a key account. Severity 1, customer blocked." in told
    assert "[Change…] [Undo]" in told
    assert rows.item(stage, "I-1").severity == 1
    told = stage.types(GRACE, "/cx issue Another wrong invoice")
    assert "No customer is named. You did not say how bad it is, so it counts as severity 3" in told
    assert "@maria has been asked, to answer by " in told
    assert rows.item(stage, "I-2").severity == 3


@pytest.mark.parametrize("level", ["sev 5", "Sev 0", "P0", "sev7:"])
def test_a_severity_that_there_is_not_is_asked_about(stage: Stage, level: str) -> None:
    told = stage.types(GRACE, f"/cx issue {level} machine broke")
    assert "Severity is a number from 1 (customer blocked) to 4" in told
    with stage.duly.database.read() as session:
        assert session.exec(select(Issue)).all() == []


@pytest.mark.parametrize(
    ("words", "customer"),
    [
        ("Door jammed at Acme sev1", "Acme"),
        ("sev 2: double billing, acme", "Acme"),
        ("Coffee machine broke for corner cafe", "Corner Café"),
        ("corner cafe waits for an invoice", "Corner Café"),
    ],
)
def test_a_customer_named_without_for_has_the_clocks_of_its_tier(
    stage: Stage, words: str, customer: str
) -> None:
    assert f"for {customer}" in stage.types(GRACE, f"/cx issue {words}")
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, customer)
        assert found
        assert rows.item(stage, "I-1").customer_id == found.customer_id


def test_of_two_customers_it_is_asked_whom_it_is_about(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Acme got the invoice of Globex")
    assert "Is it about Acme or Globex? Please check the customer" in stage.sees_form(GRACE)
    stage.types(GRACE, "/cx issue That was the globex of all delays")
    assert "Is it about Globex?" in stage.sees_form(GRACE)
    assert "for Globex" in stage.fills_in(GRACE), "it was chosen already"


def test_a_word_that_may_say_how_bad_it_is_is_asked_about(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Critical outage for Acme")
    form = stage.sees_form(GRACE)
    assert "“Critical” may say how bad it is. Please check that below." in form
    stage.fills_in(GRACE)
    issue = rows.item(stage, "I-1")
    assert (issue.severity, issue.title) == (1, "Critical outage")


def test_an_issue_nobody_s_words_fit_waits_for_the_cco(stage: Stage) -> None:
    told = stage.types(GRACE, "/cx issue The coffee tastes of soap")
    assert "Nothing tells me whose this is. @omar will choose." in told
    assert "The coffee tastes of soap" in stage.opens_home(OMAR)
    assert rows.state(stage, "I-1") == ("open", None)
    assert rows.owed(stage, "I-1") == {"triage": OMAR}
    stage.clicks(OMAR, "Send to a department…", "I-1")
    said = stage.fills_in(OMAR, department="Support", words="soap")
    assert "I-1 is with Support now." in said
    assert rows.state(stage, "I-1") == ("open", GRACE)
    assert rows.department(stage, "I-1") == "Support"
    assert rows.owed(stage, "I-1") == {"acknowledge": GRACE}
    assert "The coffee tastes of soap" in stage.channel("#support")[0]
    assert "Waiting for a department" not in stage.opens_home(OMAR)
    told = stage.types(TOM, "/cx issue Soap again in the coffee")
    assert "Support answers for it" in told, "the CCO's word was learnt"
    stage.passes(hours=6)
    assert any("Can you take it" in each for each in stage.reads(GRACE)), (
        "when her day begins in New York"
    )


def test_a_task_can_be_added_to_an_issue(stage: Stage) -> None:
    teach(stage, "refund", "Billing")
    stage.types(GRACE, "/cx issue Refund missing for Acme")
    stage.clicks(MARIA, "Add a task…", "I-1")
    assert "For I-1 Refund missing" in stage.sees_form(MARIA)
    confirmation = stage.fills_in(MARIA, title="Pay it out", owner=SARA, date="2026-11-27")
    assert "*T-1* Pay it out" in confirmation
    assert "for Acme" in confirmation, "the customer of the issue was filled in"
    assert "@maria added T-1 to it." in stage.channel("#billing")[0]
    task, issue = rows.item(stage, "T-1"), rows.item(stage, "I-1")
    assert (task.issue_number, task.owner_id) == (1, SARA)
    assert task.customer_id == issue.customer_id is not None


def test_the_form_reports_an_issue_with_its_story(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue")
    form = stage.fills_in(GRACE)
    assert "What happened to the customer?" in form
    story = "They wrote: <!channel> *help* & more"
    stage.fills_in(GRACE, title="Late again", story=story, severity="2", department="Logistics")
    [card] = stage.channel("#logistics")
    assert "Late again" in card
    assert rows.item(stage, "I-1").severity == 2
    assert rows.department(stage, "I-1") == "Logistics"
    with stage.duly.database.read() as session:
        assert [issue.story for issue in session.exec(select(Issue))] == [story]


def test_an_issue_is_offered_as_a_task_is(stage: Stage) -> None:
    teach(stage, "refund", "Billing")
    stage.types(GRACE, "/cx issue Refund of a lost parcel")
    stage.types(MARIA, "/cx handoff I-1 to Logistics because They lost the parcel")
    stage.clicks(TOM, "Take it over", "I-1")
    assert "Refund of a lost parcel" in stage.channel("#logistics")[0]
    assert "Logistics" in stage.channel("#billing")[0], "the first card shows where it went"
    assert rows.state(stage, "I-1") == ("acknowledged", TOM)
    assert rows.department(stage, "I-1") == "Logistics"
    assert rows.owed(stage, "I-1") == {"finish": TOM}


def test_the_list_of_what_has_no_department_counts_all_of_it(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        session.add_all(
            Issue(
                team_id=TEAM, number=number, title=f"Soap in the coffee {number}",
                created_by=GRACE, created_at=stage.now,
            )
            for number in range(1, 61)
        )  # fmt: skip
    told = stage.types(OMAR, "/cx list triage")
    assert "60 issues wait for a department" in told
    assert "*I-1* Soap in the coffee 1 " in told
    assert "[Show all 60…]" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_task_for_an_issue_follows_from_it(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Door jammed sev 3 for Acme in Billing")
    told = stage.types(OMAR, "/cx task Fix the hinge to @tom by friday for I-1")
    assert "for Acme" in told
    assert rows.item(stage, "T-1").title == "Fix the hinge"
    assert issue_of(stage, "T-1") == 1
    assert rows.department(stage, "T-1") == "Billing"
    stage.types(OMAR, "/cx task Paint it for i-1")
    assert "For I-1 Door jammed" in stage.sees_form(OMAR)
    assert "Noted: *T-2* Paint it" in stage.fills_in(OMAR, owner=TOM, date="2026-11-27")
    assert issue_of(stage, "T-2") == 1
    assert "There is no I-9" in stage.types(OMAR, "/cx task Fix it to @tom by friday for I-9")
    stage.types(OMAR, "/cx task Ring them to @tom by friday because it is for I-1")
    assert issue_of(stage, "T-3") is None
