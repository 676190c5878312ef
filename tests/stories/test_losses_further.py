"""Who is asked about a customer who left asks them first, or calls them, and answers no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot import routes
from bot.incoming import Refused
from handlers.customers.losses import calling
from handlers.front.imports import Subject
from handlers.speech.request import Request
from storage import people
from storage.asks import Ask
from tests.cast import BEN, NORA, OMAR, PRIYA, SARA, TEAM, VICTOR, WEI
from tests.importer import Importer
from tests.stage import Stage
from tests.stories.test_losses import asked, customer, explain, lead, loss, record, stands

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def calls(stage: Stage) -> list[tuple[str, str | None]]:
    return [(person, outcome) for kind, person, outcome in asked(stage) if kind == "call"]


def test_whoever_is_asked_why_asks_them_first_and_is_reminded_by_that_day(stage: Stage) -> None:
    lead(stage, "Acme", WEI)
    record(stage)
    stage.passes(days=1)
    stage.clicks(WEI, "I'll ask them…")
    assert "By which day will you know?: [2026-12-01]" in stage.sees_form(WEI)
    assert "That day is over." in stage.fills_in(WEI, day="2026-11-20")
    assert "within 30 days" in stage.fills_in(WEI, day="2027-01-20")
    said = stage.fills_in(WEI, day="2026-12-10")
    assert "What stood behind L-1 is asked of you by Thu 10 Dec." in said
    why = [each for each in asked(stage) if each[0] == "why"]
    assert why == [("why", WEI, "redated"), ("why", WEI, None)] or why == [
        ("why", WEI, None), ("why", WEI, "redated"),
    ]  # fmt: skip
    with stage.duly.database.read() as session:
        [due] = [
            each.due_at
            for each in session.exec(select(Ask).where(Ask.kind == "why"))
            if each.outcome is None
        ]
    assert due.date() == date(2026, 12, 10)
    before = len(stage.reads(WEI))
    stage.passes(days=7)
    assert len(stage.reads(WEI)) <= before + 2
    assert "@wei named a day by which to ask them" in (
        stage.types(OMAR, "/cx L-1") or stage.sees_form(OMAR)
    )
    stage.types(WEI, "/cx L-1")
    stage.clicks_in_form(WEI, "Write it…")
    assert "Thank you" in explain(stage, WEI)
    stands(stage)


def test_that_they_are_asked_first_is_undone(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "I'll ask them…")
    stage.fills_in(SARA, day="2026-11-30")
    stage.closes(SARA)
    assert "Undone." in stage.types(SARA, "/cx undo")
    assert [each for each in asked(stage) if each[2] is None] == [("why", SARA, None)]
    assert loss(stage).state == "recorded"
    stands(stage)


def test_who_is_asked_instead_and_who_said_that_they_call_is_undone(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Why: somebody else…")
    stage.fills_in(SARA, person=BEN)
    stage.closes(SARA)
    assert [each for each in asked(stage) if each[2] is None] == [("why", BEN, None)]
    assert "Undone." in stage.types(SARA, "/cx undo L-1")
    assert [each for each in asked(stage) if each[2] is None] == [("why", SARA, None)]
    assert ("why", BEN, "withdrawn") in asked(stage)
    with stage.duly.database.write() as session:
        victor = people.find(session, TEAM, VICTOR)
        assert victor
        calling.give(session, stage.now, victor, "L-1")
    assert (loss(stage).caller_id, calls(stage)) == (VICTOR, [(VICTOR, None)])
    assert "Undone." in stage.types(VICTOR, "/cx undo L-1")
    assert (loss(stage).caller_id, calls(stage)) == (None, [(VICTOR, "withdrawn")])
    assert [each for each in asked(stage) if each[2] is None] == [("why", SARA, None)]
    stands(stage)


def test_a_call_that_is_declined_goes_to_another_executive_until_all_were_asked(
    stage: Stage,
) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=2)
    assert calls(stage) == [(NORA, None)]
    stage.clicks(NORA, "No, because…")
    said = stage.fills_in(NORA, reason="They blame me")
    assert "Noted in L-1, with your reason. @priya is asked instead." in said
    assert sorted(calls(stage), key=str) == [(NORA, "declined"), (PRIYA, None)]
    told = stage.types(OMAR, "/cx L-1") or stage.sees_form(OMAR)
    assert "@priya is asked to call them. Before: “They blame me”" in told
    stage.closes(OMAR)
    stage.passes(days=1)
    stage.clicks(PRIYA, "No, because…")
    assert "@victor is asked instead" in stage.fills_in(PRIYA, reason="I am ill")
    stage.passes(days=1)
    stage.clicks(VICTOR, "No, because…")
    said = stage.fills_in(VICTOR, reason="They moved away")
    assert "Noted in L-1, with your reason.\n" in said
    assert "instead" not in said
    # All three were asked: next month asks nobody again.
    stage.passes(days=40)
    assert [outcome for _, outcome in calls(stage)] == ["declined"] * 3
    told = stage.types(OMAR, "/cx L-1") or stage.sees_form(OMAR)
    assert "So far nobody calls them: “They moved away”" in told
    stands(stage)


def test_a_call_that_is_declined_by_mistake_is_asked_again(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=2)
    stage.clicks(NORA, "No, because…")
    stage.fills_in(NORA, reason="They blame me")
    stage.types(NORA, "/cx undo")
    assert [each for each in calls(stage) if each[1] is None] == [(NORA, None)]
    assert (loss(stage).caller_id, loss(stage).learned) == (NORA, "")
    stands(stage)


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("loss.why.send", {"cause": "price", "evidence": "I-1", "preventable": "nobody"}),
        ("loss.unknown.send", {"reason": "so"}),
        ("loss.ask.send", {"day": "2026-11-30"}),
    ],
)
def test_who_is_asked_to_call_does_not_say_why_they_left(
    stage: Stage, verb: str, fields: dict[str, str]
) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=2)
    assert calls(stage) == [(NORA, None)]
    request = Request(TEAM, NORA, verb, key=verb, value="L-1", fields=fields)
    answer = stage.duly.incoming.look(routes.FORMS[verb], request)
    assert isinstance(answer, Refused), answer
    assert "Sara Novak or the CCO" in str(answer)
    assert (loss(stage).state, loss(stage).cause) == ("recorded", None)
    told = stage.types(NORA, "/cx L-1") or stage.sees_form(NORA)
    assert "[We spoke…]" in told
    assert "Write it…" not in told
    assert "Why: somebody else…" not in told


FILE = "name,came_on\n"


def test_nobody_became_a_customer_after_they_left(stage: Stage, tmp_path: Path) -> None:
    bring = Importer(stage.duly.database, tmp_path)
    record(stage)
    stage.types(OMAR, "/cx setup customer Acme")
    refused = stage.fills_in(OMAR, since="2026-11-21")
    assert "They left on Fri 20 Nov 2026 (L-1). Choose a day before that" in refused
    assert customer(stage, "Acme").came_on is None
    stage.fills_in(OMAR, since="2026-11-20")
    assert customer(stage, "Acme").came_on == date(2026, 11, 20)
    tally = bring(Subject.CUSTOMERS, f"{FILE}Acme,2026-12-01\nGlobex,2026-12-01\n").tally
    assert [each.reason for each in tally.rejected] == [
        "They left on Fri 20 Nov 2026 (L-1). Choose a day before that, or correct when they left."
    ]
    assert customer(stage, "Acme").came_on == date(2026, 11, 20)
    assert customer(stage, "Globex").came_on == date(2026, 12, 1)
