"""Somebody decides at a customer: they are named, heard, called after long silence, and go."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.chasing.kinds import AGAIN as MONDAY_RUNG
from handlers.customers.contacts import bringing
from storage.asks import Ask
from storage.contacts import Contact
from storage.customers import Customer
from storage.hearings import CustomerHearing
from storage.history import Event
from tests.cast import BEN, MARIA, NORA, OMAR, SARA, TOM, VICTOR, WEI
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lead(stage: Stage, customer: str, user: str | None, **columns: object) -> None:
    """Somebody leads an account from now on."""
    with stage.duly.database.write() as session:
        found = session.exec(select(Customer).where(Customer.name == customer)).one()
        found.owner_id = user
        for name, value in columns.items():
            setattr(found, name, value)
        session.add(found)


def contacts(stage: Stage) -> list[Contact]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Contact).order_by(col(Contact.number))))


def contact(stage: Stage, number: int = 1) -> Contact:
    return contacts(stage)[number - 1]


def hearings(stage: Stage) -> list[CustomerHearing]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(CustomerHearing).order_by(col(CustomerHearing.hearing_id))))


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and outcome of all that was asked about contacts, in order."""
    with stage.duly.database.read() as session:
        found = session.exec(
            select(Ask).where(Ask.noun == "contact").order_by(col(Ask.opened_at), col(Ask.ask_id))
        )
        return [(each.kind, each.person_id, each.outcome) for each in found]


def stands(stage: Stage) -> None:
    """History tells how each contact stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "contact").order_by(col(Event.event_id))
        told: dict[int, dict[str, Any]] = {}
        for event in session.exec(query):
            row = told.setdefault(event.number, {})
            row |= event.details.get("contact", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in contacts(stage):
        for name, value in told[each.number].items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date | datetime) else real
            plain = str(plain) if name == "customer_id" else plain
            assert plain == value, (name, plain, value)


def page(stage: Stage, user: str, customer: str = "Acme") -> str:
    """The page of a customer, as somebody reads it."""
    stage.types(user, f"/cx customer {customer}")
    return stage.sees_form(user)


def name(stage: Stage, user: str = BEN, customer: str = "Acme", **fields: object) -> str:
    """Somebody writes down that Jana Weiss decides at a customer."""
    shown = page(stage, user, customer)
    button = "Name them…" if "Name them…" in shown else "Somebody else decides too…"
    stage.clicks_in_form(user, button)
    return stage.fills_in(user, **{"name": "Jana Weiss", **fields})


def falls_silent(stage: Stage, user: str = BEN) -> None:
    """Two days pass, within which a call is asked for and brought."""
    stage.closes(user)
    stage.passes(days=1)
    stage.passes(days=1.2)


def list_of(stage: Stage, user: str) -> str:
    stage.closes(user)
    stage.types(user, "/cx silence")
    return stage.sees_form(user)


def test_whoever_decides_is_named_falls_silent_and_is_called(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    assert "Nobody is written down yet. Who decides at Acme?" in page(stage, BEN)
    said = name(
        stage, role="finance", heard_on="2026-11-03", heard_by=WEI, how="call", sponsor=VICTOR
    )
    assert "Noted: Jana Weiss decides at Acme. I ask @ben when 21 days pass" in said
    one = contact(stage)
    assert (one.state, one.title, one.role, one.influence) == (
        "named", "Jana Weiss", "finance", "decides",
    )  # fmt: skip
    assert (one.heard_on, one.heard_by, one.heard_how) == (date(2026, 11, 3), WEI, "call")
    stage.closes(BEN)
    assert "Jana Weiss, finance, decides: heard Tue 3 Nov by @wei, a call" in page(stage, BEN)
    assert "sponsor @victor" in stage.sees_form(BEN)
    assert asked(stage) == [("who", BEN, "answered")], "20 days are no silence"

    falls_silent(stage)
    assert asked(stage)[1:] == [("reach", BEN, None)]
    assert contact(stage).state == "unheard"
    read = stage.reads_all(BEN)
    assert "Acme: Jana Weiss" in read
    assert "Nobody has heard Jana Weiss since Tue 3 Nov. Can you call by" in read
    assert "Jana Weiss decides at Acme and was last heard on Tue 3 Nov" in list_of(stage, OMAR)
    assert "@ben is asked to call by" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    assert "Of those you may read of, nobody who decides has been silent" in list_of(stage, TOM)
    stage.closes(TOM)

    stage.clicks(BEN, "We spoke…")
    said = stage.fills_in(BEN, said="They wait for the credit note", felt="uneasy")
    assert "is kept, as you wrote it" in said
    [heard] = hearings(stage)
    assert (heard.said, heard.felt, heard.heard_by, heard.through) == (
        "They wait for the credit note", "uneasy", BEN, "call",
    )  # fmt: skip
    one = contact(stage)
    assert (one.state, one.heard_on, one.heard_by) == ("named", stage.now.date(), BEN)
    assert asked(stage)[1:] == [("reach", BEN, "answered")]
    assert "Nobody who decides has been silent for longer than the limit." in list_of(stage, OMAR)
    stands(stage)


def test_a_day_that_is_given_is_kept_and_is_no_hearing(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-02")
    falls_silent(stage)
    label = next(each for each in labels(stage, BEN) if each.startswith("I'll call by"))
    stage.clicks(BEN, label)
    one = contact(stage)
    assert (one.state, one.caller_id) == ("promised", BEN)
    assert label == f"I'll call by {one.call_on:%a} {one.call_on.day} {one.call_on:%b}"
    assert one.heard_on == date(2026, 11, 2), "a day does not count as heard"
    assert asked(stage)[1:] == [("reach", BEN, "answered"), ("calling", BEN, None)]
    stage.passes(days=9)
    assert "The call is" in stage.reads_all(BEN)
    stage.clicks(BEN, "Another day…")
    assert "That day is over" in stage.fills_in(BEN, day="2026-11-20")
    later = (stage.now + timedelta(days=3)).date()
    assert f"{later.day} Dec" in stage.fills_in(BEN, day=later.isoformat())
    assert asked(stage)[2:] == [("calling", BEN, "redated"), ("calling", BEN, None)]
    stands(stage)


def labels(stage: Stage, user: str) -> list[str]:
    """The labels of all buttons in what somebody was sent."""
    found: list[str] = []
    for message in stage.workspace.messages(stage.workspace.dm(user).id):
        for block in message.blocks:
            found += [each["text"]["text"] for each in block.get("elements", []) if "text" in each
                      and isinstance(each["text"], dict)]  # fmt: skip
    return found


def test_a_no_stands_until_its_day(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-02")
    falls_silent(stage)
    stage.clicks(BEN, "No, because…")
    assert "why" in stage.fills_in(BEN, reason="…", day="2026-12-20").lower()
    assert "That day is over" in stage.fills_in(BEN, reason="They asked for it", day="2026-11-20")
    assert "more than a year" in stage.fills_in(BEN, day="2028-01-01")
    said = stage.fills_in(BEN, day="2026-12-20")
    assert "nobody is asked to call Jana Weiss until Sun 20 Dec" in said
    assert (contact(stage).state, contact(stage).rests_until) == ("named", date(2026, 12, 20))
    assert asked(stage)[1:] == [("reach", BEN, "declined")]
    stage.passes(days=10)
    assert len(asked(stage)) == 2, "they are let rest"
    stage.passes(until=datetime(2026, 12, 21, 9, tzinfo=UTC))
    stage.passes(days=1)
    assert asked(stage)[2:] == [("reach", BEN, None)]
    stands(stage)


def test_the_sponsor_is_a_second_voice_and_then_the_cco_hears(stage: Stage) -> None:
    lead(stage, "Acme", BEN, sponsor_id=VICTOR)
    name(stage, heard_on="2026-11-02")
    falls_silent(stage)
    stage.passes(days=14)
    read = stage.reads_all(VICTOR)
    assert "Acme: Jana Weiss" in read
    assert "@ben has not reached them. Could you? @ben tells you what waits." in read
    stage.clicks(VICTOR, "I'll call them…")
    stage.fills_in(VICTOR, day=(stage.now + timedelta(days=2)).date().isoformat())
    assert (contact(stage).state, contact(stage).caller_id) == ("promised", VICTOR)
    assert asked(stage)[1:] == [("reach", BEN, "answered"), ("calling", VICTOR, None)]
    stands(stage)


def test_somebody_else_calls(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-02")
    falls_silent(stage)
    stage.clicks(BEN, "Somebody else…")
    assert "@sara is asked about Jana Weiss now." in stage.fills_in(BEN, person=SARA)
    assert asked(stage)[1:] == [("reach", BEN, "handed over"), ("reach", SARA, None)]
    stage.passes(days=1)
    stage.clicks(SARA, "We spoke…")
    stage.fills_in(SARA, said="All is well")
    assert contact(stage).heard_by == SARA
    stands(stage)


def test_who_decides_is_asked_of_the_account_lead_of_a_key_account(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    lead(stage, "Globex", BEN)
    stage.passes(days=1)
    assert asked(stage) == [("who", BEN, None)], "key accounts alone"
    stage.passes(days=1)
    read = stage.reads_all(BEN)
    assert "Acme is a key account, and nobody is written down who decides there." in read
    stage.clicks(BEN, "Nobody here knows")
    told = stage.sees_form(BEN)
    assert "T-1 finds out who decides at Acme, and it is yours." in told
    stage.closes(BEN)
    assert "Find out who decides at Acme" in stage.types(BEN, "/cx T-1") + stage.sees_form(BEN)
    assert (contact(stage).state, asked(stage)) == ("unknown", [("who", BEN, "answered")])
    stage.closes(BEN)
    name(stage, name="Paul Adler")
    assert [(each.title, each.state) for each in contacts(stage)] == [("Paul Adler", "named")]
    stands(stage)


def test_without_an_account_lead_nobody_is_asked_for_names(stage: Stage) -> None:
    stage.passes(days=2)
    assert contacts(stage) == []
    shown = list_of(stage, OMAR)
    assert "Nobody is named who decides at any customer." in shown
    assert "One key account has no decision maker written down. Who decides at Acme?" in shown


def test_somebody_leaves_and_whoever_follows_is_called_soon(stage: Stage) -> None:
    lead(stage, "Acme", BEN, sponsor_id=VICTOR)
    name(stage, heard_on="2026-11-20")
    stage.closes(BEN)
    name(stage, name="Paul Adler", influence="influences", heard_on="2026-11-22")
    stage.closes(BEN)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "Not there any more…")
    assert "who decides now" in stage.fills_in(BEN, happened="left the company")
    assert "has not come yet" in stage.fills_in(BEN, day="2027-01-01")
    said = stage.fills_in(BEN, day="2026-11-21", successor="Paul Adler")
    assert "Paul Adler decides now, and a call is asked for." in said
    first, heir = contacts(stage)
    assert (first.state, first.gone_on, first.gone_why) == (
        "gone", date(2026, 11, 21), "left the company",
    )  # fmt: skip
    assert (heir.influence, heir.state) == ("decides", "unheard")
    assert asked(stage)[1:] == [("reach", BEN, None)]
    stage.passes(days=1)
    assert "Acme has a new decision maker since Sat 21 Nov: Paul Adler." in stage.reads_all(VICTOR)
    assert "Paul Adler was last heard on Sun 22 Nov." in stage.reads_all(VICTOR)
    assert "new decision maker" not in stage.reads_all(BEN), "who said so knows"
    stands(stage)


def test_whoever_is_named_next_is_told_of_and_called_soon(stage: Stage) -> None:
    lead(stage, "Acme", BEN, sponsor_id=VICTOR)
    name(stage, heard_on="2026-11-20")
    stage.closes(BEN)
    name(stage, name="Rita Sommer", heard_on="2026-11-20")
    stage.closes(BEN)
    page(stage, OMAR)
    stage.clicks_in_form(OMAR, "Open…", "P-1")
    stage.clicks_in_form(OMAR, "Not there any more…")
    stage.fills_in(
        OMAR, happened="left the company", day="2026-11-21",
        successor="Somebody else, whom I name next",
    )  # fmt: skip
    said = stage.fills_in(OMAR, name="Paul Adler")
    assert "Noted: Paul Adler decides at Acme." in said
    assert [(each.title, each.state) for each in contacts(stage)] == [
        ("Jana Weiss", "gone"), ("Rita Sommer", "named"), ("Paul Adler", "unheard"),
    ]  # fmt: skip
    [reach] = [each for each in asked(stage) if each[0] == "reach"]
    assert reach == ("reach", BEN, None)
    stage.passes(days=1)
    told = "Acme has a new decision maker since Sat 21 Nov: Paul Adler."
    for user in (VICTOR, BEN):
        assert f"{told} Paul Adler has heard nothing from us yet." in stage.reads_all(user)
    # Who decides beside somebody follows nobody.
    name(stage, name="Lena Brandt")
    assert contact(stage, 4).state == "named"
    stands(stage)


def test_whoever_is_found_or_brought_later_is_called_soon_as_well(stage: Stage) -> None:
    lead(stage, "Acme", BEN, sponsor_id=VICTOR)
    for number in (1, 2):
        name(stage, name=f"Jana {number}", heard_on="2026-11-20")
        stage.closes(BEN)
        page(stage, BEN)
        stage.clicks_in_form(BEN, "Open…", f"P-{number}")
        stage.clicks_in_form(BEN, "Not there any more…")
        stage.fills_in(BEN, happened="left the company", day="2026-11-21", successor="I don't know")
        stage.closes(BEN)
    assert contact(stage, 2).state == "gone"
    with stage.duly.database.write() as session:
        acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
        assert bringing.bring(session, stage.now, acme, "Paul Adler")
        assert not bringing.bring(session, stage.now, acme, "paul adler")
    assert contacts(stage)[-1].state == "unheard"
    stage.passes(days=1)
    told = stage.reads_all(VICTOR)
    assert "Acme has a new decision maker since Sat 21 Nov: Paul Adler." in told
    stands(stage)


def test_somebody_leaves_and_nobody_knows_who_follows(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage)
    stage.closes(BEN)
    page(stage, OMAR)
    stage.clicks_in_form(OMAR, "Open…", "P-1")
    stage.clicks_in_form(OMAR, "Not there any more…")
    stage.fills_in(OMAR, happened="not known", successor="I don't know")
    assert [(each.title, each.state) for each in contacts(stage)] == [
        ("Jana Weiss", "gone"), ("Who decides at Acme", "sought"),
    ]  # fmt: skip
    assert asked(stage)[1:] == [("who", BEN, None)]
    stands(stage)


def test_who_looks_after_the_account_reads_names_and_others_how_many(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage)
    stage.closes(BEN)
    for user in (OMAR, NORA, BEN):
        assert "Jana Weiss" in page(stage, user)
        stage.closes(user)
    for user in (SARA, TOM, MARIA):
        shown = page(stage, user)
        assert "Jana Weiss" not in shown
        assert "one decision maker" in shown
        stage.closes(user)
    assert "Jana Weiss" not in list_of(stage, TOM)
    assert "That is for" in stage.types(SARA, "/cx silence")
    stage.types(OMAR, "/cx task Rewrite the mail to @sara by friday for Acme")
    assert "Jana Weiss" in page(stage, MARIA), "her department owes them something"


def test_nobody_calls_a_customer_who_left(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-02")
    falls_silent(stage)
    stage.types(OMAR, "/cx lost Acme they said “price”")
    stage.fills_in(OMAR, stated="price")
    stage.passes(days=1)
    assert contact(stage).state == "named"
    assert ("reach", BEN, "withdrawn") in asked(stage)
    assert "Jana Weiss" not in list_of(stage, OMAR)
    stands(stage)


def test_nobody_is_asked_who_decides_at_a_customer_who_left(stage: Stage) -> None:
    stage.types(OMAR, "/cx lost Initech they said “price”")
    stage.fills_in(OMAR, stated="price")
    stage.closes(OMAR)
    read = page(stage, OMAR, "Initech")
    assert "Who decides at Initech?" not in read
    assert "They decide* nobody is named who decides" in read
    assert "Name them…" not in read


def test_what_follows_from_a_talk_has_its_form(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage)
    stage.closes(BEN)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "We spoke…")
    shown = stage.fills_in(BEN, said="Send the <!here> credit note", follows="task")
    assert "credit note" in shown
    assert len(hearings(stage)) == 1


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Name them…")
    assert "Please write the name" in stage.fills_in(BEN, name="…")
    assert "Wei Tan works here. Who decides at Acme?" in stage.fills_in(BEN, name="wei tan")
    said = stage.fills_in(BEN, name="Jana Weiss", heard_on="2026-12-01")
    assert "You cannot have spoken on Tue 1 Dec yet." in said
    assert "more than 10 years ago" in stage.fills_in(BEN, heard_on="1999-01-01")
    assert "the day on which they were last heard" in stage.fills_in(BEN, heard_on="", heard_by=WEI)
    assert "is no executive" in stage.fills_in(BEN, heard_by="", sponsor=SARA)
    assert contacts(stage)[0].state == "sought"
    said = stage.fills_in(
        BEN,
        sponsor="",
        name="<!channel> *Jana* 👩‍💼",
        role="\u202eboss",
        address="jana@acme.example",
    )
    assert "Noted" in said
    stage.closes(BEN)
    again = name(stage, name="Somebody Else", address="JANA@acme.example")
    assert "is already named at Acme" in again
    stage.closes(BEN)
    page(stage, BEN)
    view = stage.workspace.view(BEN)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "We spoke…")
    assert "in their words" in stage.fills_in(BEN, said="…")
    assert "You cannot have spoken" in stage.fills_in(BEN, said="Yes", day="2026-12-01")
    assert hearings(stage) == []


def test_what_stays_late_keeps_nobody_else_from_being_asked_about(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    for who in ("Jana Weiss", "Paul Adler", "Rita Sommer"):
        name(stage, name=who, heard_on="2026-11-02")
        stage.closes(BEN)
    falls_silent(stage)
    reach = [each for each in asked(stage) if each[0] == "reach"]
    assert reach == [("reach", BEN, None)] * 2, "two at once"
    stage.passes(days=1)
    assert len([each for each in contacts(stage) if each.state == "unheard"]) == 2
    with stage.duly.database.write() as session:
        for ask in session.exec(select(Ask).where(Ask.kind == "reach")):
            ask.rung = MONDAY_RUNG
            session.add(ask)
    stage.passes(days=1.2)
    assert [each.state for each in contacts(stage)] == ["unheard"] * 3
    stands(stage)


def test_home_says_whom_nobody_hears(stage: Stage) -> None:
    lead(stage, "Acme", BEN, sponsor_id=VICTOR)
    name(stage, heard_on="2026-11-02", name="<!channel> Jana")
    stage.closes(BEN)
    for user in (BEN, VICTOR):
        shown = stage.opens_home(user)
        assert "Your accounts" in shown
        assert "Jana was last heard on Mon 2 Nov." in shown
    assert "One who decides was not heard for long." in stage.opens_home(OMAR)
    assert "Jana" not in stage.opens_home(SARA)
