"""What people type is heard as they meant it, and what is not clear comes back as a question."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot import routes
from handlers.speech.request import OpenForm, Request
from storage import history
from storage.customers import Customer
from storage.departments import key_of
from storage.issues import Issue
from storage.tasks import Task
from tests import rows
from tests.cast import OMAR, SARA, TEAM
from tests.stage import Stage


def customer(stage: Stage, ref: str) -> str:
    """The name of the customer that an item is for; empty for none."""
    row = rows.item(stage, ref)
    with stage.duly.database.read() as session:
        found = session.get(Customer, (TEAM, row.customer_id)) if row.customer_id else None
    return found.name if found else ""


def facts(stage: Stage, ref: str, verb: str) -> dict[str, object]:
    """What history keeps of the newest move of this name."""
    row = rows.item(stage, ref)
    with stage.duly.database.read() as session:
        told = history.of(session, TEAM, row.noun, row.number)
    return next(each.details for each in reversed(told) if each.verb == verb)


def nothing_is_stored(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        for table in (Task, Issue):
            assert session.exec(select(table)).all() == []


def add_customer(stage: Stage, name: str) -> None:
    with stage.duly.database.write() as session:
        session.add(Customer(team_id=TEAM, name=name, key=key_of(name)))


@pytest.mark.parametrize(
    ("text", "title", "whom"),
    [
        ("Ask @maria about the refund to @sara by friday", "Ask @maria about the refund", ""),
        ("for Acme to @sara in 3 days check the dock pass", "check the dock pass", "Acme"),
        ("to sara rewrite FAQ by monday for acme", "rewrite FAQ", "Acme"),
        ("Call them to @sara by friday for Acme because they waited", "Call them", "Acme"),
        ("Call them to @sara by friday for “Acme”", "Call them", "Acme"),
        ("Call them to @sara by 2026–11–27 for ‘Acme’", "Call them", "Acme"),
        ("Call them to @sara by friday for O’Brien  & sons", "Call them", "O'Brien & Sons"),
        ("Call them to @sara by friday for Corner Cafe\u0301", "Call them", "Corner Café"),
        ("Call\nthem\tto\u00a0@sara by\nfriday for Acme", "Call them", "Acme"),
    ],
)
def test_a_task_is_heard_as_it_was_meant(stage: Stage, text: str, title: str, whom: str) -> None:
    add_customer(stage, "O'Brien & Sons")
    assert "Noted: *T-1*" in stage.types(OMAR, f"/cx task {text}")
    assert rows.item(stage, "T-1").title == title
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert customer(stage, "T-1") == whom


def test_why_a_task_is_asked_is_kept_and_read_by_its_owner(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call them to @sara by friday for Acme because they waited")
    assert facts(stage, "T-1", "created")["reason"] == "they waited"
    assert "“they waited”" in stage.reads(SARA)[0]


def test_me_is_whoever_types_it(stage: Stage) -> None:
    for number, me in enumerate(("me", "@me", "myself"), start=1):
        assert f"Noted: *T-{number}*" in stage.types(SARA, f"/cx task Call them to {me} by friday")
        assert rows.state(stage, f"T-{number}") == ("acknowledged", SARA)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Call to @sara and @lee by friday", "Who will it be: Sara Novak or Lee Park?"),
        (
            "Invoice wrong, for Smith & Sons, to @sara by friday",
            "I could not place “for Smith & Sons”, so it stands in the title.",
        ),
        ("Say sorry for Acmee to @sara by friday", "Did you mean Acme?"),
        ("Call to @sara by friday for Acme for Globex", "I could not place “for Globex”"),
        ("Send the note to Globex by friday", "I could not place “to Globex”"),
        ("Ask @maria about the refund by friday", "Ask @maria about the refund"),
    ],
)
def test_what_is_not_clear_opens_the_form_filled_in(stage: Stage, text: str, question: str) -> None:
    stage.types(OMAR, f"/cx task {text}")
    form = stage.sees_form(OMAR)
    assert question in form
    assert text.split()[0] in form
    nothing_is_stored(stage)


def test_a_user_group_is_asked_for_one_of_its_people(stage: Stage) -> None:
    """Slack writes it into a command by its id; nobody types that."""
    text = "Call them to <!subteam^S0BILL|@billing-team> by friday"
    request = Request(TEAM, OMAR, "task", "command:1", "C0GENERAL", text)
    answer = stage.duly.incoming.carry_out(routes.VERBS["task"], request)
    assert isinstance(answer, OpenForm)
    assert "One person owns a promise. Who in @billing-team will it be?" in repr(answer.view)
    nothing_is_stored(stage)
