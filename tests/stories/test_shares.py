"""Several departments must each take one issue, and the silence of one is seen by all."""

from __future__ import annotations

import pytest

from storage import departments, tasks
from storage.departments import Department, key_of
from storage.tasks import Task
from tests import rows
from tests.cast import BEN, GRACE, HANA, MARIA, OMAR, SARA, TEAM, TOM, WEI
from tests.stage import Stage
from tests.stories.test_story import happened, offered, story

OUTAGE = "/cx issue Nobody can log in for Acme in Support, Billing and Product sev 2"
POLICY = "/cx issue Refunds take thirty days from January in Billing sev 3"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def parts(stage: Stage, issue: int = 1) -> list[Task]:
    """What departments are to take of an issue."""
    with stage.duly.database.read() as session:
        return tasks.parts(session, TEAM, [issue])


def states(stage: Stage) -> dict[str, tuple[str, str | None]]:
    """How each of them stands, and with whom."""
    return {each.ref: (each.state, each.owner_id) for each in parts(stage)}


def test_a_department_that_takes_over_the_whole_has_no_part_any_more(stage: Stage) -> None:
    stage.types(OMAR, OUTAGE)
    stage.types(MARIA, "/cx take T-1 by friday")
    stage.types(GRACE, "/cx handoff I-1 to Billing because their gateway is down")
    stage.types(MARIA, "/cx accept I-1")
    assert states(stage) == {"T-1": ("withdrawn", MARIA), "T-2": ("open", HANA)}
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)
    shown = story(stage, MARIA, "I-1").partition("*What happened*")[0]
    assert shown.count("Billing has") == 1
    stage.closes(MARIA)
    assert "took it back: “Billing answers for all of I-1 now”" in story(stage, MARIA, "T-1")
    stage.closes(MARIA)
    stage.types(MARIA, "/cx undo I-1")
    assert states(stage)["T-1"] == ("acknowledged", MARIA), "both are as they were"
    assert rows.state(stage, "I-1") == ("open", GRACE)


@on_sqlite
def test_a_part_that_is_done_is_not_named_beside_the_whole(stage: Stage) -> None:
    stage.types(OMAR, OUTAGE)
    stage.types(MARIA, "/cx done T-1")
    stage.types(OMAR, "/cx owner I-1 to @maria because her gateway is down")
    assert rows.state(stage, "I-1")[1] == MARIA
    assert states(stage)["T-1"] == ("done", MARIA)
    assert story(stage, OMAR, "I-1").partition("*What happened*")[0].count("Billing has") == 1


@on_sqlite
def test_a_part_has_one_name_wherever_it_is_read(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody can log in for Acme in Support sev 2")
    stage.types(GRACE, "/cx involve I-1 Billing")
    stage.types(MARIA, "/cx take T-1 by friday")
    stage.passes(days=3)
    shown = [
        stage.reads_all(MARIA),
        stage.opens_home(MARIA),
        stage.types(MARIA, "/cx list Billing"),
        story(stage, MARIA, "T-1").partition("*What happened*")[0],
    ]
    assert all("Nobody can log in" in each for each in shown)
    assert not any("Part of I-1: " in each for each in shown)
    assert "part of I-1" in shown[-1]


def test_an_outage_is_asked_of_each_department_and_the_silence_of_one_is_seen_by_all(
    stage: Stage,
) -> None:
    told = stage.types(BEN, OUTAGE)
    assert "Support answers for it" in told
    assert (
        "Billing (@maria, T-1) and Product (@hana, T-2) are asked to take their part, too" in told
    )
    assert states(stage) == {"T-1": ("open", MARIA), "T-2": ("open", HANA)}
    billing = parts(stage)[0]
    assert (billing.severity, billing.customer_id) == (2, rows.item(stage, "I-1").customer_id)
    assert (rows.owed(stage, "T-1"), rows.owed(stage, "T-2")) == (
        {"acknowledge": MARIA}, {"acknowledge": HANA},
    )  # fmt: skip
    [ask] = rows.asks(stage, "T-1")
    assert ask.severity == 2, "by the clock of the issue"

    stage.types(GRACE, "/cx take I-1")
    stage.types(MARIA, "/cx take T-1")
    stage.passes(days=1.2)
    [card] = stage.channel("#support")
    assert "→ acknowledged: two of three have taken it; Product has not answered" in card
    assert "✓ Billing has taken it, by" in card
    assert "Product has not answered since Mon 23 Nov · T-2" in card
    read = stage.reads_all(BEN)
    assert "two of three have taken it; Product has not answered" in read
    assert "! Product has not answered since Mon 23 Nov · T-2" in story(stage, BEN, "I-1")

    stage.types(HANA, "/cx take T-2")
    stage.settle()
    [card] = stage.channel("#support")
    assert "✓ acknowledged ·" in card
    stage.passes(days=0.5)
    assert "all three have taken it" in stage.reads_all(BEN)


def test_an_issue_is_not_corrected_before_each_department_has_done_its_part(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(GRACE, "/cx take I-1")
    for words in ("done I-1", "done I-1 anyway", "no I-1 because it is not ours"):
        told = stage.types(GRACE, f"/cx {words}")
        assert "Billing (T-1, Maria Costa) and Product (T-2, Hana Sato)" in told
        assert "Nothing was changed" in told
    assert rows.state(stage, "I-1")[0] == "acknowledged"
    stage.types(MARIA, "/cx done T-1")
    stage.types(HANA, "/cx no T-2 because our pages were never down")
    stage.settle()
    [card] = stage.channel("#support")
    assert "✓ acknowledged: two of three have taken it; Product said no" in card
    assert "✗ Product said no: “our pages were never down” · T-2" in card
    assert "Corrected" in stage.types(GRACE, "/cx done I-1")
    assert "Open that first" in stage.types(HANA, "/cx reopen T-2 because we found it")


def test_a_no_of_one_is_heard_by_whoever_reported_it_and_whoever_answers_for_it(
    stage: Stage,
) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(HANA, "/cx no T-2 because our pages were never down")
    assert rows.owed(stage, "T-2") == {}, "the customer hears no no: others are still at it"
    stage.passes(hours=12)
    for person in (BEN, GRACE):
        assert "our pages were never down" in stage.reads_all(person)


@on_sqlite
def test_a_policy_change_is_asked_of_further_departments_later(stage: Stage) -> None:
    stage.types(OMAR, POLICY)
    told = stage.types(
        MARIA, "/cx involve I-1 with Support, Sales and Logistics because all refund"
    )
    assert "Support: @grace is asked to take T-1." in told
    assert "Sales: @ben is asked to take T-2." in told
    assert states(stage) == {"T-1": ("open", GRACE), "T-2": ("open", BEN), "T-3": ("open", TOM)}
    assert "@maria asked Support, Sales and Logistics to take their part" in "\n".join(
        happened(story(stage, SARA, "I-1"))
    )
    stage.types(MARIA, "/cx undo")
    assert states(stage)["T-3"][0] == "withdrawn"
    stage.passes(hours=7)
    assert "Refunds take thirty days" in stage.reads_all(GRACE)


REFUSED = (
    (MARIA, "I-1", "/cx involve I-1 Billing and Sales because …"),
    (MARIA, "I-1 Billing", "Billing answers for I-1 already"),
    (MARIA, "I-1 Saels", "Did you mean Sales?"),
    (MARIA, "I-1 Sales and the moon", "I don't know a department called “moon”"),
    (TOM, "I-1 Sales", "That is for"),
    (MARIA, "I-9 Sales", "There is no I-9"),
    (MARIA, "T-1 Sales", "T-1 is a task"),
    (MARIA, "I-1 Support", "Support is asked for its part of I-1 already: T-1"),
)


@on_sqlite
def test_what_cannot_be_asked_is_refused_and_nothing_is_changed(stage: Stage) -> None:
    stage.types(OMAR, POLICY)
    stage.types(MARIA, "/cx involve I-1 Support")
    for who, words, said in REFUSED:
        assert said in stage.types(who, f"/cx involve {words}"), words
        assert states(stage) == {"T-1": ("open", GRACE)}, words


@on_sqlite
def test_a_department_without_a_lead_is_no_reason_to_lose_a_report(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        sales = departments.called(session, TEAM, ["sales"])["sales"]
        sales.lead_id = sales.deputy_id = None
        session.add(sales)
    told = stage.types(OMAR, "/cx issue Prices are wrong in Billing and Sales sev 3")
    assert "Sales has no lead yet" in told
    assert "issue Prices are wrong in Billing and Sales sev 3" in told, "nothing is lost"
    assert not parts(stage)


@on_sqlite
def test_what_is_taken_back_takes_its_parts_along_and_brings_them_back(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(HANA, "/cx take T-2")
    stage.types(BEN, "/cx withdraw I-1 because it was our own network")
    assert states(stage) == {"T-1": ("withdrawn", MARIA), "T-2": ("withdrawn", HANA)}
    assert rows.owed(stage, "T-1") == {}
    stage.types(BEN, "/cx undo")
    assert rows.state(stage, "I-1")[0] == "open"
    assert states(stage) == {"T-1": ("open", MARIA), "T-2": ("acknowledged", HANA)}
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}


@on_sqlite
def test_a_report_that_is_undone_asks_nobody(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(BEN, "/cx undo")
    assert rows.state(stage, "I-1")[0] == "withdrawn"
    assert states(stage) == {"T-1": ("withdrawn", MARIA), "T-2": ("withdrawn", HANA)}


@on_sqlite
def test_each_part_climbs_to_its_own_lead_and_to_the_cco(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(GRACE, "/cx take I-1")
    stage.types(MARIA, "/cx take T-1")
    stage.passes(days=6)
    assert "Acme: Nobody can log in\nThu 26 Nov · T-2" in stage.reads_all(OMAR)
    assert "T-1" not in stage.reads_all(OMAR)


@on_sqlite
def test_a_part_is_handed_on_like_any_task_and_stays_a_part(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(HANA, "/cx handoff T-2 to Logistics because the gateway is theirs")
    stage.types(TOM, "/cx take T-2")
    stage.settle()
    [card] = stage.channel("#support")
    assert "✓ Logistics has taken it" in card
    assert "Product" not in card.partition("Each of them")[2]
    told = stage.types(BEN, "/cx involve I-1 Product")
    assert "Product: @hana is asked to take T-3" in told


@on_sqlite
def test_a_private_issue_is_seen_by_those_who_are_asked_and_nobody_else(stage: Stage) -> None:
    stage.types(BEN, "/cx issue A contract was leaked in Support and Billing sev 2 privately")
    assert rows.item(stage, "T-1").audience == "private"
    assert "leaked" in story(stage, MARIA, "I-1")
    assert "Billing has not answered" in story(stage, GRACE, "I-1")
    assert "private" in stage.types(WEI, "/cx T-1")
    assert not any("leaked" in each for each in stage.channel("#billing"))
    assert "I-1 is private" in stage.types(SARA, "/cx involve I-1 Sales")


@on_sqlite
def test_what_is_joined_takes_its_parts_along(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(TOM, "/cx issue Login page is empty for Globex in Support sev 2")
    stage.types(BEN, "/cx merge I-1 with I-2")
    stage.types(MARIA, "/cx take T-1")
    stage.settle()
    seen = story(stage, TOM, "I-2")
    assert "✓ Billing has taken it" in seen
    assert "Product has not answered" in seen
    assert "Product (T-2, Hana Sato)" in stage.types(GRACE, "/cx done I-2")


@on_sqlite
def test_what_is_joined_ends_with_the_whole_and_so_do_its_parts(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(TOM, "/cx issue Login page is empty for Globex in Support sev 2")
    stage.types(BEN, "/cx merge I-1 with I-2")
    stage.types(TOM, "/cx withdraw I-2 because it was the wrong page")
    assert [each.state for each in parts(stage)] == ["withdrawn", "withdrawn"]
    stage.types(TOM, "/cx undo I-2")
    assert [each.state for each in parts(stage)] == ["open", "open"]
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}


@on_sqlite
def test_what_has_parts_to_come_is_not_joined_to_what_is_corrected(stage: Stage) -> None:
    stage.types(TOM, "/cx issue Login page is empty for Globex in Support sev 2")
    stage.types(GRACE, "/cx done I-1")
    assert rows.state(stage, "I-1")[0] == "corrected"
    stage.types(BEN, OUTAGE)
    told = stage.types(BEN, "/cx merge I-2 with I-1")
    assert "I-1 is corrected, and a department still has its part of I-2 to do: T-1" in told
    assert rows.state(stage, "I-2")[0] == "open"
    for ref in ("T-1", "T-2"):
        stage.types(BEN, f"/cx withdraw {ref} because it was one outage")
    stage.types(BEN, "/cx merge I-2 with I-1")
    assert rows.state(stage, "I-2")[0] == "withdrawn"


# --- in forms ---


def test_the_form_of_a_report_asks_who_else_must_take_it(stage: Stage) -> None:
    stage.types(BEN, "/cx issue")
    assert "Which other departments must each take it?" in stage.sees_form(BEN)
    ids = stage.finds(BEN, "departments")
    stage.fills_in(
        BEN, title="Nobody can log in", department="Support",
        departments=[ids["Billing"], ids["Support"], ids["Product"], ids["Billing"]],
    )  # fmt: skip
    assert rows.department(stage, "I-1") == "Support"
    assert states(stage) == {"T-1": ("open", MARIA), "T-2": ("open", HANA)}
    stage.passes(hours=1)
    assert "Part of I-1 Nobody can log in, which Support answers for." in stage.reads_all(MARIA)


@on_sqlite
def test_who_answers_for_it_is_said_before_who_else_must_take_it(stage: Stage) -> None:
    stage.types(BEN, "/cx issue")
    ids = stage.finds(BEN, "departments")
    said = stage.fills_in(BEN, title="Nobody can log in", departments=[ids["Billing"]])
    assert "Choose that first, and then who else must take it" in said
    assert not parts(stage)


@on_sqlite
def test_others_are_asked_from_the_story_of_an_issue(stage: Stage) -> None:
    stage.types(OMAR, POLICY)
    story(stage, MARIA, "I-1")
    stage.clicks_in_form(MARIA, "Ask other departments…")
    ids = stage.finds(MARIA, "departments")
    assert "Billing" not in ids, "it answers for it already"
    assert "required" in stage.fills_in(MARIA, departments=[]), "Slack itself asks for one"
    stage.fills_in(MARIA, departments=[ids["Sales"]], reason="They promised ten days")
    assert states(stage) == {"T-1": ("open", BEN)}
    assert "They promised ten days" in story(stage, BEN, "T-1")
    stage.closes(TOM)
    assert "Ask other departments…" not in offered(stage, TOM, "I-1")


@on_sqlite
def test_what_is_written_beside_a_question_keeps_the_departments(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Nobody can log in for Zenith in Support and Billing sev 2")
    assert "I don't know a customer called “Zenith”" in stage.sees_form(BEN)
    stage.fills_in(BEN)
    assert states(stage) == {"T-1": ("open", MARIA)}


@on_sqlite
@pytest.mark.parametrize(
    ("words", "answers", "asked"),
    [
        ("Login is down in Support, Billing and Product", "Support", [MARIA, HANA]),
        ("Login is down to Support and Billing", "Support", [MARIA]),
        ("Login is down in Support to Billing and Product for Acme", "Support", [MARIA, HANA]),
        ("Login is down in Support and Support", "Support", []),
    ],
)
def test_departments_are_listed_as_people_list_them(
    stage: Stage, words: str, answers: str, asked: list[str]
) -> None:
    stage.types(BEN, f"/cx issue {words} sev 2")
    assert rows.department(stage, "I-1") == answers
    assert [each.owner_id for each in parts(stage)] == asked
    assert rows.item(stage, "I-1").title.lower() == "login is down"


# --- beside all else ---


@on_sqlite
def test_executives_read_of_one_issue_in_one_line_who_is_silent(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(GRACE, "/cx take I-1")
    stage.passes(days=9)
    stage.types(OMAR, "/cx digest", "#executives")
    digest = stage.channel("#executives")[-1]
    assert "*Acme: who of them takes it first?*" in digest
    silent = "one of three has taken it; Billing and Product have not answered"
    assert f"“Nobody can log in” (I-1): {silent}" in digest
    assert "T-1" not in digest
    assert "T-2" not in digest


@on_sqlite
def test_a_private_part_is_named_to_nobody(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Nobody can log in for Acme in Support and Product sev 2")
    stage.types(HANA, "/cx private T-1")
    assert "another department has not answered" in story(stage, TOM, "I-1")
    stage.types(GRACE, "/cx take I-1")
    told = stage.types(GRACE, "/cx done I-1")
    assert "Still open: another department." in told


@on_sqlite
def test_what_becomes_private_takes_its_parts_along(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(GRACE, "/cx private I-1")
    assert {each.audience for each in parts(stage)} == {"private"}
    assert "private" in stage.types(WEI, "/cx T-1")
    assert "Nobody can log in" in story(stage, MARIA, "I-1"), "she is asked for her part of it"
    assert "Billing has not answered" in story(stage, BEN, "I-1")
    stage.types(GRACE, "/cx undo")
    assert {each.audience for each in parts(stage)} == {"department"}
    assert "Billing has not answered" in story(stage, WEI, "I-1")


@on_sqlite
def test_a_part_is_not_opened_again_once_its_issue_has_ended(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    for ref in ("T-1", "T-2"):
        stage.types(OMAR, f"/cx done {ref}")
    stage.types(GRACE, "/cx done I-1")
    told = stage.types(OMAR, "/cx undo T-2")
    assert "Open that first: `/cx reopen I-1" in told or "Open that first" in told
    assert states(stage)["T-2"][0] == "done"
    stage.types(GRACE, "/cx reopen I-1 because it is down again")
    assert "Product: @hana is asked to take T-3." in stage.types(GRACE, "/cx involve I-1 Product")


@on_sqlite
def test_nobody_asks_more_departments_than_a_card_can_show(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        for number in range(30):
            name = f"Region {number}"
            session.add(Department(team_id=TEAM, name=name, key=key_of(name), lead_id=MARIA))
    stage.types(OMAR, POLICY)
    names = ", ".join(f"Region {number}" for number in range(30))
    told = stage.types(OMAR, f"/cx involve I-1 {names}")
    assert "Those are 30 departments, and 20 can be asked" in told
    assert not parts(stage)
    names = ", ".join(f"Region {number}" for number in range(20))
    stage.types(OMAR, f"/cx involve I-1 {names}")
    assert len(parts(stage)) == 20
    assert "and one more department" in story(stage, OMAR, "I-1")


@on_sqlite
def test_hostile_words_harm_nobody(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue <!channel> *bold* \u202eoops in Billing and Sales sev 3")
    assert len(parts(stage)) == 1
    assert not any("<!channel>" in each.text for each in stage.workspace.messages("#sales"))
    told = stage.types(OMAR, "/cx involve I-1 Support because " + "x" * 3_900)
    assert "T-2" in told


@on_sqlite
def test_what_an_issue_is_its_open_parts_are_too(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(HANA, "/cx done T-2")
    stage.types(BEN, "/cx edit I-1 Checkout is down for Globex sev 1 because we looked")
    stage.fills_in(BEN)
    issue, (billing, product) = rows.item(stage, "I-1"), parts(stage)
    assert (billing.title, billing.severity) == ("Part of I-1: Checkout is down", 1)
    assert billing.customer_id == issue.customer_id
    [ask] = rows.asks(stage, "T-1")
    assert ask.severity == 1
    assert (product.title, product.severity) == ("Part of I-1: Nobody can log in", 2), "it is done"
    told = happened(story(stage, MARIA, "T-1"))
    assert any("@ben" in line and "severity" in line for line in told)
    stage.types(BEN, "/cx undo I-1")
    billing = parts(stage)[0]
    assert (billing.title, billing.severity) == ("Part of I-1: Nobody can log in", 2)
    assert billing.customer_id != issue.customer_id
    assert rows.asks(stage, "T-1")[0].severity == 2


@on_sqlite
def test_a_part_with_words_of_its_own_keeps_them(stage: Stage) -> None:
    stage.types(BEN, OUTAGE)
    stage.types(MARIA, "/cx edit T-1 Send the credit")
    stage.fills_in(MARIA)
    stage.types(BEN, "/cx edit I-1 Checkout is down")
    stage.fills_in(BEN)
    assert [each.title for each in parts(stage)] == [
        "Send the credit", "Part of I-1: Checkout is down",
    ]  # fmt: skip


@on_sqlite
def test_a_blocked_customer_is_told_of_by_what_happened_and_not_by_a_number(stage: Stage) -> None:
    stage.types(BEN, OUTAGE.replace("sev 2", "sev 1"))
    card = stage.reads(MARIA)[-1]
    assert card.startswith("Customer blocked: Nobody can log in at Acme")
    assert "*Acme* is blocked, and Billing has a part in it: T-1. Can you take it by" in card
    stage.passes(hours=5)
    assert "*Acme* needs a first word from us by" in stage.reads(GRACE)[0], "it is her morning"


@on_sqlite
def test_the_part_of_a_private_issue_is_shown_to_nobody_before_that(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Nobody leaked for Acme in Support, Billing sev 2 private")
    told = stage.types(MARIA, "/cx share T-1")
    assert "T-1 is a part of I-1, which is private, and so it stays." in told
    assert [each.audience for each in parts(stage)] == ["private"]
    assert not any("leaked" in each for each in stage.channel("#billing"))
    assert "I-1" in stage.types(BEN, "/cx share I-1")
    assert [each.audience for each in parts(stage)] == ["department"]


@on_sqlite
def test_nor_is_it_by_an_undoing(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Nobody leaked for Acme in Support, Billing sev 2")
    stage.types(MARIA, "/cx private T-1")
    stage.types(BEN, "/cx private I-1")
    assert "which is private, and so it stays" in stage.types(MARIA, "/cx undo T-1")
    assert [each.audience for each in parts(stage)] == ["private"]
