"""Once a month each executive is asked for a conversation with a customer; it is read back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from storage.asks import Ask
from storage.history import Event
from storage.issues import Issue
from storage.nudges import Nudge
from storage.people import Person
from storage.voices import Voice, VoiceState
from tests.cast import BEN, MARIA, NORA, OMAR, PRIYA, SARA, TOM, VICTOR
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def december(stage: Stage) -> None:
    """Executives are asked on 10 December, and read of it in their bundle of the next morning."""
    stage.passes(until=datetime(2026, 12, 10, 12, tzinfo=UTC))
    stage.passes(until=datetime(2026, 12, 11, 18, tzinfo=UTC))


def voices(stage: Stage) -> list[Voice]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Voice).order_by(col(Voice.number))))


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.kind == "hear"))
        return sorted((each.person_id, each.outcome) for each in found)


def replayed(stage: Stage) -> dict[int, dict[str, Any]]:
    """Each voice as its history tells it, by number."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "voice").order_by(col(Event.event_id))
        told: dict[int, list[dict[str, Any]]] = {}
        for event in session.exec(query):
            stood = told.setdefault(event.number, [])
            if event.verb == "undone":
                stood.append({**stood[-2 if len(stood) > 1 else 0], "state": event.state})
                continue
            row = dict(stood[-1]) if stood else {"line": "", "heard_on": None, "reason": ""}
            row |= event.details.get("heard", {}) | event.details.get("after", {})
            row |= {"to_id": event.details.get("to", row.get("to_id")), "state": event.state}
            row["month"] = event.details.get("month", row.get("month"))
            row["reason"] = event.details.get("because", row["reason"])
            stood.append(row)
        return {number: stood[-1] for number, stood in told.items()}


def stands(stage: Stage) -> None:
    """History tells how each stands."""
    for each in voices(stage):
        again = replayed(stage)[each.number]
        on = each.heard_on.isoformat() if each.heard_on else None
        assert (again["to_id"], again["month"], again["state"]) == (
            each.to_id, each.month, each.state,
        )  # fmt: skip
        if each.state != VoiceState.TAKEN_BACK:
            assert (again["line"], again["heard_on"]) == (each.line, on)
            assert again["reason"] == each.reason


def test_each_executive_is_asked_once_and_answers_with_two_clicks(stage: Stage) -> None:
    december(stage)
    assert [(each.to_id, each.month, each.state) for each in voices(stage)] == [
        (NORA, "2026-12", "open"), (PRIYA, "2026-12", "open"), (VICTOR, "2026-12", "open"),
    ]  # fmt: skip
    assert "With which customer have you spoken this month" in stage.reads_all(NORA)
    assert "With which customer" not in stage.reads_all(OMAR) + stage.reads_all(MARIA)

    stage.clicks(NORA, "I spoke with…")
    assert "One line" in stage.sees_form(NORA)
    said = stage.fills_in(NORA, customer="Acme", line="The invoices are unreadable", who="Jana")
    assert "“The invoices are unreadable” (Jana at Acme)" in said
    assert "One of three executives has spoken with a customer in December so far." in said
    one = voices(stage)[0]
    assert (one.state, one.who, one.heard_on) == ("told", "Jana", date(2026, 12, 11))
    assert (NORA, "answered") in asked(stage)
    stage.closes(NORA)

    stage.clicks(PRIYA, "Not this month…")
    assert "Noted: not this month." in stage.fills_in(PRIYA)
    assert (PRIYA, "declined") in asked(stage)
    stage.passes(days=12)
    assert len(voices(stage)) == 3
    stage.passes(until=datetime(2027, 1, 5, 12, tzinfo=UTC))
    assert [each.state for each in voices(stage)] == ["told", "passed", "lapsed"]
    assert (VICTOR, "withdrawn") in asked(stage)
    stage.passes(until=datetime(2027, 1, 12, 9, tzinfo=UTC))
    assert [each.to_id for each in voices(stage)[3:]] == [NORA, PRIYA, VICTOR]
    stands(stage)


def test_whoever_told_of_one_by_themselves_is_not_asked(stage: Stage) -> None:
    stage.passes(until=datetime(2026, 12, 2, 10, tzinfo=UTC))
    told = stage.types(
        VICTOR, "/cx heard Acme yesterday: Jana says that the invoices are unreadable"
    )
    assert "“the invoices are unreadable” (Jana at Acme)" in told
    assert "The executives read it in their digest." in told
    one = voices(stage)[0]
    assert (one.is_asked, one.month, one.heard_on) == (False, "2026-12", date(2026, 12, 1))
    december(stage)
    assert sorted(each.to_id for each in voices(stage)) == [NORA, PRIYA, VICTOR]
    assert "With which customer" not in stage.reads_all(VICTOR)
    stands(stage)


def test_it_is_read_back_with_thanks_and_only_counted_where_private(stage: Stage) -> None:
    stage.types(SARA, "/cx task Call Acme to @maria by friday for Acme because they wait")
    stage.types(NORA, "/cx heard Acme Jana says the invoices are <!channel> unreadable")
    stage.types(PRIYA, "/cx heard Globex they look for another supplier, private")
    stage.types(NORA, "/cx digest now", "#executives")
    digest = "\n".join(stage.channel("#executives", NORA))
    assert "Two of three executives have spoken with a customer in November so far." in digest
    assert "unreadable” (Jana at Acme). Thank you, @nora." in digest
    assert "another supplier" not in digest
    assert "@victor" not in digest.partition("Heard from customers")[2]
    place = stage.workspace.named("#executives").id
    sent = json.dumps([each.blocks for each in stage.workspace.messages(place)])
    assert "<!channel>" not in sent
    [_, private] = voices(stage)
    assert private.is_private
    stage.types(NORA, "/cx Y-2")
    assert "another supplier" not in stage.sees_form(NORA)
    stage.types(OMAR, "/cx Y-2")
    assert "another supplier" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    assert "another supplier" not in stage.types(SARA, "/cx search supplier")


def test_the_page_of_a_customer_says_when_an_executive_spoke_with_them(stage: Stage) -> None:
    stage.types(SARA, "/cx customer Acme")
    assert "No conversation of an executive with Acme has been told here yet." in stage.sees_form(
        SARA
    )
    assert "I spoke with them…" not in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(NORA, "/cx customer Acme")
    stage.clicks_in_form(NORA, "I spoke with them…")
    said = stage.fills_in(NORA, line="They want one invoice", day="2026-11-20")
    assert "They want one invoice" in said
    stage.closes(NORA)
    stage.types(SARA, "/cx customer Acme")
    assert "An executive last spoke with Acme on Fri 20 Nov." in stage.sees_form(SARA)
    assert "one invoice" not in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(VICTOR, "/cx customer Acme")
    assert "“They want one invoice”" in stage.sees_form(VICTOR)
    stage.closes(VICTOR)
    stage.passes(days=40)
    stage.types(SARA, "/cx customer Acme")
    assert "No executive has told of a conversation with Acme since Fri 20 Nov." in stage.sees_form(
        SARA
    )


def test_what_was_learned_becomes_an_issue_with_one_click(stage: Stage) -> None:
    stage.types(NORA, "/cx heard Acme the invoices are unreadable")
    form = stage.clicks_answer(NORA, "Report it as an issue…")
    assert "the invoices are unreadable" in form
    stage.fills_in(NORA, department="Billing")
    with stage.duly.database.read() as session:
        [issue] = session.exec(select(Issue))
        assert issue.title == "the invoices are unreadable"
        assert issue.customer_id == voices(stage)[0].customer_id


def test_undo_and_correct(stage: Stage) -> None:
    stage.types(NORA, "/cx heard Acme the invoices are unreadable")
    assert "Undone. Y-1 counts no more." in stage.clicks_answer(NORA, "Undo")
    assert voices(stage)[0].state == "taken back"
    stage.types(NORA, "/cx heard Acme the invoices are unreadable")
    stage.clicks_answer(NORA, "Correct…", "Y-2")
    said = stage.fills_in(NORA, line="The invoices are too long", customer="Globex")
    assert "“The invoices are too long” (Globex)" in said
    stands(stage)
    stage.clicks_in_form(NORA, "Undo")
    one = voices(stage)[1]
    assert (one.line, one.state) == ("the invoices are unreadable", "told")
    stage.closes(NORA)
    stage.types(NORA, "/cx heard Acme The invoices are unreadable.")
    assert len(voices(stage)) == 2
    stage.passes(hours=1)
    stage.types(NORA, "/cx Y-2")
    assert "Undo" not in stage.sees_form(NORA)


@on_sqlite
def test_an_answer_that_is_undone_is_asked_for_again(stage: Stage) -> None:
    december(stage)
    stage.clicks(NORA, "Not this month…")
    stage.fills_in(NORA, reason="I was in hospital")
    stage.clicks_in_form(NORA, "Undo")
    stage.closes(NORA)
    assert (voices(stage)[0].state, voices(stage)[0].reason) == ("open", "")
    assert (NORA, None) in asked(stage)
    told = stage.types(NORA, "/cx heard Acme the invoices are unreadable")
    assert "Noted" in told
    assert (voices(stage)[0].state, voices(stage)[0].is_asked) == ("told", True)
    stands(stage)


@on_sqlite
def test_undo_in_words_takes_back_what_was_told_last(stage: Stage) -> None:
    stage.types(NORA, "/cx task Call Acme to @maria by friday for Acme because they wait")
    stage.types(NORA, "/cx heard Acme the invoices are unreadable")
    assert "for Nora Lindqvist to tell" in stage.types(VICTOR, "/cx undo Y-1")
    assert "an executive or the CCO" in stage.types(SARA, "/cx undo Y-1")
    assert "Undone. Y-1 counts no more." in stage.types(NORA, "/cx undo")
    assert voices(stage)[0].state == "taken back"
    assert "undone already" in stage.types(NORA, "/cx undo Y-1").lower()
    stage.types(NORA, "/cx heard Globex they look for another supplier")
    stage.passes(hours=1)
    assert "more than ten minutes ago" in stage.types(NORA, "/cx undo Y-2")
    assert [each.state for each in voices(stage)] == ["taken back", "told"]


@on_sqlite
def test_bad_input_loses_nothing_and_says_why(stage: Stage) -> None:
    assert "Did you mean Acme?" in stage.types(NORA, "/cx heard Acmee they wait")
    assert "an executive or the CCO" in stage.types(SARA, "/cx heard Acme they wait")
    stage.types(NORA, "/cx heard")
    assert "required" in stage.fills_in(NORA, line="They wait")
    assert "not come yet" in stage.fills_in(
        NORA, customer="Acme", line="They wait", day="2026-12-24"
    )
    assert "92 days" in stage.fills_in(NORA, customer="Acme", line="They wait", day="2020-12-24")
    assert "one line" in stage.fills_in(NORA, customer="Acme", line=" … ", day="2026-11-20")
    stage.fills_in(NORA, customer="Acme", line="They wait", day="2026-11-20")
    stage.closes(NORA)
    assert "You have told of that already: Y-1" in stage.types(
        NORA, "/cx heard Acme on 2026-11-20 they wait"
    )
    assert "characters" in stage.types(NORA, "/cx heard Acme " + "they wait " * 200)
    assert len(voices(stage)) == 1
    assert "There is no Y-9." in stage.types(NORA, "/cx Y-9")
    assert "an executive or the CCO" in stage.types(TOM, "/cx Y-1")


@on_sqlite
def test_whoever_is_away_or_left_is_not_asked(stage: Stage) -> None:
    stage.passes(until=datetime(2026, 12, 8, 10, tzinfo=UTC))
    stage.types(NORA, "/cx away until 2027-01-04, victor stands in because of a holiday")
    with stage.duly.database.write() as session:
        person = session.get(Person, ("T0BRIGHT", PRIYA))
        assert person is not None
        person.gone = True
        session.add(person)
    december(stage)
    assert [each.to_id for each in voices(stage)] == [VICTOR]
    stage.types(VICTOR, "/cx away until 2027-01-04, omar stands in because of a holiday")
    stage.passes(days=1)
    assert [each.state for each in voices(stage)] == ["lapsed"]


@on_sqlite
def test_only_the_cco_reads_names(stage: Stage) -> None:
    stage.types(NORA, "/cx heard Acme they wait")
    told = stage.types(OMAR, "/cx heard")
    assert "One of three executives has spoken with a customer in November so far." in told
    assert told.index("@priya · nothing told yet") < told.index("@nora · Mon 23 Nov")
    assert "an executive or the CCO" in stage.types(BEN, "/cx heard")
    stage.types(VICTOR, "/cx heard")
    assert "@priya" not in stage.sees_form(VICTOR)


def test_a_week_with_nothing_to_decide_still_brings_what_a_customer_said(stage: Stage) -> None:
    stage.types(OMAR, "/cx digest weekly monday 9:00", "#executives")
    assert "Enjoy the quiet" in stage.types(NORA, "/cx digest now", "#executives")
    stage.types(NORA, "/cx heard Acme <!channel> “the *invoices* are unreadable”")
    stage.passes(until=datetime(2026, 11, 30, 12, tzinfo=UTC))
    [digest] = [each for each in stage.channel("#executives", NORA) if "The executives ·" in each]
    assert "No promise fell due this week, and none is late." in digest
    assert "Nothing needs a decision from you." in digest
    assert "Heard from customers" in digest
    assert "are unreadable" in digest
    assert "Thank you, @nora." in digest
    posted = [str(each.blocks) for each in stage.workspace.messages("#executives")]
    assert not any("<!channel>" in each for each in posted)
    stage.passes(until=datetime(2026, 12, 7, 12, tzinfo=UTC))
    assert sum("The executives ·" in each for each in stage.channel("#executives", NORA)) == 1
    assert "Enjoy the quiet" in stage.types(NORA, "/cx digest now", "#executives")
    assert [each.state for each in voices(stage) if each.line] == [VoiceState.TOLD]


@on_sqlite
def test_what_was_told_in_private_alone_is_no_reason_for_a_digest(stage: Stage) -> None:
    stage.types(OMAR, "/cx digest weekly monday 9:00", "#executives")
    stage.types(NORA, "/cx heard Acme they talk with another supplier, private")
    [voice] = [each for each in voices(stage) if each.line]
    assert voice.is_private
    stage.passes(until=datetime(2026, 11, 30, 12, tzinfo=UTC))
    assert not any("The executives ·" in each for each in stage.channel("#executives", NORA))
    assert "Enjoy the quiet" in stage.types(NORA, "/cx digest now", "#executives")


@on_sqlite
def test_after_a_turn_of_the_month_without_duly_nobody_is_reminded_of_the_old_one(
    stage: Stage,
) -> None:
    december(stage)
    stage.passes(until=datetime(2026, 12, 28, 6, tzinfo=UTC))
    before = [stage.reads(each) for each in (NORA, PRIYA, VICTOR)]
    stage.workspace.clock.move_to(datetime(2027, 1, 4, 15, tzinfo=UTC))
    stage.settle()
    stage.passes(days=2)
    assert [each.state for each in voices(stage)] == ["lapsed"] * 3
    after = [stage.reads(each) for each in (NORA, PRIYA, VICTOR)]
    assert [len(each) for each in after] == [len(each) for each in before]
    with stage.duly.database.read() as session:
        hears = [each.ask_id for each in session.exec(select(Ask).where(Ask.kind == "hear"))]
        found = session.exec(select(Nudge)).all()
    theirs = [each for each in found if each.ask_id in hears]
    assert all(each.sent_at and each.sent_at.year == 2026 for each in theirs)
