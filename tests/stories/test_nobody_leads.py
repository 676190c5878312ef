"""Nobody leads an account: who speaks for the department of the house rules is asked about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.chasing import policy as policies
from storage.asks import Ask
from storage.customers import Customer
from storage.departments import key_of
from storage.matters import Matter
from storage.people import Person
from storage.policies import PolicyVersion
from tests.cast import BEN, GRACE, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.stories.test_contacts import contact, lead, name
from tests.stories.test_house_rules import click
from tests.stories.test_low_scores import call
from tests.stories.test_segments import change, rows
from tests.stories.test_surveys import adds

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ACCOUNTS = 10
"""Where the button of that page stands among those of all pages."""


def opens_rules(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy")
    click(stage, OMAR, "Change…", ACCOUNTS)


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and outcome of all that was asked, in order."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).order_by(col(Ask.opened_at), col(Ask.ask_id)))
        return [(each.kind, each.person_id, each.outcome) for each in found]


def test_the_lead_of_the_department_that_the_rules_name_is_asked(stage: Stage) -> None:
    opens_rules(stage)
    told = stage.fills_in(OMAR, **{"accounts.asked.strategic": "Slaes <!channel>"})
    assert "no department is called that; write Billing, Logistics, Product, Sales, Support" in told
    assert "<!channel>" not in told.replace("“Slaes <!channel>”", "")
    told = stage.fills_in(OMAR, **{"accounts.asked.strategic": " sales "})
    assert "A strategic account that nobody leads is asked about at: CCO → sales" in told
    stage.fills_in(OMAR, why="Sales looks after whoever has no account lead")
    with stage.duly.database.read() as session:
        assert [each.changes for each in session.exec(select(PolicyVersion))] == [
            {"accounts": {"asked": {"strategic": "sales"}}}
        ]
    shown = stage.sees_form(OMAR)
    assert "the lead of sales for strategic accounts" in shown
    assert "the CCO, and only those on which a customer waits, for key, beachhead and" in shown

    adds(stage, user=GRACE, score="3")
    assert call(stage).person_id == BEN, "he leads Sales, and nobody leads Globex"
    stage.passes(days=2)
    kinds = {kind: person for kind, person, _ in asked(stage)}
    assert kinds["terms"] == BEN, "Globex renews within 120 days"
    assert "who" not in kinds, "of key accounts nothing is asked but what they wait for"
    lead(stage, "Globex", WEI)
    assert asked(stage).count(("terms", BEN, None)) == 1, "what was asked stays with them"


@on_sqlite
def test_whoever_speaks_for_the_department_calls_and_says_how_it_renews(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        policies.change_on_server(
            session, stage.now, TEAM, {"accounts": {"asked": {"key": "Sales", "strategic": "CCO"}}}
        )
    change(stage, "Globex", renewal_on=None)
    change(stage, "Acme", renewal_on=stage.now.date() + timedelta(days=91))
    said = name(stage, OMAR, heard_on="2026-11-02")
    assert "I ask @ben when 21 days pass without a word from them." in said
    stage.closes(OMAR)
    stage.passes(days=3)
    found = asked(stage)
    assert ("reach", BEN, None) in found
    assert ("renew", BEN, None) in found
    assert all(person == BEN for _, person, _ in found)
    lead(stage, "Acme", WEI)
    stage.passes(days=1)
    assert ("renew", BEN, "handed over") in asked(stage)
    assert ("renew", WEI, None) in asked(stage), "whoever leads it by now says how it stands"


@on_sqlite
def test_a_department_without_a_lead_leaves_it_with_the_cco(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        policies.change_on_server(
            session, stage.now, TEAM, {"accounts": {"asked": {"key": "Sales"}}}
        )
        for gone in (BEN, WEI):
            found = session.get(Person, (TEAM, gone))
            assert found is not None
            found.gone = True
            session.add(found)
    change(stage, "Globex", renewal_on=None)
    assert "I ask @omar when 21 days pass" in name(stage, OMAR, heard_on="2026-11-02")
    stage.closes(OMAR)
    stage.passes(days=2)
    assert asked(stage) == [("leads", OMAR, None), ("reach", OMAR, None)], "and nothing else"


def test_how_long_somebody_may_be_silent_is_a_house_rule(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, BEN, heard_on="2026-11-10")
    stage.closes(BEN)
    opens_rules(stage)
    assert "choose 366 or less" in stage.fills_in(OMAR, **{"accounts.silence": "900, 45, 30, 0"})
    told = stage.fills_in(OMAR, **{"accounts.silence": "10, 45, 0, 0"})
    assert "days of silence: 21, 45, 30, 0 → 10, 45, 0, 0" in told
    assert "so many who decide are silent today: one instead of none at key accounts." in told
    stage.fills_in(OMAR, why="Key accounts are few")
    shown = stage.sees_form(OMAR)
    assert "silent after 10 days for key accounts; 45 days for strategic accounts: then" in shown
    assert contact(stage).state == "named"
    stage.closes(OMAR)
    stage.passes(days=1)
    assert contact(stage).state == "unheard", "13 days are silence by now"
    with stage.duly.database.write() as session:
        every = dict.fromkeys(("key", "strategic", "beachhead", "standard"), 0)
        policies.change_on_server(session, stage.now, TEAM, {"accounts": {"silence": every}})
    stage.types(OMAR, "/cx policy")
    assert "Nobody is asked to call anybody for silence." in stage.sees_form(OMAR)


def leads(stage: Stage) -> list[tuple[str, str | None]]:
    """Who was asked who leads an account, and how that ended."""
    return [(person, outcome) for kind, person, outcome in asked(stage) if kind == "leads"]


def test_who_leads_a_key_account_is_asked_and_said(stage: Stage) -> None:
    """A few at a time, one question for each account; whoever is named reads it."""
    accounts(stage, "Delmar", "Harbor", "Inca", "Juno", tier="key")
    lead(stage, "Acme", WEI)
    for each in ("Acme", "Globex"):
        change(stage, each, renewal_on=None)
    stage.passes(hours=1)
    stage.passes(days=1)
    assert leads(stage) == [(OMAR, None)] * 3, "the CCO, while the rules name no department"
    assert [each.title for each in rows(stage, Matter)] == [
        "Who leads Delmar", "Who leads Harbor", "Who leads Inca",
    ], "what is worth most first; nobody says here who leads strategic ones"  # fmt: skip
    told = stage.reads_all(OMAR)
    assert "Nobody leads Delmar, a key account. Who leads it? The answer is due" in told

    stage.clicks(OMAR, "Say who leads it…", "B-1")
    assert "Omar" in stage.fills_in(OMAR, lead=OMAR)
    assert led_by(stage) is None, "the CCO leads none"
    said = stage.fills_in(OMAR, lead=WEI)
    assert "Noted: @wei leads Delmar." in said
    assert led_by(stage) == WEI
    stage.closes(OMAR)

    stage.clicks(OMAR, "Somebody else…", "B-2")
    assert "@ben is asked now" in stage.fills_in(OMAR, person=BEN)
    # Two such questions stand in a message of the day: the third has its page.
    stage.types(OMAR, "/cx B-3")
    stage.clicks_in_form(OMAR, "No, because…")
    assert "why" in stage.fills_in(OMAR, reason="").lower()
    stage.fills_in(OMAR, reason="They <!channel> buy through Harbor")
    stage.types(OMAR, "/cx B-3")
    assert "nobody is to lead it" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    assert "is for" in stage.types(SARA, "/cx B-3")

    stage.passes(days=1)
    assert "You lead *Delmar* now, a key account, says @omar." in stage.reads_all(WEI)
    assert leads(stage)[-1] == (OMAR, None), "Juno waited its turn"
    assert sorted(outcome or "" for _, outcome in leads(stage)) == [
        "", "", "answered", "declined", "handed over",
    ]  # fmt: skip
    # What somebody says in the form of the customer ends it, too.
    lead(stage, "Harbor", GRACE)
    stage.passes(hours=2)
    assert (BEN, "answered") in leads(stage)
    assert {each.title: (each.state, each.answer) for each in rows(stage, Matter)} == {
        "Who leads Delmar": ("answered", "leads"),
        "Who leads Harbor": ("answered", "leads"),
        "Who leads Inca": ("answered", "no"),
        "Who leads Juno": ("asked", None),
    }
    stage.passes(days=30)
    assert len(rows(stage, Matter)) == 4, "one question for each account"


def accounts(stage: Stage, *names: str, tier: str) -> None:
    """Accounts that nobody leads, what is worth most first."""
    with stage.duly.database.write() as session:
        for place, each in enumerate(names):
            session.add(Customer(
                team_id=TEAM, name=each, key=key_of(each), tier=tier,
                annual_value=900_000 - place if place < 3 else None,
            ))  # fmt: skip


def led_by(stage: Stage, name: str = "Delmar") -> str | None:
    with stage.duly.database.read() as session:
        return session.exec(select(Customer.owner_id).where(Customer.name == name)).one()
