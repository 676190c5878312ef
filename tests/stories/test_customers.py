"""The page of a customer: who they are, what they wait for, what they lived through and heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import routes
from bot.incoming import Refused
from handlers.customers.contacts import bringing
from handlers.front.customers import YEAR, read
from handlers.speech import paging
from handlers.speech.request import OpenForm, Request, UpdateForm
from storage import customers, history, lived, people
from storage.customers import Customer
from storage.database import Database
from storage.history import Snapshot
from storage.issues import Issue
from storage.scopes import Reader
from storage.tasks import Task
from tests import rows
from tests.cast import GRACE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM, VICTOR, WEI
from tests.stage import Stage

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def acme(stage: Stage) -> Customer:
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, "Acme")
    assert found is not None
    return found


def add(stage: Stage, *names: str) -> None:
    for name in names:
        stage.types(OMAR, f"/cx setup customer {name}")
        stage.fills_in(OMAR, name=name, tier="standard")
        stage.closes(OMAR)


def opens(stage: Stage, user: str, name: str = "Acme") -> str:
    """Type the name of a customer; their page."""
    stage.closes(user)
    assert stage.types(user, f"/cx customer {name}") == ""
    return stage.sees_form(user)


def pressed(stage: Stage, user: str, verb: str, after: int = 0) -> str:
    """What a button of the page leads to, as Slack is sent it."""
    value = paging.value(acme(stage).customer_id.hex, after)
    request = Request(TEAM, user, verb, key=f"{verb}{after}{user}", value=value)
    answer = stage.duly.incoming.look(routes.BUTTONS[verb], request)
    assert isinstance(answer, UpdateForm), answer
    return str(answer.view)


def test_who_they_are_and_what_they_wait_for_gravest_first(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, "Acme")
        assert found
        found.region, found.vertical, found.sponsor_id = "DACH", "Logistics", VICTOR
        bringing.bring(session, stage.now, found, "Jana Weiss")
    stage.types(OMAR, "/cx setup currency EUR")
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(GRACE, "/cx issue Late credit notes for Acme in Billing sev 3")
    stage.types(GRACE, "/cx issue Ten machines stand still for Acme in Billing sev 1")
    stage.types(GRACE, "/cx issue Something else for Globex in Billing sev 1")
    stage.passes(days=7)
    page = opens(stage, GRACE)
    assert "*Acme* · key account · €480 k a year · renews Mon 1 Mar, in 13 weeks" in page
    assert "DACH · Logistics · sponsor @victor" in page
    assert "one decision maker" in page, "Grace speaks for no department that owes them"
    assert "*Acme waits for* three things, three late:" in page
    assert "Something else" not in page
    order = [page.index(each) for each in ("*I-2 Ten", "*I-1 Late", "*T-1 Rewrite")]
    assert order == sorted(order)
    assert "severity 1, customer blocked · @maria · late, was due" in page
    assert "@sara · late, was due Fri 27 Nov · waiting for an answer" in page


def test_nothing_waits_and_nothing_was_ever_wrong(stage: Stage) -> None:
    page = opens(stage, TOM, "Corner Café")
    assert "*Corner Café* · customer · 6 k a year" in page
    assert "*Corner Café waits for* nothing." in page
    assert "nothing that they experienced has ended" in page
    assert "Nobody has written down yet what they were told." in page
    assert "renews" not in page
    assert "[Edit…]" not in page
    assert "[Edit…]" in opens(stage, OMAR, "Corner Café")


def test_what_they_lived_through_in_the_last_year_and_how_it_ended(stage: Stage) -> None:
    for severity in (2, 3, 4):
        stage.types(GRACE, f"/cx issue Case {severity} for Acme in Billing sev {severity}")
        stage.passes(hours=1)
    stage.types(MARIA, "/cx done I-1")
    stage.types(MARIA, "/cx told I-1 It is put right")
    stage.types(MARIA, "/cx prevented I-1 a check before sending because nobody looked")
    stage.types(GRACE, "/cx verified I-1")
    stage.passes(days=1)
    alone = "one issue of theirs ended: done. It was severity 2, serious."
    assert f"*In the last year* {alone}" in opens(stage, TOM)
    stage.types(MARIA, "/cx no I-2 because we do not build it")
    stage.passes(hours=1)
    page = opens(stage, TOM)
    assert (
        "*In the last year* two issues of theirs ended: one done and one answered with a no. "
        "The gravest was severity 2, serious."
    ) in page
    assert page.index("*I-3 Case 4*") < page.index("*I-2 Case 3*") < page.index("*I-1 Case 2*")
    ended = "reported Mon 23 Nov · answered with a no Tue 24 Nov: “we do not build it”"
    assert f"severity 3, friction · {ended}" in page


def test_what_ended_more_than_a_year_ago_is_told_no_more(database: Database) -> None:
    with database.write() as session:
        found = customers.named(session, TEAM, "Acme")
        assert found
        common = {"created_by": OMAR, "created_at": MONDAY, "customer_id": found.customer_id}
        session.add_all(
            Issue(
                team_id=TEAM, number=days, title="A", state="done", severity=1 + days % 4,
                closed_at=MONDAY - timedelta(days=days), **common,
            )
            for days in (1, 2, 364, 366, 400)
        )  # fmt: skip
    reader = Reader(TEAM, OMAR)
    with database.read() as session:
        year = lived.ended(session, reader, found.customer_id, MONDAY - YEAR)
        first = lived.ended(session, reader, found.customer_id, MONDAY - YEAR, most=2)
    assert (year.numbers, year.worst, year.is_cut) == ([1, 2, 364], 1, False)
    assert (first.numbers, first.states, first.is_cut) == ([1, 2], {"done": 2}, True)


def test_the_last_word_to_them_is_the_newest(stage: Stage) -> None:
    for title in ("Pay the fee back", "Extend the notice"):
        stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    for ref in ("T-1", "T-2"):
        stage.passes(hours=1)
        stage.types(SARA, f"/cx no {ref} because the contract says otherwise")
        assert stage.says(OMAR, f"told them {ref}")
        assert len(rows.events(stage, ref, "told")) == 1
    assert "*What they heard from us* Mon 23 Nov, @omar, about T-2." in opens(stage, GRACE)


def test_how_far_the_loop_of_an_issue_has_come_and_what_they_were_told(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Ten machines stand still for Acme in Billing sev 1")
    stage.types(MARIA, "/cx take I-1 by friday")
    stands = "✓ acknowledged · *→ told by Mon 23 Nov, with @grace* · "
    rest = "→ corrected by Fri 27 Nov, with @maria · ○ prevented · ○ verified"
    assert f"{stands}{rest}" in opens(stage, TOM)
    stage.types(MARIA, "/cx told I-1 The credit is on its way.")
    page = opens(stage, TOM)
    assert f"✓ acknowledged · ✓ told · *{rest.replace(' · ', '* · ', 1)}" in page
    said = "*What they heard from us* Mon 23 Nov, @maria, about I-1: “The credit is on its way.”"
    assert said in page
    stage.types(MARIA, "/cx done I-1")
    page = opens(stage, TOM)
    assert "✓ told · ✓ corrected · *→ prevented by Tue 24 Nov, with @maria* · → verified" in page
    assert "severity 1, customer blocked · @maria · corrected" in page
    stage.types(MARIA, "/cx told I-1 It works now.")
    assert "“It works now.”" in opens(stage, TOM)
    assert "Undone" in stage.types(MARIA, "/cx undo I-1")
    assert said in opens(stage, TOM)


def test_what_was_taken_back_is_no_last_word(database: Database) -> None:
    """Of two that were told one was undone, then a third was told and undone as well."""
    with database.write() as session:
        found = customers.named(session, TEAM, "Acme")
        omar = people.find(session, TEAM, OMAR)
        assert found
        assert omar
        common = {"created_by": OMAR, "created_at": MONDAY, "customer_id": found.customer_id}
        session.add(Task(team_id=TEAM, number=1, title="A", state="declined", **common))
        told = Snapshot(customer_id=found.customer_id)
        for at, (verb, details) in enumerate([
            ("told", {"words": "first"}), ("told", {}), ("undone", {"undid": "told"}),
            ("told", {}), ("undone", {"undid": "told"}), ("noted", {}),
        ]):  # fmt: skip
            history.add(
                session, team_id=TEAM, now=MONDAY + timedelta(minutes=at), actor=OMAR, verb=verb,
                noun="task", number=1, snapshot=told, **details,
            )  # fmt: skip
        session.flush()
        heard = read(session, MONDAY + timedelta(hours=1), omar, found).heard
    assert heard
    assert (heard.ref, heard.event.details) == ("T-1", {"words": "first"})


def test_the_forms_have_the_customer_filled_in_and_the_page_shows_what_came(stage: Stage) -> None:
    opens(stage, GRACE)
    form = stage.clicks_in_form(GRACE, "Report an issue…")
    assert "Acme" in form
    stage.fills_in(GRACE, title="The invoice came twice", severity="2")
    assert rows.item(stage, "I-1").customer_id == acme(stage).customer_id
    opens(stage, GRACE)
    assert "Acme" in stage.clicks_in_form(GRACE, "Give a task…")
    stage.fills_in(GRACE, title="Send the credit note", owner=SARA, date="2026-11-27")
    assert rows.item(stage, "T-1").customer_id == acme(stage).customer_id
    page = opens(stage, GRACE)
    assert page.index("*I-1 The invoice came twice*") < page.index("*T-1 Send the credit note*")
    assert "I-1 · Acme" in stage.clicks_in_form(GRACE, "Open…", "I-1")


def test_the_form_of_a_customer_opens_from_their_page(stage: Stage) -> None:
    opens(stage, OMAR)
    assert "Acme" in stage.clicks_in_form(OMAR, "Edit…")
    stage.fills_in(OMAR, tier="strategic")
    assert acme(stage).tier == "strategic"


def test_who_leads_the_account_is_named_until_they_leave(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup customer Acme")
    assert "for the CCO" not in stage.fills_in(OMAR, account_lead=WEI)
    assert acme(stage).owner_id == WEI
    assert "account lead @wei" in opens(stage, GRACE)
    opens(stage, OMAR)
    stage.clicks_in_form(OMAR, "Edit…")
    assert "looks after all customers" in stage.fills_in(OMAR, account_lead=OMAR)
    assert acme(stage).owner_id == WEI
    with stage.duly.database.write() as session:
        wei = people.find(session, TEAM, WEI)
        assert wei
        wei.gone = True
    assert "account lead" not in opens(stage, GRACE)


@pytest.mark.parametrize(("days", "is_near"), [(91, False), (90, True), (0, True), (-1, False)])
@SQLITE
def test_what_is_open_is_said_beside_a_renewal_that_is_near(
    stage: Stage, days: int, is_near: bool
) -> None:
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, "Acme")
        assert found
        found.renewal_on = stage.now.date() + timedelta(days=days)
    assert "Before it renews" not in opens(stage, GRACE)
    stage.types(GRACE, "/cx issue The invoice came twice for Acme in Billing sev 3")
    assert ("Before it renews: one open issue." in opens(stage, GRACE)) == is_near


def test_the_story_of_a_thing_leads_to_its_customer(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, "/cx T-1")
    assert "*Acme waits for* one thing:" in stage.clicks_in_form(OMAR, "Open Acme…")


def test_in_words_it_is_a_message_with_the_way_to_the_page(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    told = stage.says(GRACE, "customer Acme")
    assert "*Acme waits for* one thing:" in told
    assert "T-1 Rewrite the refund mail" in told
    assert "[Open…]" in told
    stage.clicks(GRACE, "Open…", acme(stage).customer_id.hex)
    assert "*Acme waits for* one thing:" in stage.sees_form(GRACE)


def test_a_name_that_several_have_is_asked_about(stage: Stage) -> None:
    add(stage, "Harbor Hotels", "Harbor Foods")
    told = stage.types(GRACE, "/cx customer harbor")
    assert "Several customers have “harbor” in their names. Which one do you mean?" in told
    assert told.count("[Open…]") == 2
    assert "*Harbor Foods waits for* nothing." in stage.clicks_answer(GRACE, "Open…")
    assert "Did you mean Acme?" in stage.types(GRACE, "/cx customer Acmee")
    assert "*Acme waits for*" in stage.clicks_answer(GRACE, "Use Acme")


def test_the_list_of_all_customers_leads_to_each(stage: Stage) -> None:
    for words in ("customer", "customers"):
        told = stage.types(GRACE, f"/cx {words}")
        assert "*Acme* — key" in told
        assert told.count("[Open…]") == 4
    assert "*Acme waits for* nothing." in stage.clicks_answer(GRACE, "Open…")
    assert "Nothing is open for Acme." in stage.types(GRACE, "/cx customers Acme")


def test_what_is_private_is_only_counted(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Write off the debt to @sara by friday for Acme")
    stage.types(OMAR, "/cx private T-1")
    for user, is_seen in ((TOM, False), (SARA, True), (MARIA, True), (OMAR, True)):
        page = opens(stage, user)
        assert ("Write off the debt" in page) == is_seen, user
        assert ("There is one" in page or "one you may not see" in page) == (not is_seen), user
    stage.types(SARA, "/cx no T-1 because they can pay")
    assert stage.says(OMAR, "told them T-1")
    assert "about T-1" in opens(stage, OMAR)
    assert "Nobody has written down" in opens(stage, TOM)


@SQLITE
def test_an_account_with_many_open_things_has_pages(stage: Stage) -> None:
    at, customer_id = stage.now, acme(stage).customer_id
    common = {"team_id": TEAM, "created_by": OMAR, "created_at": at, "customer_id": customer_id}
    with stage.duly.database.write() as session:
        session.add_all(
            Task(number=number, title=f"Call {number}", owner_id=SARA,
                 due_at=at + timedelta(days=number), **common)
            for number in range(1, 201)
        )  # fmt: skip
        session.add_all(
            Issue(number=number, title=f"Case {number}", state="done", closed_at=at, **common)
            for number in range(1, 41)
        )
    page = opens(stage, GRACE)
    assert "1 to 10 of 200" in page
    assert "[Show all 40…]" in page
    page = stage.clicks_in_form(GRACE, "Next page")
    assert "11 to 20 of 200" in page
    assert "T-11 Call 11" in page
    assert "1 to 10 of 200" in stage.clicks_in_form(GRACE, "Earlier page")
    lived = stage.clicks_in_form(GRACE, "Show all 40…")
    assert "1 to 10 of 40 issues" in lived
    assert "11 to 20 of 40 issues" in stage.clicks_in_form(GRACE, "Next page…")
    assert "1 to 10 of 200" in stage.clicks_in_form(GRACE, "Back to Acme")
    assert "191 to 200 of 200" in pressed(stage, GRACE, "customer.open", 9_999)
    assert "[" in pressed(stage, GRACE, "customer.lived", 9_999)


def test_a_customer_who_is_not_there_is_said_to_be_gone(stage: Stage) -> None:
    for value in (f"{'0' * 32}|0", "|0", "0", "x|0", ""):
        for verb in ("customer.open", "customer.lived"):
            request = Request(TEAM, OMAR, verb, key=f"{verb}{value}", value=value)
            answer = stage.duly.incoming.look(routes.BUTTONS[verb], request)
            assert isinstance(answer, Refused), value
            assert not answer.ours, value


def test_a_form_for_a_customer_is_for_those_who_may_know_of_them(stage: Stage) -> None:
    def pressed_by(user: str, verb: str, value: str) -> object:
        request = Request(TEAM, user, verb, key=f"{verb}{user}{value}", value=value)
        return stage.duly.incoming.look(routes.BUTTONS[verb], request)

    known = acme(stage).customer_id.hex
    for verb in ("issue.form", "task.form"):
        assert isinstance(pressed_by(TOM, verb, known), OpenForm)
        assert isinstance(pressed_by(TOM, verb, "0" * 32), Refused)
    rows.make_guest(stage, TOM)
    for verb in ("issue.form", "task.form", "customer.open"):
        for value in (known, paging.value(known)):
            assert isinstance(pressed_by(TOM, verb, value), Refused)
    assert isinstance(pressed_by(TOM, "issue.form", ""), OpenForm)


def test_what_we_wait_for_of_theirs_stands_on_their_page(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Count the keys to @sara by friday for Acme")
    stage.types(SARA, "/cx take T-1 T-2")
    assert "We wait" not in opens(stage, GRACE)
    stage.types(SARA, "/cx wait T-1 for Acme until thursday because of the signed form")
    stage.types(SARA, "/cx wait T-2 for Logistics until thursday because we need a van")
    page = opens(stage, GRACE)
    assert "*We wait for Acme:*" in page
    assert "*T-1 Rewrite the refund mail* · since Mon 23 Nov, until Thu 26 Nov: “" in page
    assert "a van" not in page, "that is another department's"
    assert "*We wait for Acme:*" in stage.says(GRACE, "customer Acme")
    stage.passes(days=2)
    stage.types(SARA, "/cx resume T-1")
    stage.passes(hours=1)
    page = opens(stage, GRACE)
    assert "We wait for" not in page
    assert "In the last year we waited for them two working days." in page


def test_what_is_private_and_waits_for_them_is_named_to_those_who_see_it(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme, private")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, "/cx wait T-1 for Acme until thursday because they sign first")
    assert "they sign first" in opens(stage, SARA)
    assert "they sign first" not in opens(stage, GRACE)
