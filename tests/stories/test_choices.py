"""People choose customers and departments by name, however many there are and however long."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot import routes
from bot.practice.slack import limits
from handlers.promises import traces
from handlers.promises.causes import cards as cause_cards
from handlers.promises.handoffs import cards as handoff_cards
from handlers.promises.issues import cards as issue_cards
from handlers.promises.lists import Listing, ordering
from handlers.promises.lists import cards as list_cards
from handlers.promises.lists.filters import Filter, Sorting
from handlers.promises.tasks import cards as task_cards
from handlers.speech import blocks, paging
from handlers.speech.errors import WrongFields
from handlers.speech.request import Options, Request, UpdateForm
from storage import customers, departments, people
from storage.causes import Cause
from storage.customers import Customer
from storage.database import Database
from storage.departments import Department, key_of
from storage.history import Event
from storage.issues import Issue
from storage.names import search_key
from storage.people import Person, Standing
from storage.tasks import Task
from tests.cast import BOT, GRACE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

pytestmark = pytest.mark.both

ELSEWHERE = "019ad3a0-0000-7000-8000-000000000000"
"""The id of a row of another workspace."""
LONG = "The Very Honourable Company of Merchants Trading into " + "Far " * 35 + "Lands"
LETTERS = "Ä" * 70 + "🏳️‍🌈" * 20 + "& Söhne"


@pytest.fixture
def crowded(stage: Stage) -> Stage:
    """150 customers and 115 departments more: either is more than a list takes."""
    with stage.duly.database.write() as session:
        add_customers(session, *(f"Customer {number}" for number in range(150)))
        silos = [f"Silo {number}" for number in range(115)]
        session.add_all(
            Department(team_id=TEAM, name=name, key=key_of(name), lead_id=MARIA) for name in silos
        )
    return stage


def add_customers(session: Session, *names: str) -> None:
    session.add_all(Customer(team_id=TEAM, name=name, key=key_of(name)) for name in names)


def field(stage: Stage, user: str, name: str) -> dict[str, object]:
    view = stage.workspace.view(user)
    assert view is not None
    element: dict[str, object] = next(
        block["element"] for block in view.blocks if block.get("block_id") == name
    )
    return element


def only_task(stage: Stage) -> tuple[str | None, str | None]:
    """The customer and the department of the one task there is."""
    with stage.duly.database.read() as session:
        task = session.exec(select(Task)).one()
        customer = customers.find(session, TEAM, task.customer_id)
        department = departments.find(session, TEAM, task.department_id)
        return customer.name if customer else None, department.name if department else None


def test_what_was_typed_is_chosen_in_the_form_however_long_the_lists_are(crowded: Stage) -> None:
    crowded.types(OMAR, "/cx task Call them to @sara for Customer 149 in Silo 109")
    assert field(crowded, OMAR, "customer")["initial_option"]["text"]["text"] == "Customer 149"  # type: ignore[index]
    crowded.fills_in(OMAR, date="2026-11-27")
    assert only_task(crowded) == ("Customer 149", "Silo 109")
    assert len(crowded.reads(SARA)) == 1


def test_every_choice_can_be_reached_by_any_part_of_its_name(crowded: Stage) -> None:
    with crowded.duly.database.write() as session:
        add_customers(session, "Møller & Søn A/S", "100 % Café_Bar", "STRASSE O’Neill")
    crowded.types(OMAR, "/cx task")
    for number in range(150):
        assert f"Customer {number}" in crowded.finds(OMAR, "customer", f"customer {number}")
    assert len(crowded.finds(OMAR, "customer")) == 100, "the first hundred before anything is typed"
    for typed, name in (
        ("moller", "Møller & Søn A/S"), ("SØN", "Møller & Søn A/S"), ("& son", "Møller & Søn A/S"),
        ("%", "100 % Café_Bar"), ("fe_b", "100 % Café_Bar"), ("CAFE", "100 % Café_Bar"),
        ("straße", "STRASSE O’Neill"), ("o'neill", "STRASSE O’Neill"),
        ("neill strasse", "STRASSE O’Neill"),
    ):  # fmt: skip
        assert name in crowded.finds(OMAR, "customer", typed), typed
    assert list(crowded.finds(OMAR, "customer", "cafe")) == ["100 % Café_Bar", "Corner Café"]
    assert list(crowded.finds(OMAR, "department", "silo 114")) == ["Silo 114"]
    assert next(iter(crowded.finds(OMAR, "department", "log"))) == "Logistics"


def test_whatever_is_typed_into_a_menu_finds_nothing_or_what_has_it(crowded: Stage) -> None:
    crowded.types(OMAR, "/cx issue")
    for typed in (
        "x" * 10_000, "% " * 5_000, "_", "'; DROP TABLE customers; --", "\x00", "\ud800", "\\",
        "🏳️‍🌈",
    ):  # fmt: skip
        found = crowded.finds(OMAR, "customer", typed)
        assert len(found) <= 100
        assert all(search_key(typed) in search_key(label) for label in found), typed[:20]


@pytest.mark.parametrize(
    ("who", "facts", "is_stranger"),
    [
        ("U0NOBODY", {}, False),
        (BOT, {}, False),
        (GRACE, {}, True),
        (GRACE, {"gone": True}, False),
        (GRACE, {"standing": Standing.GUEST}, False),
        (GRACE, {"standing": Standing.STRANGER}, False),
    ],
)
def test_only_who_is_here_reads_names(
    database: Database, who: str, facts: dict[str, object], is_stranger: bool
) -> None:
    request = Request(
        team_id=TEAM, user_id=who, verb="customer", key="k", text="acme",
        stranger=is_stranger,
    )  # fmt: skip
    with database.write() as session:
        for person in people.by_id(session, TEAM, [who]).values():
            for name, value in facts.items():
                setattr(person, name, value)
        for find in routes.CHOICES.values():
            assert find(request, session, MONDAY) == Options([])
        assert people.find(session, TEAM, "U0NOBODY") is None, "looking makes nobody known"


@pytest.mark.parametrize("name", [LONG, LETTERS])
def test_a_long_name_breaks_no_form_and_can_be_chosen(stage: Stage, name: str) -> None:
    with stage.duly.database.write() as session:
        add_customers(session, name)
    stage.types(OMAR, f"/cx task Call them to @sara for {name}")
    stage.fills_in(OMAR, date="2026-11-27")
    assert only_task(stage) == (name, "Billing")
    stage.types(GRACE, "/cx issue")
    [label] = [label for label in stage.finds(GRACE, "customer") if label[:30] == name[:30]]
    confirmation = stage.fills_in(
        GRACE, title="Late again", customer=label, severity="Severity 3, friction"
    )
    assert "Noted" in confirmation


def test_words_that_name_nothing_are_said_above_the_form_that_opens(crowded: Stage) -> None:
    crowded.types(OMAR, "/cx task Call them to @nobody for Acmee in Biling")
    form = crowded.sees_form(OMAR)
    assert "I don't know a person called “@nobody”." in form
    assert "I don't know a customer called “Acmee”. Did you mean Acme?" in form
    assert "I don't know a department called “Biling”. Did you mean Billing?" in form


FORGED = (ELSEWHERE, "Acme", "9" * 3000, "<!channel>", "{0}", "T-1")
TASK = {"title": "Call them", "owner": SARA, "date": "2026-11-27"}


@pytest.mark.parametrize(
    ("form", "value", "filled", "field"),
    [
        ("task.send", "", TASK, "customer"),
        ("task.send", "", TASK, "department"),
        ("issue.send", "", {"title": "Late again"}, "customer"),
        ("issue.send", "", {"title": "Late again"}, "department"),
        ("issue.route.send", "I-1", {"words": "soap"}, "department"),
        ("item.handoff.send", "T-1", {"reason": "They know it"}, "department"),
    ],
)
def test_an_id_of_nothing_here_gets_a_sentence_under_its_field(
    database: Database, form: str, value: str, filled: dict[str, str], field: str
) -> None:
    """A form may be older than the list it shows, and a payload may be forged."""
    with database.write() as session:
        session.add(Customer(team_id="T0OTHER", customer_id=UUID(ELSEWHERE), name="X", key="x"))
        session.add(Department(team_id="T0OTHER", department_id=UUID(ELSEWHERE), name="X", key="x"))
        billing = departments.named(session, TEAM, "Billing")
        assert billing is not None
        given = {"created_by": OMAR, "created_at": MONDAY, "team_id": TEAM, "number": 1}
        session.add(Issue(title="Soap", **given))
        session.add(Task(title="A", owner_id=SARA, department_id=billing.department_id, **given))
    for chosen in FORGED:
        request = Request(
            team_id=TEAM, user_id=OMAR, verb=form, key="k", value=value,
            fields={**filled, field: chosen},
        )  # fmt: skip
        with database.write() as session:
            before = len(session.exec(select(Event)).all())
            with pytest.raises(WrongFields) as refusal:
                routes.FORMS[form](request, session, MONDAY)
            noun = "customer" if field == "customer" else "department"
            sentence = f"That {noun} is not on the list any more. Please choose again."
            assert refusal.value.errors == {field: sentence}, chosen
            assert len(session.exec(select(Event)).all()) == before
            assert departments.routes(session, TEAM) == []


def test_an_issue_and_a_hand_over_reach_a_department_that_was_found_by_typing(
    crowded: Stage,
) -> None:
    crowded.types(GRACE, "/cx issue The coffee tastes of soap")
    crowded.clicks(OMAR, "Send to a department…", "I-1")
    crowded.fills_in(OMAR, department="Silo 77")
    crowded.clicks(MARIA, "Not mine…", "I-1")
    crowded.fills_in(MARIA, department="Logistics", reason="They make the coffee")
    crowded.clicks(TOM, "Take it over", "I-1")
    with crowded.duly.database.read() as session:
        issue = session.exec(select(Issue)).one()
        assert issue.owner_id == TOM
        department = departments.find(session, TEAM, issue.department_id)
        assert department is not None
        assert department.name == "Logistics"


def test_every_field_that_is_searched_has_somebody_who_finds() -> None:
    searched = blocks.Choices({}, is_searched=True)
    forms = [
        task_cards.form(
            customers=searched,
            departments=searched,
            seen_by=blocks.divider(),
            moves=traces.question(searched),
        ),
        issue_cards.form(
            customers=searched,
            departments=searched,
            also=searched,
            concerned_by=searched,
            title="",
            story="",
            severity="3",
            seen_by=blocks.divider(),
            unread=(),
            felt="",
        ),
        issue_cards.route_form(Issue(team_id=TEAM, number=1, title="A"), searched),
        handoff_cards.handoff_form(Task(team_id=TEAM, number=1, title="A"), searched, SARA),
        cause_cards.join_form(Cause(team_id=TEAM, number=1, words="A", key="a")),
    ]
    listing = Listing(Filter(), 0, [], {}, ordering.cut([], Sorting.URGENT))
    forms.append(list_cards.view(listing, Person(team_id=TEAM, user_id=SARA), MONDAY))
    names = [
        element["action_id"]
        for view in forms
        for block in limits.check_view(view, "modal")["blocks"]
        for element in (block.get("element", {}), *block.get("elements", []))
        if element.get("type") in ("external_select", "multi_external_select")
    ]
    assert len(names) == 12
    assert set(names) == set(routes.CHOICES)


@given(st.text(max_size=60))
def test_a_name_is_found_as_it_is_searched(name: str) -> None:
    key = search_key(name)
    assert search_key(key) == key
    assert search_key(name.upper()) == search_key(name.upper().lower())
    key.encode()


def test_lists_of_many_say_how_many_more_there_are(crowded: Stage) -> None:
    told = crowded.types(OMAR, "/cx customers")
    assert "*Acme* — key" in told
    assert "[Show all 154…]" in told
    note = crowded.workspace.notes(OMAR)[-1]
    crowded.people.click(OMAR, "#general", note.ts, "directory.customers")
    crowded.settle()
    assert "1 to 20 of 154 customers" in crowded.sees_form(OMAR)
    assert crowded.sees_form(OMAR).count("[Open…]") == 20
    view = crowded.workspace.view(OMAR)
    assert view is not None
    crowded.people.click_in_view(OMAR, view.id, "customer.open")
    crowded.settle()
    assert "*Acme waits for* nothing." in crowded.sees_form(OMAR)
    told = crowded.types(OMAR, "/cx departments")
    assert "*Billing* — lead @maria" in told
    assert "[Show all 120…]" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_of_what_a_digest_shows_the_first_of_can_be_read(crowded: Stage) -> None:
    crowded.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    crowded.types(OMAR, "/cx impact Close the depot")
    crowded.passes(days=7)

    def pressed(which: str, user: str) -> str:
        request = Request(TEAM, user, "digest.all", key=f"{which}{user}", value=which)
        answer = crowded.duly.incoming.look(routes.BUTTONS["digest.all"], request)
        assert isinstance(answer, UpdateForm), answer
        return str(limits.check_view(answer.view, "modal"))

    shown = pressed("departments|20", OMAR)
    assert "21 to 40 of 120 departments" in shown
    assert shown.count("Open the list…") == 20
    shown = pressed("accounts|0", OMAR)
    assert "*Acme* · key account" in shown
    assert "one late" in shown
    assert "decision.worse" in pressed("decisions|0", OMAR)
    assert "Close the depot" not in pressed("decisions|0", SARA)


@pytest.mark.parametrize(
    ("renewal", "is_to_come"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True)]
)
def test_a_renewal_that_has_passed_is_told_nowhere_as_if_to_come(
    stage: Stage, renewal: date, is_to_come: bool
) -> None:
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        acme.renewal_on = renewal
    stage.types(OMAR, "/cx issue Ten machines stand still for Acme in Billing sev 2")
    stage.types(NORA, "/cx digest now", "#executives")
    stage.passes(hours=1)

    def pressed(verb: str, value: str) -> str:
        request = Request(TEAM, OMAR, verb, key=verb, value=value)
        answer = stage.duly.incoming.look(routes.BUTTONS[verb], request)
        assert isinstance(answer, UpdateForm), answer
        return str(answer.view)

    for shown in (
        stage.types(OMAR, "/cx customers"),
        pressed("directory.customers", paging.value("")),
        "\n".join(stage.thread("#executives")),
        pressed("digest.all", paging.value("accounts")),
    ):
        assert "Acme" in shown
        assert ("Mon 23 Nov 2026" in shown) == is_to_come
        assert "22 Nov 2026" not in shown
