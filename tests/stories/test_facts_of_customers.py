"""The question of the week is fed by what is true of customers, and only while it is true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from handlers.executives.prompts.facts import of_customers
from handlers.executives.prompts.facts.rules import FactKind
from storage import customers
from storage.asks import Ask
from storage.columns import new_id
from storage.contacts import Contact
from storage.customers import Customer
from storage.inquiries import Inquiry
from tests.cast import BEN, MARIA, NORA, PRIYA, RAVI, SARA, TEAM, VICTOR, WEI
from tests.stage import Stage
from tests.stories.test_contacts import contact, falls_silent, lead, name
from tests.stories.test_digest_decides import climbs
from tests.stories.test_facts import asked_of, true_now, why_over
from tests.stories.test_themes_heard import found as find_theme
from tests.stories.test_themes_heard import themes
from tests.stories.test_twins import says_same, two

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_silent_key_account_is_asked_about_until_somebody_was_heard(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, BEN, heard_on="2026-10-01", heard_by=WEI, how="call")
    falls_silent(stage)
    assert contact(stage).state == "unheard"
    assert true_now(stage, FactKind.SILENT) is None, "there is time to call"
    climbs(stage, kind="reach")
    fact = true_now(stage, FactKind.SILENT)
    assert fact is not None
    assert fact.question == "Who speaks with whoever decides at Acme?"
    assert fact.said == (
        "At Acme (key account, 480 k a year) nobody has heard whoever decides since Thu 1 Oct, and "
        "the call that was asked for has not been made."
    )
    assert "Jana" not in f"{fact}", "what is asked stays, and names nobody of a customer's"

    stage.types(NORA, "/cx prompt now", "#executives")
    with stage.duly.database.read() as session:
        one = session.exec(select(Inquiry)).one()
    assert (one.fact, one.subject) == ("silent", "contact:1")
    stage.clicks(NORA, "Somebody else calls…", one.ref)
    assert "Acme" in stage.sees_form(NORA)
    stage.closes(NORA)
    silent = asked_of(stage, FactKind.SILENT)
    lead(stage, "Acme", BEN, tier="strategic")
    assert true_now(stage, FactKind.SILENT) is None
    assert why_over(stage, silent) == "Acme is a strategic account now."
    lead(stage, "Acme", BEN, tier="key")
    stage.clicks(BEN, "We spoke…", "P-1")
    stage.fills_in(BEN, said="All is well")
    assert contact(stage).state == "named"
    assert true_now(stage, FactKind.SILENT) is None
    assert why_over(stage, silent) == "Somebody has heard whoever decides at Acme."
    stage.passes(hours=2)
    with stage.duly.database.read() as session:
        [one] = session.exec(select(Inquiry)).all()
    assert (one.state, one.answered_by) == ("taken back", None)
    said = "No answer is needed any more: Somebody has heard whoever decides at Acme."
    assert said in "\n".join(stage.channel("#executives", NORA))
    assert said in stage.reads_all(one.to_id)


def test_a_theme_nobody_acts_on_is_asked_about_until_something_follows(stage: Stage) -> None:
    find_theme(stage)
    assert true_now(stage, FactKind.THEME) is None, "Maria has time to answer"
    climbs(stage, kind="act")
    fact = true_now(stage, FactKind.THEME)
    assert fact is not None
    assert fact.question == "What follows from “credit note, late, invoice”?"
    assert fact.said == (
        "Eight answers of four customers since Fri 23 Oct have these words, and nothing follows "
        "from it yet."
    )
    assert fact.loudness >= 676_000, "by what those who write of it pay"
    one = asked_of(stage, FactKind.THEME)
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, title="Credit notes in two days", owner=SARA, day="2026-12-11")
    assert true_now(stage, FactKind.THEME) is None
    assert why_over(stage, one) == "T-1 follows from it."


def test_a_task_that_an_executive_gives_for_a_theme_follows_from_it(stage: Stage) -> None:
    find_theme(stage)
    climbs(stage, kind="act")
    stage.types(NORA, "/cx prompt now", "#executives")
    stage.clicks(NORA, "Name who acts…", "E-1")
    stage.fills_in(NORA, owner=SARA, words="Credit notes in two days", day="2026-12-11")
    assert [(each.state, each.led_to, each.answered_by) for each in themes(stage)] == [
        ("followed", "T-1", NORA)
    ]
    with stage.duly.database.read() as session:
        ask = session.exec(select(Ask).where(Ask.kind == "act")).one()
    assert (ask.outcome, ask.answered_by) == ("answered", NORA), "Maria is not asked any more"
    stage.types(NORA, "/cx undo E-1")
    stage.passes(hours=2)
    assert [each.state for each in themes(stage)] == ["open"], "the task came to nothing"
    with stage.duly.database.read() as session:
        again = session.exec(select(Ask).where(Ask.kind == "act", col(Ask.answered_at).is_(None)))
        assert again.one().person_id == MARIA


def test_what_executives_put_to_everybody_or_leave_for_a_reason_settles_a_theme(
    stage: Stage,
) -> None:
    find_theme(stage)
    climbs(stage, kind="act")
    stage.types(NORA, "/cx prompt now", "#executives")
    stage.clicks(NORA, "Put it to everybody…", "E-1")
    stage.fills_in(NORA, words="Send credit notes in two days")
    assert [(each.state, each.led_to) for each in themes(stage)] == [("followed", "D-1")]
    stage.passes(hours=2)
    assert [each.state for each in themes(stage)] == ["followed"], "it waits for a decision"
    stage.types(NORA, "/cx withdraw D-1 because the new run does it")
    stage.passes(hours=2)
    assert [(each.state, each.led_to) for each in themes(stage)] == [("open", "")]

    climbs(stage, kind="act")
    with stage.duly.database.write() as session:
        one = session.exec(select(Inquiry)).one()
        one.subject = "theme:0"
        session.add(one)
    stage.types(NORA, "/cx prompt now", "#executives")
    stage.clicks(VICTOR, "Nothing follows, because…", "E-2")
    stage.fills_in(VICTOR, words="The new run in January sends them")
    assert [(each.state, each.reason, each.answered_by) for each in themes(stage)] == [
        ("resting", "The new run in January sends them", VICTOR)
    ]
    stage.types(VICTOR, "/cx undo E-2")
    assert [(each.state, each.reason) for each in themes(stage)] == [("open", "")]
    with stage.duly.database.read() as session:
        again = session.exec(select(Ask).where(Ask.kind == "act", col(Ask.answered_at).is_(None)))
        assert again.one().person_id == MARIA


def test_a_task_to_call_a_silent_account_answers_whoever_was_asked_to_call(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, BEN, heard_on="2026-10-01", heard_by=WEI, how="call")
    falls_silent(stage)
    climbs(stage, kind="reach")
    stage.types(NORA, "/cx prompt now", "#executives")
    stage.clicks(NORA, "Somebody else calls…", "E-1")
    stage.fills_in(NORA, owner=WEI, day="2026-12-11")
    now = contact(stage)
    assert (now.state, now.caller_id, now.call_on, now.led_to) == (
        "promised", WEI, date(2026, 12, 11), "T-1",
    )  # fmt: skip
    with stage.duly.database.read() as session:
        asked = session.exec(select(Ask).where(Ask.noun == "contact")).all()
    assert [(each.kind, each.outcome) for each in asked] == [
        ("who", "answered"),
        ("reach", "answered"),
    ], "Ben need not call, and Wei is reminded of the task alone"
    assert "P-1: @nora gave somebody a task to call them: T-1." in stage.reads_all(BEN)
    stage.types(NORA, "/cx undo E-1")
    assert (contact(stage).state, contact(stage).led_to) == ("named", "")
    stage.passes(hours=2)
    assert contact(stage).state == "unheard", "Ben is asked again"

    climbs(stage, kind="reach")
    stage.clicks(NORA, "Nobody needs to, because…", "E-1")
    stage.fills_in(NORA, words="I saw her at the fair")
    now = contact(stage)
    assert (now.state, now.rests_because, now.rests_until) == (
        "named", "I saw her at the fair", stage.now.date() + timedelta(days=90),
    )  # fmt: skip
    stage.types(NORA, "/cx undo E-1")
    assert (contact(stage).state, contact(stage).rests_until) == ("named", None)
    stage.passes(hours=2)
    stage.clicks(NORA, "Somebody else calls…", "E-1")
    stage.fills_in(NORA, owner=WEI, day="2026-12-11")
    stage.passes(hours=2)
    assert (contact(stage).state, contact(stage).led_to) == ("promised", "T-2")
    stage.types(WEI, "/cx done T-2")
    stage.passes(hours=2)
    assert contact(stage).state == "unheard", "nobody wrote down that they heard her"


@on_sqlite
def test_many_silent_accounts_that_weigh_less_hide_no_key_account(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, BEN, heard_on="2026-10-01", heard_by=WEI, how="call")
    falls_silent(stage)
    climbs(stage, kind="reach")
    with stage.duly.database.write() as session:
        globex = customers.named(session, TEAM, "Globex")
        [ask] = session.exec(select(Ask).where(Ask.kind == "reach")).all()
        assert globex
        for number in range(1_001, 1_001 + of_customers.MOST):
            session.add(Contact(
                team_id=TEAM, number=number, title="Kai", created_at=stage.now, state="unheard",
                customer_id=globex.customer_id, quiet_from=date(2026, 10, 1),
            ))  # fmt: skip
            other = Ask(**ask.model_dump() | {"ask_id": new_id(), "number": number})
            other.due_at -= timedelta(days=1)
            session.add(other)
    fact = true_now(stage, FactKind.SILENT)
    assert fact is not None
    assert fact.subject == "contact:1"


def test_twins_are_asked_about_once_both_agree_and_until_it_is_decided(stage: Stage) -> None:
    two(stage)
    stage.passes(days=1)
    says_same(stage, "U0DIEGO")
    assert true_now(stage, FactKind.TWINS) is None, "one of both has not answered"
    stage.types(RAVI, "/cx W-1")
    stage.clicks_in_form(RAVI, "Same thing…")
    stage.fills_in(RAVI)
    fact = true_now(stage, FactKind.TWINS)
    assert fact is not None
    assert fact.question == (
        "N-1 and N-2 are the same thing. What would customers notice if they were one?"
    )
    assert "D-1 is not decided yet" in fact.said
    one = asked_of(stage, FactKind.TWINS)
    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="The same people call")
    stage.types(NORA, "/cx decided D-1 as proposed, because one call is enough")
    assert true_now(stage, FactKind.TWINS) is None
    assert why_over(stage, one) == "D-1 is decided."


def test_a_tier_nobody_spoke_of_is_asked_about_while_it_has_customers(stage: Stage) -> None:
    for number, what in enumerate(("Close the depot", "Raise the fee", "Drop the fax"), 1):
        assert true_now(stage, FactKind.SEGMENT) is None, "too few decisions were answered"
        stage.types(NORA, f"/cx impact {what} by friday", "#executives")
        stage.clicks(VICTOR, "Worse", f"D-{number}")
        stage.fills_in(
            VICTOR, why="They wait longer", tiers=["strategic", "beachhead"], task="",
            acceptor=PRIYA,
        )  # fmt: skip
    fact = true_now(stage, FactKind.SEGMENT)
    assert fact is not None
    assert fact.question == "What do our decisions change for a key account?"
    one = asked_of(stage, FactKind.SEGMENT)
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        acme.left_on = stage.now.date()
        session.add(acme)
    assert true_now(stage, FactKind.SEGMENT) is None, "there is no key account any more"
    assert why_over(stage, one) == "There is no key account any more."
    with stage.duly.database.write() as session:
        session.add(Customer(
            team_id=TEAM, name="Delmar Foods", key="delmar foods", tier="key", annual_value=9,
        ))  # fmt: skip
    assert true_now(stage, FactKind.SEGMENT) is not None
