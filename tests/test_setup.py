"""Duly is set up by plain functions, which say all that is wrong at once and who may."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from handlers.front import setup
from handlers.front.setup import CompanySaid, CustomerSaid, DepartmentSaid
from handlers.speech.errors import StaleForm, WrongFields
from handlers.speech.people_errors import NotYours
from storage import departments, people
from storage.columns import new_id
from storage.customers import Customer
from storage.database import Database
from storage.history import Event
from storage.people import Person, Role
from tests.cast import BOT, EXECUTIVES, GRACE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def known(session: Session, user_id: str) -> Person:
    found = people.find(session, TEAM, user_id)
    assert found
    return found


def test_all_that_needs_another_look_is_said_at_once_and_nothing_is_changed(
    database: Database,
) -> None:
    wrong = DepartmentSaid(
        name="Billing", lead=OMAR, deputy=BOT, channel="#sales", people=["U0NOBODY"], country="XX"
    )
    with pytest.raises(WrongFields) as refusal, database.write() as session:
        setup.save_department(session, MONDAY, known(session, OMAR), wrong)
    errors = refusal.value.errors
    assert errors.keys() == {"name", "lead", "deputy", "channel", "people", "country"}
    assert all(words in refusal.value.message for words in errors.values())
    with database.read() as session:
        assert len(departments.everyone(session, TEAM)) == 5
        assert session.exec(select(Event)).all() == []


def test_what_is_said_is_saved_and_given_back(database: Database) -> None:
    with database.write() as session:
        omar = known(session, OMAR)
        legal = setup.save_department(
            session, MONDAY, omar, DepartmentSaid("Legal", GRACE, people=[SARA], words="a, b")
        ).department_id
        changed = DepartmentSaid("Law", GRACE)
        again = setup.save_department(session, MONDAY, omar, changed, legal)
        assert again.department_id == legal
        customer = setup.save_customer(session, MONDAY, omar, CustomerSaid("Umbrella", value="1k"))
        umbrella = customer.customer_id
        workspace = setup.save_company(session, MONDAY, omar, CompanySaid([OMAR], [NORA]))
    with database.read() as session:
        team = setup.department(session, known(session, OMAR), "law")
        assert team
        assert (team.department.department_id, team.department.name) == (legal, "Law")
        assert (set(team.members), team.words) == ({GRACE, SARA}, ["a", "b"])
        kept = setup.customer(session, known(session, OMAR), "umbrella")
        assert kept
        assert (kept.customer_id, kept.annual_value, kept.tier) == (umbrella, 1000, "standard")
        company = setup.company(session, known(session, OMAR))
        assert company == setup.Offices([OMAR], [NORA], EXECUTIVES)
        assert workspace.executive_channel_id == EXECUTIVES


@pytest.mark.parametrize("user_id", [MARIA, NORA])
def test_nobody_else_may_look_or_change(database: Database, user_id: str) -> None:
    with database.write() as session:
        person = known(session, user_id)
        for tried in (
            lambda: setup.company(session, person),
            lambda: setup.department(session, person, "Billing"),
            lambda: setup.customer(session, person, "Acme"),
            lambda: setup.save_company(session, MONDAY, person, CompanySaid([user_id])),
            lambda: setup.save_department(session, MONDAY, person, DepartmentSaid("X", SARA)),
            lambda: setup.save_customer(session, MONDAY, person, CustomerSaid("X")),
        ):
            with pytest.raises(NotYours):
                tried()
        assert session.exec(select(Event)).all() == []


def test_what_is_gone_meanwhile_is_not_made_anew(database: Database) -> None:
    with database.write() as session:
        omar = known(session, OMAR)
        with pytest.raises(StaleForm):
            setup.save_department(session, MONDAY, omar, DepartmentSaid("X", SARA), new_id())
        with pytest.raises(StaleForm):
            setup.save_customer(session, MONDAY, omar, CustomerSaid("X"), new_id())
        assert session.exec(select(Event)).all() == []


@only_postgresql
def test_who_comes_second_may_not_be_allowed_to_any_more(database: Database) -> None:
    with database.write() as session:
        omar = known(session, OMAR)
        with database.write() as first:
            setup.save_company(first, MONDAY, known(first, OMAR), CompanySaid([SARA]))
        assert omar.role == Role.CCO, "as it was read"
        with pytest.raises(NotYours):
            setup.save_customer(session, MONDAY, omar, CustomerSaid("Umbrella"))
        assert session.exec(select(Customer).where(Customer.name == "Umbrella")).all() == []


@only_postgresql
def test_who_comes_second_changes_what_the_first_has_made(database: Database) -> None:
    with database.write() as session:
        omar = known(session, OMAR)
        billing = departments.named(session, TEAM, "Billing")
        assert billing
        said = DepartmentSaid("Billing", GRACE, channel="C0BILLING")
        with database.write() as first:
            setup.save_department(first, MONDAY, known(first, OMAR), said, billing.department_id)
        setup.save_department(session, MONDAY, omar, said, billing.department_id)
    with database.read() as session:
        told = session.exec(select(Event).where(Event.noun == "department")).all()
    assert [event.details["after"] for event in told] == [{"lead_id": GRACE, "deputy_id": None}]
