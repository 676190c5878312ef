"""Whoever reports what others will meet as well says who tells them before they notice."""

from __future__ import annotations

import pytest

from tests import replay, rows
from tests.cast import BEN, DIEGO, GRACE, HANA, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_story import happened, story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TITLE = "Invoices show the old address"


def report(stage: Stage, user: str = GRACE, **said: object) -> str:
    """Somebody fills in the form of a report; what they read then."""
    stage.closes(user)
    stage.types(user, "/cx issue")
    filled = {"title": TITLE, "severity": "2", "customer": "Acme", "department": "Billing"}
    return stage.fills_in(user, **{**filled, **said})


def replayed(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        assert not replay.replayed(session, TEAM, strict=True).differing


def test_somebody_is_asked_to_tell_the_others_before_they_notice(stage: Stage) -> None:
    """Invoices show the old address: Ben calls those who will get one, before it is there."""
    stage.types(GRACE, "/cx issue")
    form = stage.sees_form(GRACE)
    assert "Will more customers meet it?" in form
    assert "Who tells them before they notice?" in form
    told = report(stage, more="Yes", teller=BEN)
    assert "@ben is asked to tell the others before they notice: T-1." in told
    assert "Billing answers for it" in told
    task = rows.item(stage, "T-1")
    assert task.title == f"Tell those who will meet it too, before they notice: {TITLE}"
    assert (task.owner_id, task.severity, task.created_by) == (BEN, 2, GRACE)
    assert rows.owed(stage, "T-1") == {"acknowledge": BEN}
    assert "they should hear it from us first" in stage.reads(BEN)[-1]
    said = story(stage, MARIA, "I-1")
    assert "T-1 Tell those who will meet it too, before they notice" in said
    assert any("reported it; more customers will meet it" in line for line in happened(said))
    stage.clicks(BEN, "Take it", "T-1")
    stage.types(BEN, "/cx done T-1 evidence I called all eleven on Tuesday")
    assert "I called all eleven" in "\n".join(happened(story(stage, GRACE, "T-1")))
    replayed(stage)


@on_sqlite
def test_who_is_asked_and_does_not_answer_is_reminded(stage: Stage) -> None:
    report(stage, more="Yes", teller=BEN)
    before = len(stage.reads(BEN))
    stage.passes(days=3)
    assert len(stage.reads(BEN)) > before
    assert "before they notice" in stage.reads_all(BEN)


@on_sqlite
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"more": "Yes"},
            "Please choose who will meet it above, or who tells them before they notice it.",
        ),
        ({"more": "No", "teller": BEN}, "You said that no more customers will meet it."),
        ({"more": "Yes", "teller": OMAR}, "looks after all customers and owns no single task"),
    ],
)
def test_what_is_said_by_halves_is_asked_back_and_nothing_is_lost(
    stage: Stage, said: dict[str, object], sentence: str
) -> None:
    told = report(stage, **said)
    assert sentence in told
    assert "There is no I-1" in stage.types(SARA, "/cx I-1"), "nothing was reported"
    stage.fills_in(GRACE, more="Yes", teller=DIEGO)
    assert rows.item(stage, "I-1").title == TITLE
    assert rows.item(stage, "T-1").owner_id == DIEGO


@on_sqlite
def test_who_does_not_know_says_nothing_and_a_no_is_kept(stage: Stage) -> None:
    report(stage)
    assert not any("meet it" in line for line in happened(story(stage, GRACE, "I-1")))
    report(stage, more="No")
    assert any(
        "reported it; no others will meet it" in line
        for line in happened(story(stage, GRACE, "I-2"))
    )
    assert "There is no T-1" in stage.types(SARA, "/cx T-1")
    replayed(stage)


@on_sqlite
def test_whose_it_is_may_be_open_while_somebody_tells_them(stage: Stage) -> None:
    """Nobody knows yet which department corrects it; the customers cannot wait for that."""
    told = report(stage, department=None, title="The gate stays shut", more="Yes", teller=HANA)
    assert "@hana is asked to tell the others" in told
    assert rows.item(stage, "I-1").department_id is None
    assert rows.department(stage, "T-1") == "Product"
    assert rows.owed(stage, "I-1") == {"triage": OMAR}
    replayed(stage)


@on_sqlite
def test_what_is_private_stays_so_for_who_tells_them(stage: Stage) -> None:
    report(stage, more="Yes", teller=BEN, audience="private")
    assert rows.item(stage, "T-1").is_private
    assert "T-1" in stage.reads_all(BEN)
    assert "There is no" in stage.types(HANA, "/cx T-1") or stage.sees_form(HANA) == ""
    assert all(TITLE not in said for said in stage.channel("#sales"))


@on_sqlite
def test_a_guest_reports_without_giving_tasks(stage: Stage) -> None:
    rows.make_guest(stage, DIEGO)
    stage.types(DIEGO, "/cx issue")
    form = stage.sees_form(DIEGO)
    assert "What happened to the customer?" in form
    assert "Will more customers meet it?" not in form
    stage.fills_in(DIEGO, title=TITLE, severity="3")
    assert rows.item(stage, "I-1").title == TITLE


@on_sqlite
def test_the_customer_is_not_told_what_others_are_told(stage: Stage) -> None:
    report(stage, more="Yes", teller=BEN)
    stage.clicks(BEN, "Take it", "T-1")
    stage.closes(GRACE)
    stage.types(GRACE, "/cx draft I-1")
    assert f"This is what happened: {TITLE}." in stage.sees_form(GRACE)
    assert "before they notice" not in stage.sees_form(GRACE)
