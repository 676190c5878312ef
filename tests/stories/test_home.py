"""Home and lists show each person what they owe; setting up is a few forms."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import delete
from sqlmodel import col

from bot import directory
from storage import customers, departments, issues, people
from storage.asks import Ask
from storage.database import Database
from storage.issues import Experience
from storage.people import Role
from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, NORA, OMAR, PRIYA, SARA, TEAM, TOM
from tests.stage import Stage, set_up

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_customer_stands_first_in_what_waits_for_an_answer(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(OMAR, "/cx issue The mail to Acme was lost for Acme in Billing sev 2")
    stage.types(OMAR, "/cx issue Nobody called back for Globex")
    home = stage.opens_home(MARIA)
    assert "*I-1* Acme (key account): Invoiced twice — " in home
    assert "*I-2* The mail to Acme was lost (key account) — " in home
    assert "*I-3* Globex (strategic account): Nobody called back" in stage.opens_home(OMAR)


def test_home_shows_what_i_owe_and_its_buttons_work(stage: Stage) -> None:
    assert "Nothing waits for you." in stage.opens_home(SARA)
    stage.types(OMAR, TASK)
    home = stage.opens_home(SARA)
    assert "T-1" in home
    assert "[Take it]" in home
    view = stage.workspace.home(SARA)
    assert view is not None
    stage.people.click_in_view(SARA, view.id, "item.take")
    stage.settle()
    assert "[Done]" in stage.workspace.plain(stage.workspace.home(SARA), SARA)
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


def shows(stage: Stage, user: str, what: str) -> str:
    """Choose what is to be seen at Home; what it says then."""
    view = stage.workspace.home(user)
    assert view is not None
    stage.people.click_in_view(user, view.id, "home.show", selected=what)
    stage.settle()
    view = stage.workspace.home(user)
    assert view is not None
    return stage.workspace.plain(view, user)


def test_what_home_shows_is_chosen_and_kept(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(MARIA, "/cx task Call Globex to @tom by friday")
    home = stage.opens_home(MARIA)
    assert "Show: mine" in home
    assert "@sara 1 open" in home
    assert "*T-2* Call Globex" in home
    mine = shows(stage, MARIA, "given")
    assert "*T-2* Call Globex" in mine
    assert "You asked for" in mine
    assert "T-1" not in mine
    assert "Wait for your answer" in mine, "what waits for an answer stands in every one of them"
    theirs = shows(stage, MARIA, "department")
    assert "*T-1* Acme: Rewrite the refund mail" in theirs
    assert "T-2" not in theirs
    assert stage.opens_home(MARIA) == theirs, "it is kept"
    assert "*T-2* Call Globex" in shows(stage, MARIA, "mine")
    assert "Show: mine" in stage.opens_home(TOM), "for oneself alone"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_leads_none_sees_the_department_that_they_belong_to(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Acme to @lee by friday")
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx private T-1")
    assert "Call Acme" not in stage.opens_home(SARA)
    seen = shows(stage, SARA, "department")
    assert "Billing" in seen
    assert "and one you may not see" in seen
    assert "*T-2* Acme: Rewrite the refund mail" in seen
    assert "Call Acme" not in seen
    assert "[Show: my department]" in seen
    assert "Nothing that you asked others for is open." in shows(stage, SARA, "given")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_until_when_somebody_is_away_is_the_same_day_in_every_zone(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx away until 2 dec")
    for reader in (MARIA, LEE):
        assert "@sara 1 open · away until Wed 2 Dec" in stage.opens_home(reader).splitlines()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_deputy_is_offered_no_list_of_what_only_the_lead_may_see(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx private T-1")
    home = stage.opens_home(LEE)
    assert "One thing is open, none is late." in home
    assert "Show all 1" not in home
    assert "and one you may not see" in home
    assert "[Show all 1…]" in stage.opens_home(MARIA)
    assert "may not see" not in stage.opens_home(MARIA)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_belongs_to_no_department_is_offered_none(stage: Stage) -> None:
    stage.opens_home(NORA)
    view = stage.workspace.home(NORA)
    assert view is not None
    [menu] = [
        each
        for block in view.blocks
        for each in block.get("elements", [])
        if each.get("action_id") == "home.show"
    ]
    assert [option["value"] for option in menu["options"]] == ["mine", "given"]
    with stage.duly.database.write() as session:
        person = people.find(session, TEAM, NORA)
        assert person is not None
        person.home = "department"
    assert "Show: mine" in stage.opens_home(NORA)


def test_a_lead_sees_the_department_and_the_cco_what_waits(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    home = stage.opens_home(MARIA)
    assert "Billing" in home
    assert "One thing is open, none is late." in home
    assert "Nobody knows whose this is" in stage.opens_home(OMAR)


def test_nobody_who_owes_an_answer_reads_that_nobody_waits(stage: Stage) -> None:
    stage.types(OMAR, "/cx impact Close the Hamburg depot")
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    # Omar also decides what he asked about.
    for user, count in ((NORA, "One thing waits"), (OMAR, "Two things wait")):
        for told in (stage.types(user, "/cx"), stage.types(user, "/cx list")):
            assert told.startswith(f"*{count} for your answer*")
        assert "Nothing waits" not in stage.opens_home(user)


def test_what_home_does_not_show_is_said(stage: Stage) -> None:
    for number in range(10):
        stage.types(GRACE, f"/cx issue Nobody knows whose {number} is")
    assert "Show all" not in stage.opens_home(OMAR)
    stage.types(GRACE, "/cx issue Nobody knows whose this is")
    for _ in range(11):
        stage.types(OMAR, TASK)
    assert "[Show all 11…]" in stage.opens_home(OMAR)
    assert "[Show all 11…]" in stage.opens_home(SARA)


def test_what_has_no_room_beside_what_the_cco_was_asked_has_a_way_to_it(stage: Stage) -> None:
    for number in range(15):
        stage.types(GRACE, f"/cx issue Nobody knows whose {number} is")
    with stage.duly.database.write() as session:
        # As if the first had come with a file: nobody is asked about those one by one.
        session.execute(delete(Ask).where(col(Ask.number) <= 5))
    home = stage.opens_home(OMAR)
    assert "Nobody knows whose 14 is" in home
    assert "Nobody knows whose 0 is" not in home
    assert "[Show all 15…]" in home


SEEN = (
    ("list Billing", "T-1"),
    ("list acme", "T-1"),
    ("list @sara", "T-1"),
    ("list", "Nothing waits for you."),
    ("list overdue", "Nothing is late."),
    ("list triage", "Every issue has a department."),
    ("list Logistics", "Nothing is open for Logistics."),
    ("department", "Billing"),
    ("customer", "Acme"),
    ("help", "/cx handoff T-12 to Logistics because"),
    ("", "Give a task"),
)


@pytest.mark.both
def test_lists(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for words, seen in SEEN:
        assert seen in stage.types(TOM, f"/cx {words}"), words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_list_says_whose_it_is_behind_what_it_lists(stage: Stage) -> None:
    said = {
        "late": "Nothing is late.",
        "given late": "Nothing that you asked for is late.",
        "following": "Nothing that you follow is open.",
        "@sara late": "Nothing of Sara Novak is late.",
        "late billing": "Nothing is late in Billing.",
        "closed": "Nothing was closed in the last 30 days.",
    }
    for words, sentence in said.items():
        assert stage.types(OMAR, f"/cx list {words}").startswith(sentence), words
    stage.types(OMAR, TASK)
    assert "*One thing that you asked for is open*" in stage.types(OMAR, "/cx list given")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("department Biling", "I don't know a department called “Biling”. Did you mean Billing?"),
        ("department Acme", "I don't know a department called “Acme”."),
        ("customer Acmee", "I don't know a customer called “Acmee”. Did you mean Acme?"),
        ("customer billing", "I don't know a customer called “billing”."),
        ("department billing ", "Nothing is open for Billing."),
        ("customers ACME ", "Nothing is open for Acme."),
    ],
)
def test_a_department_and_a_customer_are_looked_for_among_their_own(
    stage: Stage, text: str, said: str
) -> None:
    assert stage.types(TOM, f"/cx {text}").startswith(said)


@pytest.mark.parametrize("typed", ["Nordlicht & Söhne", "x" * 3_000, "😀" * 90])
def test_the_name_of_a_new_customer_is_not_typed_twice(stage: Stage, typed: str) -> None:
    stage.types(OMAR, f"/cx setup customer {typed}")
    assert typed[:40] in stage.sees_form(OMAR)


ESCAPED = (
    ("list R&D <EU>", "thing is open for R&D <EU>"),
    ("list M&S", "thing is open for M&S"),
    ("list #billing", "thing is open for R&D <EU>"),
    ("department R&D <EU>", "thing is open for R&D <EU>"),
    ("department #billing", "thing is open for R&D <EU>"),
    ("department #general", "I don't know a department called “#general”."),
    ("customers M&S", "thing is open for M&S"),
    ("customer M&SS", "I don't know a customer called “M&SS”. Did you mean M&S?"),
    ("list M&SS", "I don't know a list called “M&SS”. Did you mean M&S?"),
    ("digest R&D <EU>", "R&D <EU>"),
    ("task Count the R&D boxes to @sara by friday in R&D <EU> for M&S", "T-2"),
    ("handoff T-1 to R&D <EU> because it is theirs", "Offered"),
)


@pytest.mark.both
def test_what_slack_escapes_in_a_name_is_part_of_it(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        department = departments.named(session, TEAM, "Billing")
        customer = customers.named(session, TEAM, "Acme")
        assert department is not None
        assert customer is not None
        department.name, department.key = "R&D <EU>", departments.key_of("R&D <EU>")
        customer.name, customer.key = "M&S", customers.key_of("M&S")
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for M&S")
    for text, said in ESCAPED:
        assert said in stage.types(OMAR, f"/cx {text}"), text


def test_what_is_late_is_listed_as_late(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=7)
    assert "late, was due Fri 27 Nov" in stage.types(TOM, "/cx list overdue")


def test_an_admin_sets_duly_up_and_then_only_the_cco(empty: Database, database_url: str) -> None:
    with set_up(database_url) as stage:
        stage.duly.serves(directory.identify(stage.duly.slack, stage.duly.database))
        assert "not set up here yet" in stage.opens_home(BEN)
        stage.types(PRIYA, "/cx setup")
        assert "required field" in stage.fills_in(PRIYA, ccos=[])
        saved = stage.fills_in(PRIYA, ccos=[OMAR], executives=[NORA], channel="C0EXEC")
        assert "#executives" in saved
        stage.closes(PRIYA)
        assert "That is for the CCO to do." in stage.types(PRIYA, "/cx setup")
        stage.types(OMAR, "/cx setup department")
        stage.fills_in(
            OMAR, name="Billing", lead=MARIA, people=[SARA], channel="C0BILLING",
            words="refund, invoice", country="DE",
        )  # fmt: skip
        stage.closes(OMAR)
        stage.types(OMAR, "/cx setup customer")
        stage.fills_in(OMAR, name="Acme", tier="key", value="480,000")
        stage.closes(OMAR)
        assert "Billing answers for it" in stage.types(GRACE, "/cx issue Refund lost for Acme")
        with stage.duly.database.read() as session:
            omar, sara = people.find(session, TEAM, OMAR), people.find(session, TEAM, SARA)
            billing = departments.named(session, TEAM, "billing")
        assert omar
        assert sara
        assert billing
        assert omar.role == Role.CCO
        assert sara.department_id == billing.department_id


def test_a_second_department_of_one_name_is_refused_under_its_field(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup department")
    form = stage.fills_in(OMAR, name="billing", lead=TOM, country="GERM")
    assert "There is one of that name already. /cx setup " in form, "no marks around it"
    assert "Write a code like DE, US-NY or SG" in form
    with stage.duly.database.read() as session:
        billing = departments.named(session, TEAM, "Billing")
    assert billing
    assert billing.lead_id == MARIA


def test_a_message_becomes_a_task(stage: Stage) -> None:
    message = stage.people.say(GRACE, "#support", "Acme cannot print invoices since Monday")
    stage.people.shortcut(OMAR, "task.from_message", "#support", message.ts)
    stage.settle()
    assert "Acme cannot print invoices" in stage.sees_form(OMAR)
    confirmation = stage.fills_in(OMAR, owner=SARA, date="2026-11-27", customer="Acme")
    assert "*T-1* Acme cannot print invoices since Monday" in confirmation
    task = rows.item(stage, "T-1")
    assert (task.owner_id, task.created_by, task.title) == (
        SARA, OMAR, "Acme cannot print invoices since Monday",
    )  # fmt: skip
    with stage.duly.database.read() as session:
        acme = customers.find(session, TEAM, task.customer_id)
    assert acme
    assert acme.name == "Acme"


def test_what_has_a_date_comes_before_what_has_none_however_much_that_is(stage: Stage) -> None:
    """Imported issues that nobody has taken have none, and one lead may have thousands of them."""
    stage.types(OMAR, "/cx task Rewrite the refund mail to @maria by friday")
    with stage.duly.database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing is not None
        for number in range(101, 131):
            experience = Experience(
                team_id=TEAM, number=number, title=f"Invoice {number}", owner_id=MARIA,
                department_id=billing.department_id, created_by=OMAR, created_at=stage.now,
            )  # fmt: skip
            issues.add(session, experience)
    listed = stage.types(MARIA, "/cx list billing")
    assert listed.index("T-1") < listed.index("I-101"), listed
    assert "T-1" in stage.opens_home(MARIA)


def test_home_shows_what_somebody_asked_for_and_leads_to_lists(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call the founder to me by friday")
    home = stage.opens_home(OMAR)
    assert "You asked for\n*T-1* Acme: Rewrite the refund mail" in home
    view = stage.workspace.home(OMAR)
    assert view is not None
    key = next(
        (element["value"], block["block_id"])
        for block in view.blocks
        for element in block.get("elements", [])
        if element.get("value", "").startswith("given")
    )
    stage.people.click_in_view(OMAR, view.id, "list.all", key[1])
    stage.settle()
    assert "One thing that you asked for is open" in stage.sees_form(OMAR)
    assert "You asked for" not in stage.opens_home(TOM)


def test_a_lead_reads_who_carries_what_and_what_is_late(stage: Stage) -> None:
    for number in range(1, 4):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Count the letters to @lee by Dec 17")
    stage.types(OMAR, "/cx task Read the contract to @maria by friday")
    stage.types(LEE, "/cx away until Dec 3")
    stage.passes(days=7)
    home = stage.opens_home(MARIA)
    assert "Billing, who carries what" in home
    assert "Five things are open, five are late." in home
    assert home.index("@sara 3 open · 3 late") < home.index("@lee 1 open · 1 late · away until")
    assert "@maria 1 open · 1 late" in home
    for number in range(1, 4):
        assert home.count(f"Call number {number}") == 1, "under what needs her help, and only there"
    assert home.count("Read the contract") == 1, "what is her own stands under what she owes"
    assert "who carries what" not in stage.opens_home(SARA)


def test_the_cco_reads_with_whom_things_are_stuck(stage: Stage) -> None:
    for number in range(1, 4):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Count the pallets to @tom by friday")
    stage.passes(days=14)
    home = stage.opens_home(OMAR)
    assert "Only you can unblock\nFour things wait with two people." in home
    assert "*Sara Novak*, Billing · three things, late since" in home
    assert "*Tom Becker*, Logistics · one thing, late since" in home
    view = stage.workspace.home(OMAR)
    assert view is not None
    key = next(
        block["accessory"]["value"]
        for block in view.blocks
        if "Sara Novak" in json.dumps(block) and "accessory" in block
    )
    assert key.startswith(SARA)
    block = next(each["block_id"] for each in view.blocks if "Sara Novak" in json.dumps(each))
    stage.people.click_in_view(OMAR, view.id, "owed.climbed", block)
    stage.settle()
    form = stage.sees_form(OMAR)
    assert form.count("Call number") == 3
    assert "Count the pallets" not in form


def test_the_first_three_lines_carry_every_way_out(stage: Stage) -> None:
    for number in range(1, 6):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
    stage.types(SARA, "/cx take T-5")
    home = stage.opens_home(SARA)
    assert "Wait for your answer · 4" in home
    assert home.index("Wait for your answer") < home.index("You gave a date")
    assert home.count("[Not mine…]") == 3
    assert home.count("[Take it]") == 4


def test_a_home_with_nothing_to_do_says_what_was_kept(stage: Stage) -> None:
    assert "When somebody asks you for something, it is here" in stage.opens_home(SARA)
    for number in (1, 2):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
        stage.types(SARA, f"/cx done T-{number}")
    assert (
        "Nothing waits for you. In the last seven days you kept two promises."
        in stage.opens_home(SARA)
    )
    stage.passes(days=8)
    assert "In the last seven days" not in stage.opens_home(SARA)
