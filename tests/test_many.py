"""However many things are asked about at once, each database takes the question."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from storage import asks, customers, departments, imports, nudges, people
from storage.asks import Ask
from storage.columns import new_id
from storage.customers import Customer
from storage.database import Database
from storage.imports import ImportedRow
from storage.nudges import Nudge, Part
from tests import cast
from tests.plans import MOST_PARAMETERS, Plans

TEAM = cast.TEAM
MANY = 70_000
"""More than PostgreSQL takes as parameters (65,535), and than SQLite does (32,766)."""


def test_people_are_found_by_any_number_of_ids(database: Database) -> None:
    wanted = [*(f"U9{number}" for number in range(MANY)), cast.SARA, "é'\"\\", cast.SARA]
    with database.read() as session:
        assert list(people.by_id(session, TEAM, wanted)) == [cast.SARA]
        assert people.by_id(session, TEAM, []) == {}
        assert people.by_id(session, "T0OTHER", wanted) == {}


def test_customers_are_read_at_once_whether_they_are_held_already_or_not(
    database: Database,
) -> None:
    with database.read() as session:
        ids = session.exec(select(Customer.customer_id).where(Customer.team_id == TEAM)).all()
    with database.read() as session:
        held = customers.find(session, TEAM, ids[0])
        found = customers.read(session, TEAM, [new_id(), *ids, ids[0]])
        assert held in found
        assert sorted(each.customer_id for each in found) == sorted(ids)
        assert len(customers.read(session, TEAM, ids)) == len(ids), "all of them are held by now"
        assert customers.read(session, TEAM, []) == []


def test_departments_and_customers_are_found_by_any_number_of_names(database: Database) -> None:
    others = [f"{number}'é\"\\" for number in range(MANY)]
    with database.read() as session:
        for room, known in ((departments, "billing"), (customers, "acme")):
            found = room.called(session, TEAM, [*others, known, known])
            assert {key: each.key for key, each in found.items()} == {known: known}
            assert room.called(session, TEAM, []) == {}
            assert room.called(session, "T0OTHER", [known]) == {}


def test_a_name_without_its_accents_is_found_where_it_means_one_alone(database: Database) -> None:
    with database.write() as session:
        [found] = customers.called(session, TEAM, ["corner cafe", "corner"]).values()
        assert found.name == "Corner Café"
        session.add(Customer(team_id=TEAM, name="Corner Cafè", key="corner cafè"))
        session.flush()
        assert customers.called(session, TEAM, ["corner cafe"]) == {}, "either may be meant"
        session.add(Customer(team_id=TEAM, name="Corner Cafe", key="corner cafe"))
        session.flush()
        exact = customers.called(session, TEAM, ["corner cafe", "corner café"])
        assert {key: each.name for key, each in exact.items()} == {
            "corner cafe": "Corner Cafe", "corner café": "Corner Café",
        }  # fmt: skip


def test_imported_rows_are_known_among_any_number(database: Database) -> None:
    row = ImportedRow(team_id=TEAM, noun="issue", key="zendesk/7", number=3, import_number=1)
    with database.write() as session:
        imports.remember(session, [row])
    with database.read() as session:
        keys = [f"zendesk/{n}" for n in range(MANY)]
        assert [each.number for each in imports.known(session, TEAM, "issue", keys).values()] == [3]


def test_asks_are_held_and_their_reminders_cancelled_among_any_number(database: Database) -> None:
    others = [new_id() for _ in range(MANY)]
    with database.write() as session:
        mine, untouched = _ask(session, 1), _ask(session, 2)
    with database.write() as session:
        assert [each.ask_id for each in asks.hold(session, TEAM, [*others, mine])] == [mine]
        nudges.cancel_all(session, TEAM, [*others, mine])
    with database.read() as session:
        left = [each.ask_id for each in session.exec(select(Nudge))]
    assert left == [untouched]


def _ask(session: Session, number: int) -> UUID:
    ask = Ask(
        team_id=TEAM, kind="finish", noun="task", number=number, person_id=cast.SARA,
        opened_at=cast.MONDAY, due_at=cast.MONDAY,
    )  # fmt: skip
    session.add(ask)
    session.add(
        Nudge(
            team_id=TEAM, ask_id=ask.ask_id, person_id=cast.SARA, part=Part.OWES, rung=1,
            due_at=cast.MONDAY,
        )
    )  # fmt: skip
    session.flush()
    return ask.ask_id


def test_a_question_with_a_parameter_for_each_of_a_list_is_heard(
    database: Database, plans: Plans
) -> None:
    """Both are asked by a handler, made up here: by a list, and past SQLAlchemy."""
    asked = (
        "def look(session, ids): session.exec(select(Person).where(Person.user_id.in_(ids)))\n"
        "def count(session, words, given): session.connection().exec_driver_sql(words, given)"
    )
    handler = {"__name__": "handlers.curious", "select": people.select, "Person": people.Person}
    exec(asked, handler)  # noqa: S102
    marks = ", ".join(["?" if database.is_sqlite else "%s"] * (MOST_PARAMETERS + 1))
    with database.read() as session:
        handler["look"](session, ["U1"])
        words = f"SELECT 1 FROM people WHERE handle IN ({marks})"  # noqa: S608
        handler["count"](session, words, tuple("a" * (MOST_PARAMETERS + 1)))
    heard, plans.complaints = plans.complaints, []
    assert sum("A parameter for each of a list" in each for each in heard) == 2
