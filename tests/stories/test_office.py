"""The CCO's office: who may take it, that it is never lost, and that it owns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlmodel import select

from bot import directory, importing, routes
from bot.commands import setup as command
from bot.incoming import Refused
from bot.practice.slack.objects import User
from handlers.front.imports import Order, Subject
from handlers.speech.errors import UserError
from handlers.speech.request import FormErrors, Request
from storage import departments, history, issues, people, tasks
from storage.asks import Ask
from storage.database import Database
from storage.people import Role, Standing
from tests.cast import (
    AISHA,
    BEN,
    BOT,
    GRACE,
    LEE,
    MARIA,
    NORA,
    OMAR,
    PRIYA,
    SARA,
    TEAM,
    TOM,
    VICTOR,
)
from tests.stage import Stage, set_up

EMPTY = "Nobody looks after customers here yet, as CCO."
ADMINS = "Nora Lindqvist or Priya Raman can say who does with `/cx setup`"


def ccos(stage: Stage) -> set[str]:
    with stage.duly.database.read() as session:
        return {each.user_id for each in people.with_role(session, TEAM, Role.CCO)}


def change(stage: Stage, user_id: str, **facts: object) -> None:
    with stage.duly.database.write() as session:
        person = people.find(session, TEAM, user_id)
        assert person
        for name, value in facts.items():
            setattr(person, name, value)
        session.add(person)


def sends(stage: Stage, user: str, form: str, key: str = "k", **fields: Any) -> Any:
    """A form comes back as somebody forged it: signed, and past all that Slack would check."""
    request = Request(team_id=TEAM, user_id=user, verb=form, key=f"{form}{key}", fields=fields)
    return stage.duly.incoming.carry_out(routes.FORMS[form], request)


def imports(stage: Stage, folder: Path, subject: Subject, text: str) -> list[str]:
    """Bring in a file; why rows were left out."""
    path = folder / f"{subject}.csv"
    path.write_text(text, encoding="utf-8")
    report = importing.run(
        stage.duly.database, TEAM, path, Order(subject), clock=lambda: stage.now,
        console=Console(quiet=True), folder=folder,
    )  # fmt: skip
    stage.settle()
    return [each.reason for each in report.tally.rejected]


# --- the first one ---


@pytest.fixture
def new(empty: Database, database_url: str) -> Iterator[Stage]:
    """Brightwater on its first day: Slack is connected, and nobody has set anything up."""
    del empty
    with set_up(database_url) as stage:
        directory.identify(stage.duly.slack, stage.duly.database)
        yield stage


def test_only_an_admin_of_the_workspace_is_first(new: Stage) -> None:
    told = new.types(BEN, "/cx setup")
    assert told.startswith(EMPTY)
    assert ADMINS in told
    assert "`duly setup --cco USER` does it, too. Nothing was changed." in told
    assert "Nora Lindqvist or Priya Raman can say who does" in new.opens_home(BEN)
    assert "[Set up Duly]" not in new.opens_home(BEN)
    assert isinstance(sends(new, BEN, "setup.company.send", ccos=[BEN]), Refused)
    assert ccos(new) == set()
    assert "[Set up Duly]" in new.opens_home(PRIYA)
    new.types(PRIYA, "/cx setup")
    assert "Saved." in new.fills_in(PRIYA, ccos=[OMAR], executives=[NORA])
    assert ccos(new) == {OMAR}
    new.closes(PRIYA)
    assert "That is for the CCO to do." in new.types(PRIYA, "/cx setup")


def test_an_admin_who_is_a_guest_or_a_bot_is_no_admin_of_ours(new: Stage) -> None:
    change(new, PRIYA, standing=Standing.GUEST)
    assert "This is for people of Brightwater" in new.types(PRIYA, "/cx setup")
    told = new.types(BEN, "/cx setup")
    assert "Nora Lindqvist can say" in told


def test_nobody_inherits_the_office(stage: Stage) -> None:
    stage.people.deactivate(OMAR)
    assert stage.workspace.wait_until(lambda: not ccos(stage))
    for user in (SARA, MARIA, VICTOR):
        assert EMPTY in stage.types(user, "/cx setup")
        assert EMPTY in stage.types(user, "/cx setup department")
        assert isinstance(sends(stage, user, "setup.company.send", user, ccos=[user]), Refused)
    assert ccos(stage) == set()
    stage.types(NORA, "/cx setup")
    stage.fills_in(NORA, ccos=[VICTOR], executives=[NORA, PRIYA])
    assert ccos(stage) == {VICTOR}
    with stage.duly.database.read() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        assert omar.role == Role.MEMBER, "who comes back does not bring the office along"


def test_admins_hear_once_that_the_office_is_empty(stage: Stage) -> None:
    stage.people.deactivate(OMAR)
    assert stage.workspace.wait_until(lambda: not ccos(stage))
    stage.passes(days=3)
    for admin in (NORA, PRIYA):
        told = [
            each for each in stage.reads(admin) if "Nobody looks after customers as CCO" in each
        ]
        assert len(told) == 1
        assert "since Omar Haddad left" in told[0]
    assert "Nobody holds" not in stage.reads_all(SARA)


def test_what_was_reported_meanwhile_is_brought_to_the_next_one(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Nobody knows whose the first is")
    change(stage, OMAR, gone=True)
    stage.passes(hours=1)
    stage.types(GRACE, "/cx issue Nobody knows whose the second is")
    stage.passes(days=2)
    stage.types(NORA, "/cx setup")
    stage.fills_in(NORA, ccos=[VICTOR])
    with stage.duly.database.read() as session:
        asked = session.exec(select(Ask).where(Ask.kind == "triage")).all()
        owed = {(ask.number, ask.person_id) for ask in asked if ask.answered_at is None}
        assert owed == {(1, VICTOR), (2, VICTOR)}
        assert issues.nobody_asked(session, TEAM, 10) == []
    stage.passes(days=1)
    told = stage.reads_all(VICTOR)
    assert "Nobody knows whose the first is" in told
    assert "Nobody knows whose the second is" in told


def test_a_holder_who_comes_back_finds_what_was_reported_meanwhile(stage: Stage) -> None:
    stage.people.deactivate(OMAR)
    assert stage.workspace.wait_until(lambda: not ccos(stage))
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    stage.people.change_profile(OMAR, deleted=False)
    assert stage.workspace.wait_until(lambda: ccos(stage))
    with stage.duly.database.read() as session:
        owed = session.exec(select(Ask).where(Ask.kind == "triage")).all()
    assert [(ask.number, ask.person_id) for ask in owed] == [(1, OMAR)]


# --- never lost ---


def test_the_last_one_is_not_lost_in_the_form(stage: Stage) -> None:
    for number, chosen in enumerate(([], ["U1FAKE"], [BOT], ["<!channel>"], [LEE])):
        answer = sends(stage, OMAR, "setup.company.send", str(number), ccos=chosen)
        assert isinstance(answer, FormErrors | Refused)
        assert ccos(stage) == {OMAR}


def test_the_last_one_is_not_lost_by_a_file(stage: Stage, tmp_path: Path) -> None:
    why = imports(stage, tmp_path, Subject.PEOPLE, "user,role\nomar,member\nvictor,member\n")
    sentence = "Omar Haddad is the only CCO, who looks after customers."
    assert [each.startswith(sentence) for each in why] == [True]
    assert ccos(stage) == {OMAR}
    with stage.duly.database.read() as session:
        victor = people.find(session, TEAM, VICTOR)
        assert victor
        assert victor.role == Role.MEMBER, "the other rows came in"
    why = imports(stage, tmp_path, Subject.PEOPLE, "user,role\nvictor,cco\nomar,executive\n")
    assert why == []
    assert ccos(stage) == {VICTOR}


def test_only_those_are_changed_whose_role_changes(stage: Stage) -> None:
    change(stage, PRIYA, gone=True)
    stage.types(OMAR, "/cx setup")
    stage.fills_in(OMAR, ccos=[OMAR], executives=[NORA])
    with stage.duly.database.read() as session:
        roles = {each.user_id: each.role for each in people.with_any_role(session, TEAM)}
    assert roles == {OMAR: Role.CCO, NORA: Role.EXECUTIVE}


NO_EXECUTIVES = {
    "a bot": (BOT, "is a bot"),
    "gone": (TOM, "no longer works here"),
    "a guest": ("U1KIM", "is a guest here"),
    "a stranger": ("U1INES", "works for another company"),
    "unknown": ("U1FAKE", "I don't know a person called"),
}


@pytest.fixture
def odd(stage: Stage) -> Stage:
    """A guest, a stranger and somebody who left, as the directory brought them."""
    stage.workspace.add_user(User("U1KIM", "kim", "Kim Lund", is_restricted=True))
    stage.workspace.add_user(User("U1INES", "ines", "Ines Vogt", home_team="T0ACME"))
    stage.workspace.user(TOM).deleted = True
    directory.refresh(stage.duly.slack, stage.duly.database, TEAM, stage.now)
    return stage


@pytest.mark.parametrize(("user", "words"), NO_EXECUTIVES.values(), ids=NO_EXECUTIVES)
def test_executives_leads_and_deputies_work_here(odd: Stage, user: str, words: str) -> None:
    for field in ("ccos", "executives"):
        fields = {"ccos": [OMAR], field: [user]}
        answer = sends(odd, OMAR, "setup.company.send", field, **fields)
        assert isinstance(answer, FormErrors)
        assert words in answer.errors[field]
    for field in ("lead", "deputy", "people"):
        fields = {"name": "Legal", "lead": SARA, field: [user] if field == "people" else user}
        answer = sends(odd, OMAR, "setup.department.send", field, **fields)
        assert isinstance(answer, FormErrors)
        assert words in answer.errors[field]
    assert ccos(odd) == {OMAR}
    with odd.duly.database.read() as session:
        assert departments.named(session, TEAM, "Legal") is None


# --- it owns nothing ---


def test_the_cco_leads_no_department(stage: Stage, tmp_path: Path) -> None:
    for field in ("lead", "deputy"):
        fields = {"name": "Legal", "lead": SARA, field: OMAR}
        answer = sends(stage, OMAR, "setup.department.send", field, **fields)
        assert isinstance(answer, FormErrors)
        assert "looks after all customers and leads no department" in answer.errors[field]
    why = imports(stage, tmp_path, Subject.DEPARTMENTS, "name,lead\nLegal,omar\n")
    assert "leads no department" in why[0]
    why = imports(stage, tmp_path, Subject.PEOPLE, "user,deputy\nsara,omar\n")
    assert "leads no department" in why[0]
    with stage.duly.database.read() as session:
        assert departments.named(session, TEAM, "Legal") is None
        sara = people.find(session, TEAM, SARA)
        assert sara
        assert sara.deputy_id is None


def test_nobody_stands_in_for_themselves(stage: Stage) -> None:
    answer = sends(stage, OMAR, "setup.department.send", name="Legal", lead=SARA, deputy=SARA)
    assert isinstance(answer, FormErrors)
    assert answer.errors["deputy"].startswith("Nobody stands in for themselves")


def test_who_leads_or_owes_hands_over_before_taking_the_office(
    stage: Stage, tmp_path: Path
) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    leads = "Maria Costa leads or stands in for Billing"
    owes = "Sara Novak still owes T-1"
    for user, words in ((MARIA, leads), (SARA, owes), (AISHA, "stands in for Logistics")):
        answer = sends(stage, OMAR, "setup.company.send", user, ccos=[OMAR, user])
        assert isinstance(answer, FormErrors)
        assert words in answer.errors["ccos"]
    why = imports(stage, tmp_path, Subject.PEOPLE, "user,role\nmaria,cco\nsara,cco\n")
    assert leads in why[0]
    assert owes in why[1]
    assert ccos(stage) == {OMAR}
    stage.types(SARA, "/cx done T-1")
    assert imports(stage, tmp_path, Subject.PEOPLE, "user,role\nsara,cco\n") == []
    assert ccos(stage) == {OMAR, SARA}


def test_a_lead_of_old_who_is_cco_is_passed_over(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing
        billing.lead_id = OMAR
        session.add(departments.new_route(billing, "words", "refund"))
        session.add(billing)
    stage.types(GRACE, "/cx issue Refund lost")
    stage.types(GRACE, "/cx task Call Acme to @sara by friday")
    stage.types(SARA, "/cx handoff T-1 to Billing because time")
    with stage.duly.database.read() as session:
        issue, task = issues.find(session, TEAM, 1), tasks.find(session, TEAM, 1)
        assert issue
        assert task
        assert (issue.owner_id, task.owner_id) == (LEE, SARA)
    stage.types(OMAR, "/cx done T-1")
    stage.clicks(LEE, "Take it", "I-1")


# --- from the server ---


def named(stage: Stage, *users: str) -> list[str]:
    return command.name_ccos(stage.duly.settings, users)


def test_the_server_names_the_first_one(new: Stage) -> None:
    lines = named(new, "omar", "U0NORA")
    assert lines == [
        f"{name} is CCO now. In Slack, `/cx setup` goes on from here."
        for name in ("Omar Haddad (@omar)", "Nora Lindqvist (@nora)")
    ]
    assert ccos(new) == {OMAR, NORA}
    assert named(new, "@omar") == ["Omar Haddad (@omar) is CCO already. Nothing was changed."]
    with new.duly.database.read() as session:
        events = session.exec(select(history.Event)).all()
    assert [(event.actor, event.details["row"], event.details["after"]) for event in events] == [
        ("", OMAR, {"role": "cco"}),
        ("", NORA, {"role": "cco"}),
    ]
    assert "Who looks after customers, as CCO?" in (
        new.types(OMAR, "/cx setup") or new.sees_form(OMAR)
    )


@pytest.mark.parametrize(
    ("users", "words"),
    [
        (("nobody",), "Slack's directory has nobody called “nobody”."),
        (("victor", "nobody"), "Slack's directory has nobody called “nobody”."),
        (("duly",), "Duly is a bot"),
        (("maria",), "Maria Costa leads or stands in for Billing"),
        (("",), "Slack's directory has nobody called"),
    ],
)
def test_the_server_names_nobody_who_cannot_be_it(
    stage: Stage, users: tuple[str, ...], words: str
) -> None:
    with pytest.raises(UserError) as refusal:
        named(stage, *users)
    assert refusal.value.message.startswith(words)
    assert ccos(stage) == {OMAR}


def test_who_lost_the_office_meanwhile_saves_nothing(stage: Stage) -> None:
    change(stage, VICTOR, role=Role.CCO)
    stage.types(VICTOR, "/cx setup")
    stage.types(OMAR, "/cx setup")
    stage.fills_in(OMAR, ccos=[OMAR])
    assert "That is for the CCO to do" in stage.fills_in(VICTOR, ccos=[VICTOR])
    assert ccos(stage) == {OMAR}
