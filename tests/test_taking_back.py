"""An import of people, customers or departments is taken back as far as nobody builds on it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from bot import importing
from bot.bringing import ImportUndone
from handlers.front.imports import Subject, cards
from handlers.people import records
from handlers.speech.file_errors import NotToUndo
from storage import customers, departments, people
from storage.aims import Aim
from storage.assessments import Assessment
from storage.columns import new_id
from storage.customers import Customer, Tier
from storage.database import Database
from storage.departments import Department, Route
from storage.history import Event
from storage.imported_records import (
    OF_CUSTOMERS,
    OF_DEPARTMENTS,
    DepartmentUse,
    ImportedRecord,
)
from storage.imports import Import
from storage.people import Person, Role
from storage.tables import metadata
from storage.waits import Wait
from tests import cast
from tests.importer import NOW, Importer, rows_of

LATER = NOW + timedelta(minutes=9)


def undo(bring: Importer, number: int) -> ImportUndone:
    return importing.undo(bring.database, cast.TEAM, number, "omar", clock=lambda: LATER)


def customer(database: Database, name: str) -> Customer | None:
    with database.read() as session:
        return customers.named(session, cast.TEAM, name)


def department(database: Database, name: str) -> Department | None:
    with database.read() as session:
        return departments.named(session, cast.TEAM, name)


def person(database: Database, user_id: str) -> Person:
    with database.read() as session:
        found = people.find(session, cast.TEAM, user_id)
    assert found is not None
    return found


def everything(database: Database) -> list[object]:
    """People, customers, departments and rules, as far as history tells of them."""
    with database.read() as session:
        rows = [
            row
            for table in (Person, Customer, Department, Route)
            for row in session.exec(select(table)).all()
        ]
        return sorted((records.id_of(row), repr(records.facts_of(row))) for row in rows)


FILES = {
    Subject.CUSTOMERS: "name,tier,annual_value,renewal,region\nAcme,standard,7,2028-01-02,EU\n"
    "Umbrella,key,9,2028-01-02,US\nUmbrella,,12,,\n",
    Subject.PEOPLE: "user,role,department,deputy\nsara,cco,Support,tom\nlee,executive,,\n"
    "lee,,Support,\n",
    Subject.DEPARTMENTS: "name,lead,deputy,days,opens,closes,country,words\n"
    "Legal,sara,lee,0-3,8:00,16:00,DE,contract;lawyer\n"
    "Billing,sara,tom,Mon-Thu,18:30,19:30,US,refund\nLegal,tom,,,,,,\n",
}


@pytest.mark.parametrize("subject", FILES)
def test_what_a_file_brought_or_changed_is_as_before_and_can_come_in_again(
    bring: Importer, subject: Subject
) -> None:
    before = everything(bring.database)
    brought = bring(subject, FILES[subject]).tally
    after = everything(bring.database)
    assert (brought.refused, after == before) == (0, False)

    done = undo(bring, 1)

    assert (done.taken_back, done.kept, done.reasons) == (brought.added + brought.updated, (), ())
    assert everything(bring.database) == before
    assert undo(bring, 1).reasons == ()
    assert everything(bring.database) == before
    again = bring(subject, FILES[subject]).tally
    assert (again.added, again.updated) == (brought.added, brought.updated)


def test_a_field_that_somebody_changed_since_stays_and_the_others_go_back(bring: Importer) -> None:
    bring(Subject.CUSTOMERS, "name,tier,region\nAcme,standard,EU\nUmbrella,key,US\n")
    bring(Subject.CUSTOMERS, "name,tier,region\nAcme,beachhead,\nUmbrella,,UK\n")

    done = undo(bring, 1)

    acme, umbrella = customer(bring.database, "Acme"), customer(bring.database, "Umbrella")
    assert acme is not None
    assert umbrella is not None
    assert (acme.tier, acme.region) == (Tier.BEACHHEAD, "")
    assert umbrella.region == "UK"
    assert (done.taken_back, set(done.reasons)) == (
        1,
        {
            "Acme: tier was changed since, and so stays as it is.",
            "Umbrella: region was changed since, and so stays as it is.",
        },
    )
    assert undo(bring, 2).reasons == ()
    assert undo(bring, 1).reasons == ()
    acme = customer(bring.database, "Acme")
    assert acme is not None
    assert acme.tier == Tier.KEY
    assert customer(bring.database, "Umbrella") is None


def test_a_customer_for_whom_something_was_ever_promised_stays(bring: Importer) -> None:
    bring(Subject.CUSTOMERS, "name\nUmbrella\nWayne\n")
    bring(Subject.TASKS, "title,owner,customer,state,opened\nCall,tom,Umbrella,done,2026-11-02\n")

    done = undo(bring, 1)

    assert done.taken_back == 1
    assert done.reasons == (f"Umbrella: {cards.has_items()}",)
    assert customer(bring.database, "Umbrella") is not None
    assert customer(bring.database, "Wayne") is None


def test_a_customer_for_whom_something_waited_stays(bring: Importer) -> None:
    """Though it is another's by now: its days are charged to them."""
    bring(Subject.CUSTOMERS, "name\nUmbrella\n")
    umbrella = customer(bring.database, "Umbrella")
    assert umbrella
    with bring.database.write() as session:
        session.add(
            Wait(
                team_id=cast.TEAM, noun="task", number=1, ask_id=new_id(), reason="They sign first",
                customer_id=umbrella.customer_id, began_at=NOW, began_by=cast.SARA, until=NOW,
                was_due_at=NOW, ended_at=NOW, days=1,
            )
        )  # fmt: skip
    assert undo(bring, 1).reasons == (
        "Umbrella: It stays, as something here is for it or about it, such as a task or an issue.",
    )
    assert customer(bring.database, "Umbrella") is not None


def test_whatever_names_a_customer_or_a_department_keeps_it() -> None:
    """A new table is asked as well, unless its rows go with others."""
    named = {table.__tablename__ for table in OF_CUSTOMERS}
    # What was sold is looked at by itself: a sale that is only begun holds nobody.
    beside = {
        "sales",
        "customers",
        "contacts",
        "history",
        "judgements",
        "said_years",
        "waiting_answers",
    }
    assert _with("customer_id") == named | beside
    using = {table.__tablename__ for _, table in OF_DEPARTMENTS}
    told = {"history", "judgements", "disputes", "frozen_scores", "digests", "nothing_looks"}
    theirs = {"departments", "area_tasks", "asks", "noes"}
    assert _with("department_id") == using | told | theirs
    for use in DepartmentUse:
        assert cards.has_uses([use]).startswith("It stays, as ")


def _with(column: str) -> set[str]:
    return {table.name for table in metadata.tables.values() if column in table.columns}


def test_a_department_that_looked_at_itself_stays_and_so_does_one_with_an_outcome(
    bring: Importer,
) -> None:
    bring(Subject.DEPARTMENTS, "name\nLegal\nFleet\n")
    legal, fleet = (department(bring.database, name) for name in ("Legal", "Fleet"))
    assert legal
    assert fleet
    with bring.database.write() as session:
        session.add(
            Assessment(
                team_id=cast.TEAM, number=1, title="Legal", created_at=NOW,
                department_id=legal.department_id,
            )
        )  # fmt: skip
    head = "title,counted_as,baseline,target,owner,quarter,department\n"
    line = "A parcel comes on its day,share of all,58 %,90 %,grace,2027-Q1,Fleet\n"
    assert bring(Subject.OUTCOMES, head + line, by="omar").tally.added == 1
    assert set(undo(bring, 1).reasons) == {
        "Legal: It stays, as it looked at how it deals with customers.",
        "Fleet: It stays, as an outcome for customers is its own.",
    }


def test_a_customer_of_whom_it_is_asked_what_they_should_be_able_to_do_stays(
    bring: Importer,
) -> None:
    bring(Subject.CUSTOMERS, "name\nUmbrella\n")
    umbrella = customer(bring.database, "Umbrella")
    assert umbrella
    with bring.database.write() as session:
        session.add(
            Aim(
                team_id=cast.TEAM, number=1, title="Umbrella", created_at=NOW, year=2027,
                customer_id=umbrella.customer_id,
            )
        )  # fmt: skip
    assert undo(bring, 1).reasons == (f"Umbrella: {cards.has_items()}",)
    assert customer(bring.database, "Umbrella") is not None


@pytest.mark.parametrize(
    ("subject", "text", "why"),
    [
        (Subject.PEOPLE, "user,department\nsara,Legal\n", "people are with it"),
        (Subject.ISSUES, "title,department\nLate,Legal\n", "tasks or issues were given to it"),
        (
            Subject.TASKS,
            "title,owner,department,opened,closed,state\nA,tom,Legal,2026-11-02,2026-11-03,done\n",
            "tasks or issues were given to it",
        ),
        (
            Subject.TASKS,
            "title,owner,department,due\nA,tom,Legal,2026-12-03\n",
            "tasks or issues were given to it",
        ),
    ],
)
def test_a_department_that_somebody_uses_stays(
    bring: Importer, subject: Subject, text: str, why: str
) -> None:
    bring(Subject.DEPARTMENTS, "name,lead,words\nLegal,maria,contract\n")
    assert bring(subject, text).tally.refused == 0

    done = undo(bring, 1)

    assert done.reasons == (f"Legal: It stays, as {why}.",)
    assert (done.taken_back, rows_of(bring.database, Route)) == (0, [])
    assert department(bring.database, "Legal") is not None


def test_a_company_goes_back_from_its_people_to_its_departments(bring: Importer) -> None:
    before = everything(bring.database)
    bring(Subject.DEPARTMENTS, "name,lead\nLegal,maria\n")
    bring(Subject.PEOPLE, "user,department\nsara,Legal\n")
    assert (undo(bring, 2).reasons, undo(bring, 1).reasons) == ((), ())
    assert everything(bring.database) == before


def test_the_last_who_looks_after_customers_stays_it(bring: Importer) -> None:
    bring(Subject.PEOPLE, "user,role\nsara,cco\n")
    bring(Subject.PEOPLE, "user,role\nomar,member\n")

    assert undo(bring, 1).taken_back == 0

    with bring.database.read() as session:
        holders = [each.user_id for each in people.with_role(session, cast.TEAM, Role.CCO)]
    assert holders == [cast.SARA]


def test_a_department_that_is_gone_takes_nobody_back(bring: Importer) -> None:
    bring(Subject.DEPARTMENTS, "name\nLegal\n")
    bring(Subject.PEOPLE, "user,department\nsara,Legal\n")
    bring(Subject.PEOPLE, "user,department\nsara,Support\n")
    assert undo(bring, 1).taken_back == 1

    done = undo(bring, 3)

    support = department(bring.database, "Support")
    assert support is not None
    assert person(bring.database, cast.SARA).department_id == support.department_id
    assert done.reasons == (
        "Sara Novak: The department from before is gone, so the one of now stays.",
    )


def test_what_goes_is_written_down_with_how_it_stood(bring: Importer) -> None:
    bring(Subject.CUSTOMERS, "name,tier\nUmbrella,key\n")
    made = customer(bring.database, "Umbrella")
    assert made is not None
    undo(bring, 1)
    [gone] = [each for each in rows_of(bring.database, Event) if each.verb == "removed"]
    assert (gone.noun, gone.actor, UUID(gone.details["row"])) == (
        "customer", cast.OMAR, made.customer_id,
    )  # fmt: skip
    assert gone.details["before"]["tier"] == "key"


def test_what_came_in_before_changes_were_kept_is_not_guessed_at(bring: Importer) -> None:
    bring(Subject.CUSTOMERS, "name\nUmbrella\n")
    with bring.database.write() as session:
        for each in session.exec(select(ImportedRecord)).all():
            session.delete(each)
    with pytest.raises(NotToUndo, match="When import 1 brought customers, Duly did not keep"):
        undo(bring, 1)
    assert customer(bring.database, "Umbrella") is not None
    assert [run.undone_at for run in rows_of(bring.database, Import)] == [None]
