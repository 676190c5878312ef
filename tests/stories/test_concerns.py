"""The pilot comes out of the cockpit: who will meet a delay hears it before they notice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import importing, routes
from handlers.front.imports import Subject
from handlers.promises import concerns as room
from handlers.speech.errors import UserError, WrongFields
from handlers.speech.request import FieldValue, Request
from storage import concerns as stored
from storage import customers
from storage.concerns import Concern
from storage.customers import Customer, Tier
from storage.departments import key_of
from storage.scopes import Period
from tests import replay, rows
from tests.cast import BEN, DIEGO, GRACE, HANA, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM, WEI
from tests.importer import Importer
from tests.stage import Stage
from tests.stories.test_somebody_else import names
from tests.stories.test_story import happened, story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DELAY = "/cx issue The connectors from Rotterdam come a week late for Acme in Logistics sev 2"


def concerns(stage: Stage, ref: str = "I-1") -> dict[str, Concern]:
    """The list of an issue, by the name of each customer."""
    number = int(ref.partition("-")[2])
    query = select(Concern, Customer).where(
        Concern.number == number, Concern.customer_id == Customer.customer_id
    )
    with stage.duly.database.read() as session:
        return {customer.name: concern for concern, customer in session.exec(query)}


def line(stage: Stage, name: str) -> str:
    """By what the buttons of a customer's line know it."""
    return concerns(stage)[name].concern_id.hex


def warned(stage: Stage, ref: str = "I-1") -> list[str]:
    """Who is asked at the moment to tell customers first."""
    found = [ask for ask in rows.asks(stage, ref) if ask.kind == "warn" and not ask.answered_at]
    return sorted(ask.person_id for ask in found)


def informed(stage: Stage) -> str:
    """Who is asked at the moment to tell the customer of the issue itself."""
    [found] = [ask for ask in rows.asks(stage, "I-1") if ask.kind == "inform"
               and not ask.answered_at]  # fmt: skip
    return found.person_id


def heard(stage: Stage, ref: str = "I-1") -> set[str]:
    """Who has heard it from us."""
    found = concerns(stage, ref).items()
    return {name for name, concern in found if concern.outcome == "told"}


def leads(stage: Stage, **accounts: str) -> None:
    """Who leads which account, by the first word of its name."""
    with stage.duly.database.write() as session:
        for word, user_id in accounts.items():
            found = customers.named(session, TEAM, word)
            assert found
            found.owner_id = user_id
            session.add(found)


def replayed(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        assert not replay.replayed(session, TEAM, strict=True).differing


def test_who_will_meet_a_delay_hears_of_it_before_they_notice(stage: Stage) -> None:
    """The ship is late and nobody can change that: what can be changed is who says so first."""
    leads(stage, Acme=BEN, Globex=BEN, Initech=WEI)
    stage.types(GRACE, DELAY)
    told = stage.types(GRACE, "/cx concerns I-1 strategic accounts, Initech and Corner Café")
    assert "Globex, Initech and Corner Café are to hear of I-1" in told
    assert "@ben (1), @grace (1) and @wei (1) are asked to tell them." in told
    assert warned(stage) == [BEN, GRACE, WEI]
    assert {name: each.chosen for name, each in concerns(stage).items()} == {
        "Globex": "strategic", "Initech": "", "Corner Café": "",
    }  # fmt: skip
    stage.passes(days=1)
    asked = stage.reads(BEN)[-1]
    assert "Globex will meet it, too. They should hear it from us before they notice." in asked
    stage.clicks(BEN, "Told all of them…", "I-1")
    stage.fills_in(BEN, words="Your connectors come on 4 December, we send half by air")
    assert heard(stage) == {"Globex"}
    assert warned(stage) == [GRACE, WEI]
    said = story(stage, TOM, "I-1")
    assert "*Told first* 1 of 3" in said
    assert any(
        "@ben told Globex before they noticed: “Your connectors come on 4 December" in line
        for line in happened(said)
    )
    stage.clicks_in_form(TOM, "Who heard it first…")
    listing = stage.sees_form(TOM)
    assert "*Strategic accounts*" in listing
    assert "✓ Globex · @ben told them on" in listing
    assert "○ Initech · @wei is asked" in listing
    replayed(stage)


@on_sqlite
def test_the_list_is_answered_one_by_one(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech, Corner Café")
    assert warned(stage) == [GRACE], "one person is asked once, for all of theirs"
    stage.types(GRACE, "/cx concerns I-1")
    stage.clicks_in_form(GRACE, "They know", line(stage, "Globex"))
    assert "✓ Globex" in stage.sees_form(GRACE)
    stage.clicks_in_form(GRACE, "Need not hear it, because…", line(stage, "Initech"))
    stage.fills_in(GRACE, reason="They cancelled that order")
    assert "✓ Initech · need not hear it, says @grace: “They cancelled" in stage.sees_form(GRACE)
    assert "*Told first* 1 of 2; 1 other needs not hear it" in stage.sees_form(GRACE)
    told = stage.types(GRACE, "/cx told I-1 for Corner Café they come a week later")
    assert "Noted: Corner Café heard of I-1" in told
    assert "Nobody waits for a word any more." in told
    assert concerns(stage)["Corner Café"].words == "they come a week later"
    assert warned(stage) == []
    assert heard(stage) == {"Globex", "Corner Café"}
    replayed(stage)


@on_sqlite
def test_whole_segments_are_chosen_as_they_are_now(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    story(stage, GRACE, "I-1")
    form = stage.clicks_in_form(GRACE, "Who else will meet it…")
    assert "A segment is whoever is in it now; who joins it later is not on the list." in form
    customer = _add(stage, "Hooli", Tier.KEY)
    stage.fills_in(GRACE, segments=["key", "beachhead"], customers=[_id(stage, "Globex")],
                   teller=DIEGO)  # fmt: skip
    assert set(concerns(stage)) == {"Hooli", "Initech", "Globex"}, "Acme has reported it"
    assert concerns(stage)["Hooli"].chosen == "key"
    assert warned(stage) == [DIEGO]
    [ask] = [ask for ask in rows.asks(stage, "I-1") if ask.kind == "warn"]
    _add(stage, "Pied Piper", Tier.KEY)
    assert "Pied Piper" not in concerns(stage)
    told = stage.types(GRACE, "/cx concerns I-1 key accounts")
    assert "Pied Piper is to hear of I-1" in told
    assert "Two others stood there already, or reported it themselves." in told
    assert warned(stage) == [DIEGO, GRACE]
    assert ask.due_at
    del customer


@on_sqlite
def test_many_are_meant_before_anybody_is_asked(stage: Stage) -> None:
    for at in range(24):
        _add(stage, f"Site {at:02}", Tier.BEACHHEAD, BEN if at % 2 else None)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 beachhead accounts")
    form = stage.sees_form(GRACE)
    assert "This asks two people about 25 customers." in form
    assert concerns(stage) == {}
    told = stage.fills_in(GRACE)
    assert "@grace (13) and @ben (12) are asked to tell them." in told
    assert len(concerns(stage)) == 25
    stage.passes(days=1)
    asked = stage.reads(BEN)[-1]
    assert (
        "Site 01, Site 03, Site 05, Site 07, Site 09, Site 11, Site 13, Site 15, Site 17" in asked
    )
    assert "Site 19 and 2 more will meet it, too." in asked
    assert sum("Site" in said for said in stage.reads(BEN)) == 1, "one message, not one each"
    stage.clicks(BEN, "Told all of them…", "I-1")
    stage.fills_in(BEN)
    assert warned(stage) == [GRACE]
    assert len(heard(stage)) == 12


@on_sqlite
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Acme", "Acme is on the list of I-1 already, or reported it."),
        ("Globx", "Did you mean Globex?"),
        ("Globex, Globex", "Globex is to hear of I-1"),
        ("Nobody Ltd", "I don't know a customer called"),
        ("Globex because they asked", "Globex is to hear of I-1"),
        ("x" * 3_900, "I don't know a customer called"),
        ("beachhead accounts", "There is no beachhead account yet, so nobody is asked."),
    ],
)
def test_who_is_not_known_or_known_already_is_said(stage: Stage, said: str, sentence: str) -> None:
    with stage.duly.database.write() as session:
        initech = customers.named(session, TEAM, "Initech")
        assert initech
        initech.tier = Tier.STANDARD
        session.add(initech)
    stage.types(GRACE, DELAY)
    told = stage.types(GRACE, f"/cx concerns I-1 {said}")
    assert sentence in told or sentence in stage.sees_form(GRACE)
    assert len(concerns(stage)) == sentence.startswith("Globex is"), "once, and only who is known"


# --- what follows an account, and what a customer's page says ---


@on_sqlite
def test_who_leads_the_account_from_now_on_tells_them(stage: Stage) -> None:
    leads(stage, Globex=BEN)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    assert warned(stage) == [BEN, GRACE]
    stage.types(OMAR, "/cx setup customer Globex")
    stage.fills_in(OMAR, account_lead=WEI)
    assert warned(stage) == [GRACE, WEI]
    stage.passes(days=1)
    assert "Globex will meet it, too." in stage.reads_all(WEI)
    stage.types(WEI, "/cx told I-1 for Globex half of it comes by air")
    assert warned(stage) == [GRACE]
    stage.types(MARIA, "/cx customer Globex")
    page = stage.sees_form(MARIA)
    assert "*What they heard before they noticed*" in page
    assert "@wei, about I-1: “half of it comes by air”" in page


FILE = "name,account_lead\nGlobex,wei\nAcme,wei\n"


@on_sqlite
def test_a_file_that_gives_an_account_to_somebody_else_gives_them_what_is_to_be_told(
    stage: Stage, tmp_path: Path
) -> None:
    """As with the form: what is to be told first, and the word to the customer of an issue."""
    leads(stage, Globex=BEN, Acme=BEN)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    stage.types(TOM, "/cx take I-1 by friday")
    assert (warned(stage), informed(stage)) == ([BEN, GRACE], BEN)
    bring = Importer(stage.duly.database, tmp_path)
    said = bring(Subject.CUSTOMERS, FILE, clock=lambda: stage.now)
    assert (said.tally.updated, said.tally.refused) == (2, 0)
    assert (warned(stage), informed(stage)) == ([GRACE, WEI], WEI)
    before = rows.asks(stage, "I-1")
    assert bring(Subject.CUSTOMERS, FILE, clock=lambda: stage.now).tally.already_there == 2
    assert rows.asks(stage, "I-1") == before
    stage.passes(days=1)
    assert "Globex will meet it, too." in stage.reads_all(WEI)
    importing.undo(stage.duly.database, TEAM, 1, "omar", clock=lambda: stage.now)
    stage.settle()
    assert (warned(stage), informed(stage)) == ([BEN, GRACE], BEN)
    replayed(stage)


@on_sqlite
def test_what_was_put_to_somebody_by_name_stays_with_them(stage: Stage) -> None:
    leads(stage, Acme=BEN)
    stage.types(GRACE, DELAY)
    stage.types(TOM, "/cx take I-1 by friday")
    assert names(stage, BEN, "inform", DIEGO) == ""
    stage.types(OMAR, "/cx setup customer Acme")
    stage.fills_in(OMAR, account_lead=WEI)
    assert informed(stage) == DIEGO


@on_sqlite
def test_who_follows_a_leaver_in_their_accounts_tells_what_they_were_to_tell(stage: Stage) -> None:
    leads(stage, Globex=SARA, Acme=SARA)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(TOM, "/cx take I-1 by friday")
    stage.people.deactivate(SARA)
    stage.passes(days=1)
    assert (warned(stage), informed(stage)) == ([MARIA], MARIA)
    assert "inform" not in rows.held_for(stage, "I-1"), "it is her account, and in nobody's place"


@on_sqlite
def test_the_page_of_a_customer_names_nothing_private(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx private I-1")
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(GRACE, "/cx told I-1 for Globex it comes a week later")
    stage.types(MARIA, "/cx customer Globex")
    assert "before they noticed" not in stage.sees_form(MARIA)
    stage.types(GRACE, "/cx customer Globex")
    assert "it comes a week later" in stage.sees_form(GRACE)


@on_sqlite
def test_an_issue_that_turns_out_to_be_of_somebody_on_the_list_is_told_as_theirs(
    stage: Stage,
) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(GRACE, "/cx edit I-1")
    stage.fills_in(GRACE, customer="Globex")
    assert rows.item(stage, "I-1").customer_id == concerns(stage)["Globex"].customer_id
    assert warned(stage) == [], "they have met it"


@on_sqlite
def test_the_executives_read_how_many_heard_it_first(stage: Stage) -> None:
    """Globex reports it before anybody called, Initech hears it first, and reports it then."""
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech, Corner Café")
    stage.types(DIEGO, "/cx issue Our parts have not come for Globex in Logistics sev 3")
    stage.types(TOM, "/cx merge I-2 with I-1")
    stage.types(GRACE, "/cx told I-1 for Initech it comes a week later")
    stage.passes(hours=1)
    stage.types(DIEGO, "/cx issue They ask where it is for Initech in Logistics sev 3")
    stage.types(TOM, "/cx merge I-3 with I-1")
    with stage.duly.database.read() as session:
        assert stored.first(session, TEAM, Period(MONDAY, stage.now + timedelta(days=1))) == (1, 2)
        assert stored.first(session, TEAM, Period(stage.now, stage.now)) == (0, 0)
    stage.types(NORA, "/cx digest", "#executives")
    said = "\n".join(stage.channel("#executives"))
    assert (
        "Of two customers who would meet an issue as others did, in the last 90 days, one" in said
    )


def _add(stage: Stage, name: str, tier: Tier, lead: str | None = None) -> Customer:
    with stage.duly.database.write() as session:
        customer = Customer(team_id=TEAM, name=name, key=key_of(name), tier=tier, owner_id=lead)
        session.add(customer)
        return customer


def _id(stage: Stage, name: str) -> str:
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, name)
        assert found
        return str(found.customer_id)


# --- where it is reported ---


def reported(stage: Stage, user: str = GRACE, **said: object) -> str:
    """Somebody fills in the form of a report; what they read then."""
    stage.types(user, "/cx issue")
    filled = {
        "title": "The connectors come a week late", "severity": "2", "customer": "Acme",
        "department": "Logistics", "more": "Yes",
    }  # fmt: skip
    return stage.fills_in(user, **{**filled, **said})


@on_sqlite
def test_whoever_reports_it_names_them_at_once(stage: Stage) -> None:
    leads(stage, Globex=BEN)
    told = reported(stage, segments=["strategic"], customers=[_id(stage, "Initech")], teller=WEI)
    assert "Globex and Initech will meet it, too. @ben (1) and @wei (1) are asked to tell" in told
    assert warned(stage) == [BEN, WEI]
    assert "There is no T-1" in stage.types(SARA, "/cx T-1"), "no task as well"
    lines = happened(story(stage, GRACE, "I-1"))
    assert any("reported it; more customers will meet it" in line for line in lines)
    replayed(stage)


@on_sqlite
def test_a_report_that_concerns_very_many_is_noted_and_asks_whether_they_are_meant(
    stage: Stage,
) -> None:
    for at in range(24):
        _add(stage, f"Site {at:02}", Tier.BEACHHEAD)
    told = reported(stage, segments=["beachhead"])
    assert "asks one person about 25 customers. Nobody is asked before you say" in told
    assert concerns(stage) == {}
    stage.clicks_in_form(GRACE, "Who else will meet it…")
    assert "This asks one person about 25 customers." in stage.fills_in(GRACE)
    stage.fills_in(GRACE)
    assert len(concerns(stage)) == 25


@on_sqlite
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"segments": ["strategic"], "teller": OMAR}, "looks after all customers and owns no"),
        ({"segments": ["strategic"], "more": "No"}, "no more customers will meet it"),
        ({"segments": ["strategic"], "audience": "private", "teller": HANA}, "may not see it"),
    ],
)
def test_a_report_that_cannot_be_is_asked_back(
    stage: Stage, said: dict[str, object], sentence: str
) -> None:
    assert sentence in reported(stage, **said)
    assert "There is no I-1" in stage.types(SARA, "/cx I-1"), "nothing was reported"


NEVER_CHOSEN: tuple[tuple[str, str, dict[str, FieldValue]], ...] = (
    ("concern.send", "I-1", {"customers": ["01a21d00-2215-7597-8540-b047af7c2c1a"]}),
    ("concern.send", "I-1", {"customers": ["<!channel>"]}),
    ("concern.send", "I-1", {"segments": ["everything"]}),
    ("concern.send", "I-1|-5", {"segments": ["strategic"]}),
    ("concern.send", "I-1|many", {"segments": ["strategic"]}),
    ("concern.form", "I-1|everything", {}),
    ("concern.knows", "I-1|01a21d0022157597854 0b047af7c2c1a", {}),
    ("concern.knows", "I-1", {}),
    ("concern.told.send", "I-1|<!channel>", {"words": "x"}),
    ("concern.spare.send", "I-1|01a21d0022157597 8540b047af7c2c1a", {"reason": "x"}),
    ("concern.list", "I-1|x", {}),
    ("concern.list", "I-99", {}),
)


@on_sqlite
def test_what_nobody_can_have_chosen_changes_nothing(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Initech")
    for verb, value, fields in NEVER_CHOSEN:
        request = Request(
            team_id=TEAM, user_id=GRACE, verb=verb, key="forged", value=value, fields=fields
        )
        handler = {**routes.BUTTONS, **routes.FORMS}[verb]
        with stage.duly.database.write() as session, pytest.raises((UserError, WrongFields)):
            handler(request, session, stage.now)
        assert set(concerns(stage)) == {"Initech"}, (verb, value)
        assert heard(stage) == set(), (verb, value)


# --- what becomes of it ---


@on_sqlite
def test_what_is_taken_back_or_put_right_is_told_to_nobody_any_more(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(GRACE, "/cx withdraw I-1")
    assert warned(stage) == []
    assert "is closed already" in stage.types(GRACE, "/cx concerns I-1 Initech")
    stage.types(GRACE, "/cx undo I-1")
    assert warned(stage) == [GRACE]
    stage.types(TOM, "/cx take I-1")
    stage.types(TOM, "/cx done I-1")
    assert warned(stage) == [], "nobody meets it any more"
    assert "*Told first* 0 of 1" in story(stage, TOM, "I-1")
    stage.types(GRACE, "/cx reopen I-1 because the next ship is late, too")
    assert warned(stage) == [GRACE], "they are to hear it first, as before"
    replayed(stage)


@on_sqlite
def test_what_cannot_be_fixed_is_still_told_first(stage: Stage) -> None:
    """A no to the issue changes nothing for those who will meet the delay."""
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    stage.types(TOM, "/cx no I-1 because the ship is at sea")
    assert warned(stage) == [GRACE]
    stage.types(GRACE, "/cx told I-1 for Globex it comes a week later")
    assert heard(stage) == {"Globex"}
    stage.types(GRACE, "/cx concerns I-1 Corner Café")
    assert warned(stage) == [GRACE]
    replayed(stage)


def test_the_list_goes_along_with_what_is_joined_and_comes_back(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(DIEGO, "/cx issue Our parts have not come for Globex in Logistics sev 3")
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    stage.types(DIEGO, "/cx concerns I-2 Corner Café")
    stage.types(TOM, "/cx merge I-2 with I-1")
    assert warned(stage, "I-2") == []
    assert warned(stage, "I-1") == [DIEGO, GRACE], "each goes on with theirs"
    told = story(stage, GRACE, "I-1")
    assert "*Told first* 0 of 3; 1 customer reported it themselves before that" in told
    told = stage.types(GRACE, "/cx concerns I-1 Globex")
    assert "Globex is on the list of I-1 already, or reported it." in told
    assert "its list went along: `/cx concerns I-1`" in stage.types(TOM, "/cx concerns I-2 Acme")
    stage.types(GRACE, "/cx concerns I-1")
    assert "✗ Globex · reported it before they heard from us" in stage.sees_form(GRACE)
    stage.types(DIEGO, "/cx told I-1 for Corner Café it comes a week later")
    assert heard(stage, "I-2") == {"Corner Café"}
    stage.types(DIEGO, "/cx undo I-1")
    assert heard(stage, "I-2") == set()
    assert warned(stage, "I-1") == [DIEGO, GRACE]
    stage.types(TOM, "/cx undo I-2")
    assert (warned(stage, "I-1"), warned(stage, "I-2")) == ([GRACE], [DIEGO])
    replayed(stage)


@on_sqlite
def test_what_was_opened_by_mistake_asks_nobody_to_tell_them(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(GRACE, "/cx withdraw I-1")
    assert warned(stage) == []
    stage.types(GRACE, "/cx reopen I-1 because it is late")
    assert warned(stage) == [GRACE]
    stage.types(GRACE, "/cx undo I-1")
    assert warned(stage) == []
    replayed(stage)


@on_sqlite
def test_what_stands_by_itself_again_takes_its_list_along(stage: Stage) -> None:
    """Nobody is reminded of a list of which the last line has gone with its issue."""
    stage.types(GRACE, DELAY)
    stage.types(DIEGO, "/cx issue Our parts have not come for Globex in Logistics sev 3")
    stage.types(DIEGO, "/cx concerns I-2 Corner Café")
    stage.types(TOM, "/cx merge I-2 with I-1")
    assert (warned(stage, "I-1"), warned(stage, "I-2")) == ([DIEGO], [])
    stage.types(DIEGO, "/cx reopen I-2 because it is another ship")
    assert (warned(stage, "I-1"), warned(stage, "I-2")) == ([], [DIEGO])
    stage.types(DIEGO, "/cx undo I-2")
    assert (warned(stage, "I-1"), warned(stage, "I-2")) == ([DIEGO], [])
    replayed(stage)


@on_sqlite
def test_what_was_said_by_mistake_is_undone(stage: Stage) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    stage.types(GRACE, "/cx concerns I-1")
    stage.clicks_in_form(GRACE, "They know", line(stage, "Globex"))
    stage.types(GRACE, "/cx undo I-1")
    assert heard(stage) == set()
    assert warned(stage) == [GRACE]
    stage.types(GRACE, "/cx undo I-1")
    assert concerns(stage) == {}
    assert warned(stage) == []
    replayed(stage)


@on_sqlite
def test_of_two_who_told_the_same_customer_the_second_reads_who_was_first(stage: Stage) -> None:
    leads(stage, Globex=BEN)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    for user in (GRACE, BEN):
        stage.types(user, "/cx concerns I-1")
    stage.clicks_in_form(BEN, "They know", line(stage, "Globex"))
    told = stage.clicks_in_form(GRACE, "They know", line(stage, "Globex"))
    assert "Globex is answered for already: Ben Fischer did" in told
    assert len(rows.events(stage, "I-1", "told first")) == 1
    told = stage.types(GRACE, "/cx told I-1 for Globex again")
    assert "answered for already" in told
    told = stage.types(GRACE, "/cx told I-1 for Initech it is late")
    assert "Initech is not on the list of I-1." in told


@on_sqlite
def test_who_may_not_say_so_and_what_is_private_stays_so(stage: Stage) -> None:
    leads(stage, Globex=BEN, Initech=TOM)
    stage.types(GRACE, DELAY)
    assert "Grace Miller" in stage.types(WEI, "/cx concerns I-1 Globex")
    assert "T-1" in stage.types(GRACE, "/cx task Call them to @sara by friday")
    assert "is a task: only an issue" in stage.types(GRACE, "/cx concerns T-1 Globex")
    assert "Write it like this" in stage.types(GRACE, "/cx concerns")
    stage.types(GRACE, "/cx private I-1")
    stage.types(GRACE, "/cx concerns I-1 Globex, Initech")
    assert warned(stage) == [GRACE, TOM], "Ben may not see it, so he is not asked"
    assert "private" in stage.types(WEI, "/cx concerns I-1")
    rows.make_guest(stage, WEI)
    assert "This is for people of Brightwater" in stage.types(WEI, "/cx concerns I-1")


def test_whoever_leaves_hands_on_whom_they_were_to_tell(stage: Stage) -> None:
    leads(stage, Globex=WEI)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    assert warned(stage) == [WEI]
    stage.people.deactivate(WEI)
    stage.passes(days=1)
    [now] = warned(stage)
    assert now != WEI
    stage.types(GRACE, "/cx concerns I-1")
    assert "nobody is asked" not in stage.sees_form(GRACE)


@on_sqlite
def test_what_becomes_private_stays_with_those_who_are_asked(stage: Stage) -> None:
    leads(stage, Globex=BEN)
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.types(GRACE, "/cx private I-1")
    assert warned(stage) == [BEN]
    stage.passes(days=1)
    assert "Globex will meet it, too." in stage.reads_all(BEN)
    assert "private" in stage.types(WEI, "/cx concerns I-1")
    stage.types(BEN, "/cx told I-1 for Globex it comes a week later")
    assert warned(stage) == []
    assert "private" in stage.types(BEN, "/cx I-1"), "nothing is theirs any more"


@on_sqlite
@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("all other customers", {"Corner Café"}),
        ("strategic and beachhead", {"Globex", "Initech"}),
        ("everybody", {"Globex", "Initech", "Corner Café"}),
        ("Key accounts, and also Globex;", {"Globex"}),
        ("beachheads, corner cafe", {"Initech", "Corner Café"}),
    ],
)
def test_a_segment_is_named_as_people_name_it(stage: Stage, said: str, names: set[str]) -> None:
    stage.types(GRACE, DELAY)
    stage.types(GRACE, f"/cx concerns I-1 {said}")
    assert set(concerns(stage)) == names


@on_sqlite
def test_who_does_not_answer_is_reminded_up_to_the_cco(stage: Stage) -> None:
    leads(stage, Globex=BEN)
    stage.types(GRACE, DELAY)
    stage.types(TOM, "/cx take I-1 by 2026-12-20")
    stage.types(GRACE, "/cx concerns I-1 Globex")
    stage.passes(days=14)
    assert "They have not heard it from us. Who could call them?" in stage.reads_all(BEN)
    assert "Customers will meet an issue, and have not heard it from us" in stage.reads_all(OMAR)
    assert warned(stage) == [BEN], "it stays with whoever is asked"


def test_thousands_in_a_segment_are_asked_of_those_who_lead_them(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST", 3_000)
    with stage.duly.database.write() as session:
        session.add_all(
            Customer(
                team_id=TEAM, name=f"Site {at:05}", key=f"site {at:05}", tier=Tier.BEACHHEAD,
                owner_id=(BEN, WEI, SARA)[at % 3],
            )
            for at in range(2_999)
        )  # fmt: skip
    stage.types(GRACE, DELAY)
    stage.types(GRACE, "/cx concerns I-1 beachhead accounts")
    assert "about 3,000 customers" in stage.sees_form(GRACE)
    stage.fills_in(GRACE)
    assert warned(stage) == [BEN, GRACE, SARA, WEI]
    told = stage.types(GRACE, "/cx concerns I-1 all customers")
    assert "These are more than 3,000 customers, and 3,000 can be chosen." in told
    assert len(rows.events(stage, "I-1", "concerned")) == 1
    stage.types(BEN, "/cx concerns I-1")
    assert "*Told first* 0 of 3,000" in stage.sees_form(BEN)
