"""Of what has no number history tells as well who changed it, and how it stood before and after."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console
from sqlmodel import Session, select

from bot import importing
from bot.directory import profile
from handlers.chasing import policy
from handlers.front.imports import Order, Subject
from handlers.people import directory, records, routing
from handlers.people.directory import Profile
from storage import customers, departments, people
from storage.database import Database
from storage.history import Event
from storage.people import Role, Standing
from tests import replay
from tests.cast import (
    BEN,
    EXECUTIVES,
    GRACE,
    LEE,
    MONDAY,
    NORA,
    OMAR,
    PRIYA,
    SARA,
    TEAM,
    TOM,
    VICTOR,
)
from tests.stage import Stage

pytestmark = pytest.mark.both

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
NOUNS = ("person", "department", "customer", "route", "workspace")
Change = Callable[[Session], None]
Told = tuple[str, str, str, dict[str, object], dict[str, object]]


def told(stage: Stage, *nouns: str) -> list[Event]:
    """What history tells of these nouns, oldest first."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.team_id == TEAM).order_by(Event.event_id)  # type: ignore[arg-type]
        return [event for event in session.exec(query) if event.noun in nouns]


def said(event: Event) -> Told:
    """Who did what to which row, and what was different."""
    row, before, after = (event.details[name] for name in ("row", "before", "after"))
    return event.actor, event.verb, row, before, after


def department_id(stage: Stage, name: str) -> UUID:
    with stage.duly.database.read() as session:
        found = departments.named(session, TEAM, name)
        assert found
        return found.department_id


def customer_id(stage: Stage, name: str) -> UUID:
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, name)
        assert found
        return found.customer_id


def brings(stage: Stage, folder: Path, order: Order, text: str) -> None:
    """Import a file."""
    path = folder / f"{order.subject}.csv"
    path.write_text(text, encoding="utf-8")
    report = importing.run(
        stage.duly.database, TEAM, path, order, clock=lambda: stage.now,
        console=Console(quiet=True), folder=folder,
    )  # fmt: skip
    assert not report.tally.rejected
    stage.settle()


# --- set up in Slack ---


def test_who_decides_and_where_they_talk(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup")
    stage.fills_in(OMAR, ccos=[OMAR, SARA], executives=[NORA, PRIYA, TOM], channel="C0SALES")
    assert [said(event) for event in told(stage, "person", "workspace")] == [
        (OMAR, "changed", SARA, {"role": "member"}, {"role": "cco"}),
        (OMAR, "changed", VICTOR, {"role": "executive"}, {"role": "member"}),
        (OMAR, "changed", TOM, {"role": "member"}, {"role": "executive"}),
        (
            OMAR, "changed", TEAM,
            {"executive_channel_id": EXECUTIVES}, {"executive_channel_id": "C0SALES"},
        ),
    ]  # fmt: skip
    of_sara = told(stage, "person")[0]
    assert of_sara.department_id == department_id(stage, "Billing")
    assert (of_sara.happened_at, of_sara.number) == (stage.now, 0)


def test_a_department_its_people_and_its_words(stage: Stage) -> None:
    billing = department_id(stage, "Billing")
    stage.types(OMAR, "/cx setup department")
    stage.fills_in(
        OMAR, name="Legal", lead=GRACE, deputy=BEN, channel="C0SALES", people=[SARA, GRACE],
        words="contract", country="DE",
    )  # fmt: skip
    legal = department_id(stage, "Legal")
    [added] = told(stage, "department")
    assert said(added) == (
        OMAR, "added", str(legal), {},
        {
            "name": "Legal", "lead_id": GRACE, "deputy_id": BEN, "channel_id": "C0SALES",
            "days": [0, 1, 2, 3, 4], "opens": "09:00:00", "closes": "18:00:00", "country": "DE",
        },
    )  # fmt: skip
    assert added.department_id == legal
    [sara, grace] = told(stage, "person")
    assert said(sara) == (
        OMAR, "changed", SARA, {"department_id": str(billing)}, {"department_id": str(legal)},
    )  # fmt: skip
    assert (said(grace)[2], grace.department_id, sara.department_id) == (GRACE, legal, legal)
    [contract] = told(stage, "route")
    assert (contract.verb, contract.department_id) == ("added", legal)
    assert contract.details["after"] == {
        "field": "words", "pattern": "contract", "department_id": str(legal),
    }  # fmt: skip

    stage.types(OMAR, "/cx setup department Billing")
    stage.fills_in(OMAR, deputy=SARA, words="contract")
    [_, changed] = told(stage, "department")
    assert said(changed) == (
        OMAR, "changed", str(billing), {"deputy_id": LEE}, {"deputy_id": SARA},
    )  # fmt: skip
    [_, moved] = told(stage, "route")
    assert (said(moved)[2], moved.verb) == (said(contract)[2], "changed")
    assert said(moved)[3:] == ({"department_id": str(legal)}, {"department_id": str(billing)})


def test_a_customer(stage: Stage) -> None:
    acme = customer_id(stage, "Acme")
    stage.types(OMAR, "/cx setup customer Acme")
    stage.fills_in(OMAR, tier="Standard", value="500k", renewal="2027-04-01")
    stage.types(OMAR, "/cx setup customer Umbrella")
    stage.fills_in(OMAR, name="Umbrella")
    [changed, added] = told(stage, "customer")
    assert said(changed) == (
        OMAR, "changed", str(acme),
        {"tier": "key", "annual_value": 480_000, "renewal_on": "2027-03-01"},
        {"tier": "standard", "annual_value": 500_000, "renewal_on": "2027-04-01"},
    )  # fmt: skip
    assert (changed.customer_id, changed.tier) == (acme, "standard")
    assert said(added)[:4] == (OMAR, "added", str(customer_id(stage, "Umbrella")), {})
    assert added.details["after"] == {
        "name": "Umbrella", "tier": "standard", "annual_value": None, "renewal_on": None,
        "region": "", "product": "", "vertical": "", "owner_id": None, "sponsor_id": None,
        "came_on": None, "left_on": None, "cost_to_serve": None, "cost_on": None,
        "cost_source": "",
    }  # fmt: skip


def test_the_word_that_triage_teaches(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Parcel soaked")
    stage.clicks(OMAR, "Send to a department…", "I-1")
    stage.fills_in(OMAR, department="Logistics", words="soaked")
    [taught] = told(stage, "route")
    logistics = department_id(stage, "Logistics")
    assert (taught.actor, taught.verb, taught.department_id) == (OMAR, "added", logistics)
    assert taught.details["after"]["pattern"] == "soaked"


def test_what_is_saved_as_it_was_is_no_change(stage: Stage) -> None:
    for typed in ("setup", "setup department Billing", "setup customer Acme"):
        stage.types(OMAR, f"/cx {typed}")
        stage.fills_in(OMAR)
    assert told(stage, *NOUNS) == []


def test_the_rules_of_the_house(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        assert policy.change(session, stage.now, omar, {"snoozes": 1})
        assert not policy.change(session, stage.now, omar, {"snoozes": 1})
    [changed] = told(stage, "policy")
    assert (changed.actor, changed.verb, changed.number) == (OMAR, "changed", 1)
    assert changed.details["after"] == {"snoozes": 1}
    assert changed.details["before"].keys() == {"snoozes"}


# --- from files ---


def test_people_of_a_file(stage: Stage, tmp_path: Path) -> None:
    sales, billing = department_id(stage, "Sales"), department_id(stage, "Billing")
    text = "user,role,department,deputy\nsara,cco,,\ngrace,executive,Sales,tom\nmaria,,Billing,\n"
    brings(stage, tmp_path, Order(Subject.PEOPLE, by=NORA), text)
    [sara, grace] = told(stage, "person")
    assert said(sara) == (NORA, "changed", SARA, {"role": "member"}, {"role": "cco"})
    assert said(grace)[:3] == (NORA, "changed", GRACE)
    assert grace.details["after"] == {
        "role": "executive", "department_id": str(sales), "deputy_id": TOM,
    }  # fmt: skip
    assert grace.details["before"]["deputy_id"] is None
    assert (sara.department_id, grace.department_id) == (billing, sales)


def test_departments_and_customers_of_a_file(stage: Stage, tmp_path: Path) -> None:
    text = "name,lead,days,words\nBilling,,Mon-Thu,refund\nLegal,grace,,contract\nSales,,,\n"
    brings(stage, tmp_path, Order(Subject.DEPARTMENTS), text)
    [billing, legal] = told(stage, "department")
    assert said(billing)[3:] == ({"days": [0, 1, 2, 3, 4]}, {"days": [0, 1, 2, 3]})
    assert (billing.actor, legal.verb, legal.details["after"]["lead_id"]) == ("", "added", GRACE)
    assert [(each.verb, each.department_id) for each in told(stage, "route")] == [
        ("added", billing.department_id), ("added", legal.department_id),
    ]  # fmt: skip

    text = "name,tier,region\nAcme,strategic,EMEA\nUmbrella,key,\nGlobex,,\nAcme,key,\n"
    brings(stage, tmp_path, Order(Subject.CUSTOMERS), text)
    [acme, umbrella, again] = told(stage, "customer")
    assert said(acme)[3:] == (
        {"tier": "key", "region": ""}, {"tier": "strategic", "region": "EMEA"},
    )  # fmt: skip
    assert (umbrella.verb, umbrella.tier) == ("added", "key")
    assert umbrella.customer_id == customer_id(stage, "Umbrella")
    assert said(again)[3:] == ({"tier": "strategic"}, {"tier": "key"})


def test_the_rules_that_a_file_brings(stage: Stage, tmp_path: Path) -> None:
    for department in ("Billing", "Billing", "Sales"):
        order = Order(Subject.ISSUES, routes=[f"Product=card:{department}"], by=OMAR)
        brings(stage, tmp_path, order, f"title,Product\nA {department},Card\n")
    [added, moved] = told(stage, "route")
    assert said(added)[3:] == (
        {},
        {
            "field": "Product", "pattern": "card",
            "department_id": str(department_id(stage, "Billing")),
        },
    )  # fmt: skip
    assert (moved.actor, moved.verb, moved.department_id) == (
        OMAR, "changed", department_id(stage, "Sales"),
    )  # fmt: skip
    imported = told(stage, "import")
    assert [(each.actor, each.details["added"]) for each in imported] == [(OMAR, 1)] * 2


# --- from Slack's directory ---


def of(stage: Stage, user_id: str) -> Profile:
    """Somebody as Slack's directory shows them."""
    answer = stage.duly.slack.users_info(user=user_id)
    return profile(answer["user"], TEAM)


def test_who_leaves_comes_back_or_becomes_a_guest(stage: Stage) -> None:
    sara = of(stage, SARA)
    steps = [
        replace(sara, gone=True),
        replace(sara, gone=True, name="Somebody"),
        replace(sara, title="Head of refunds", zone="Asia/Tokyo", is_admin=True),
        replace(sara, standing=Standing.GUEST),
    ]
    for step in steps:
        with stage.duly.database.write() as session:
            assert directory.remember(session, stage.now, TEAM, [step, of(stage, TOM)])
    guest = {"standing": "guest"}
    assert [said(event) for event in told(stage, *NOUNS)] == [
        ("", "changed", SARA, {"gone": False}, {"gone": True}),
        ("", "changed", SARA, {"gone": True}, {"gone": False}),
        ("", "changed", SARA, {"standing": "member"}, guest),
    ]
    assert {each.department_id for each in told(stage, "person")} == {
        department_id(stage, "Billing")
    }


def test_who_is_met_for_the_first_time_is_no_change(stage: Stage) -> None:
    known = of(stage, SARA)
    with stage.duly.database.write() as session:
        people.meet(session, TEAM, "U0NEW")
    for user_id in ("U0NEW", "U0OTHER"):
        with stage.duly.database.write() as session:
            met = replace(known, user_id=user_id, email="", gone=True)
            assert directory.remember(session, stage.now, TEAM, [met]) == 1
    assert told(stage, *NOUNS) == []


def at_once(database: Database, first: Change, second: Change) -> None:
    """Two change something; the second waits for the first."""
    begun = threading.Event()

    def follow() -> None:
        with database.write() as session:
            begun.set()
            second(session)

    thread = threading.Thread(target=follow)
    with database.write() as session:
        first(session)
        session.flush()
        thread.start()
        begun.wait(5)
        thread.join(0.2)
        assert thread.is_alive(), "the second waits for the first"
    thread.join(5)


@only_postgresql
def test_who_leaves_is_told_once_though_two_copy_the_directory(database: Database) -> None:
    def leave(session: Session) -> None:
        directory.remember(session, MONDAY, TEAM, [Profile(SARA, "sara", "Sara Novak", gone=True)])

    at_once(database, leave, leave)
    with database.read() as session:
        [event] = session.exec(select(Event)).all()
    assert (event.noun, event.details["after"]) == ("person", {"gone": True})


@only_postgresql
def test_of_two_who_teach_one_word_the_second_changes_what_the_first_said(
    database: Database,
) -> None:
    def teach(name: str) -> Change:
        def to(session: Session) -> None:
            department = departments.named(session, TEAM, name)
            assert department
            routing.teach(session, MONDAY, OMAR, department, routing.WORDS, "refund")

        return to

    with database.write() as session:
        teach("Billing")(session)
    at_once(database, teach("Sales"), teach("Support"))
    with database.read() as session:
        assert replay.rows_told_otherwise(session, TEAM) == []
        events = session.exec(select(Event).where(Event.noun == "route")).all()
    assert len(events) == 3


# --- what it is for ---


@pytest.mark.parametrize("role", [Role.CCO, Role.EXECUTIVE])
def test_how_somebody_stood_can_be_told_from_then_on(stage: Stage, role: Role) -> None:
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        before = records.facts_of(sara)
        assert not records.changed(session, stage.now, OMAR, sara, before)
        sara.role, sara.away_until = role, stage.now
        assert records.changed(session, stage.now, OMAR, sara, before)
    [changed] = told(stage, "person")
    assert changed.details["after"] == {"role": role, "away_until": stage.now.isoformat()}
