"""What is known of customers is put to the executives as questions, and told once a month."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from handlers.executives.digests import rules
from storage import customers
from storage.asks import Ask
from storage.customers import Customer
from storage.inquiries import Inquiry
from storage.losses import Loss
from tests.cast import BEN, NORA, OMAR, RAVI, TEAM, VICTOR, WEI
from tests.stage import Stage
from tests.stories.test_contacts import contact, falls_silent, lead, name
from tests.stories.test_contract_terms import need
from tests.stories.test_digest_decides import ROOM, climbs, newest
from tests.stories.test_digest_lines import digest, lost
from tests.stories.test_themes_heard import found as find_theme
from tests.stories.test_twins import says_same, two

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_first_digest_of_a_month_tells_who_came_and_left_and_asks_for_a_call(
    stage: Stage,
) -> None:
    with stage.duly.database.write() as session:
        globex = customers.named(session, TEAM, "Globex")
        assert globex
        globex.came_on = date(2026, 11, 5)
        session.add(globex)
    need(stage, OMAR, "Globex", term="Answer time", given="8 h", wanted="4 h", source="Kai, 3 Nov")
    stage.closes(OMAR)
    for each in ("Acme", "Initech", "Corner Café"):
        lost(stage, each, "Billing", said="Too dear <!channel>")
    with stage.duly.database.write() as session:
        extra = Customer(
            team_id=TEAM, name="Kestrel Foods", key="kestrel foods", tier="standard",
            annual_value=5_000,
        )  # fmt: skip
        session.add(extra)
    lost(stage, "Kestrel Foods", "Billing", said="Too dear <!channel>")
    stage.passes(hours=2)
    said = digest(stage, NORA, ROOM)
    assert "*Kestrel Foods: who calls them?*" in said, "each executive calls one a month"
    assert "*Acme: who calls" not in said, "an executive is asked already"
    assert "<!channel>" in said
    assert "customers won" not in said, "the month is not over"
    stage.presses(NORA, newest(stage), "I'll call them", "L-4")
    with stage.duly.database.read() as session:
        ask = session.exec(select(Ask).where(Ask.noun == "loss", Ask.number == 4)).all()
        loss = session.get(Loss, (TEAM, 4))
    assert [(each.kind, each.person_id) for each in ask if each.kind == "call"] == [("call", NORA)]
    assert loss
    assert loss.caller_id == NORA
    assert "Kestrel Foods: who" not in digest(stage, NORA, ROOM), "she calls them"

    stage.passes(days=8)
    said = digest(stage, NORA, ROOM)
    assert "*November 2026: one customer won, four lost, " in said
    assert "One key or strategic account wants other terms than it has." in said
    below = [each for each in stage.thread(ROOM) if "November 2026" in each]
    assert below
    assert "Tier | New | Lost" in below[0] or "All" in below[0]
    assert "*Why they left*" in below[0] or "Why they left" in below[0]


def test_whom_nobody_reaches_at_a_key_account_is_one_of_the_three(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, BEN, heard_on="2026-10-01", heard_by=WEI, how="call")
    falls_silent(stage)
    assert "who calls Jana" not in digest(stage, NORA, ROOM), "Ben was asked just now"
    climbs(stage, kind="reach")
    said = digest(stage, NORA, ROOM)
    assert "*Acme: who calls Jana Weiss?*" in said
    assert "Key account, 480 k a year, renews Mon 1 Mar 2027. Jana Weiss was last heard on" in said
    assert "more wait" not in said, "it is told with it"
    stage.presses(NORA, newest(stage), "I'll call them…", "P-1")
    stage.fills_in(NORA)
    assert (contact(stage).state, contact(stage).caller_id) == ("promised", NORA)
    assert "who calls Jana" not in digest(stage, NORA, ROOM), "Nora gave a day"
    climbs(stage, kind="calling")
    assert "*Acme: who calls Jana Weiss?*" in digest(stage, NORA, ROOM)
    lead(stage, "Acme", BEN, tier="strategic")
    assert "who calls Jana" not in digest(stage, NORA, ROOM), "only of key accounts"


def test_what_an_executive_calls_about_or_was_asked_this_week_is_not_asked_again(
    stage: Stage,
) -> None:
    lead(stage, "Acme", BEN)
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    climbs(stage)
    digest(stage, NORA, ROOM)
    stage.presses(NORA, newest(stage), "I'll call them", "I-1")
    stage.closes(NORA)
    stage.types(BEN, "/cx withdraw I-1 anyway")
    name(stage, BEN, heard_on="2026-10-01", heard_by=WEI, how="call")
    falls_silent(stage)
    climbs(stage, kind="reach")
    said = digest(stage, NORA, ROOM)
    assert "who calls Jana" not in said, "she calls Acme already"
    assert "• Acme, by " in said
    stage.types(NORA, "/cx done T-1")
    assert "*Acme: who calls Jana Weiss?*" in digest(stage, NORA, ROOM)

    stage.types(NORA, "/cx prompt now", ROOM)
    assert "who calls Jana" not in digest(stage, NORA, ROOM), "the same question waits there"
    with stage.duly.database.write() as session:
        one = session.exec(select(Inquiry)).one()
        assert one.subject == "contact:1"
        one.created_at -= rules.ASKED
        session.add(one)
    assert "*Acme: who calls Jana Weiss?*" in digest(stage, NORA, ROOM)


def test_a_theme_without_an_answer_is_put_to_the_executives(stage: Stage) -> None:
    find_theme(stage)
    climbs(stage, kind="act")
    said = digest(stage, NORA, ROOM)
    assert "*What follows from “credit note, late, invoice”?*" in said
    assert "Four customers wrote" in said
    assert "*Themes* One theme has no answer." in stage.opens_home(OMAR)
    stage.presses(NORA, newest(stage), "Nothing, because…", "M-1")
    stage.fills_in(NORA, reason="The new invoice is out next week")
    assert "credit note" not in digest(stage, NORA, ROOM)
    assert "*Themes*" not in stage.opens_home(OMAR)


def test_what_both_owners_call_one_is_put_to_the_executives(stage: Stage) -> None:
    two(stage)
    stage.passes(days=1)
    says_same(stage, "U0DIEGO")
    assert "same thing" not in stage.types(NORA, "/cx digest now", ROOM)
    assert not any("N-1 and N-2" in each for each in stage.channel(ROOM))
    stage.types(RAVI, "/cx W-1")
    stage.clicks_in_form(RAVI, "Same thing…")
    stage.fills_in(RAVI)
    said = digest(stage, NORA, ROOM)
    assert "*N-1 and N-2 are the same thing. One of them?*" in said
    assert "at most €45 k is spent twice" in said
    assert "Both who answer for them say so (D-1)." in said
    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="The same people call")
    stage.types(NORA, "/cx decided D-1 as proposed, because one call is enough")
    assert "One of them?" not in digest(stage, NORA, ROOM)
