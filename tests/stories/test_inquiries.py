"""Each week one executive is asked about what is true, and their answer leads to something."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot.practice.slack.objects import Message
from storage.asks import Ask
from storage.decisions import Decision
from storage.history import Event
from storage.inquiries import Inquiry
from storage.tasks import Task
from tests.cast import MARIA, NORA, OMAR, PRIYA, SARA, TOM, VICTOR
from tests.stage import Stage

ACME = "/cx issue Nobody can log in for Acme in Billing sev 1"
WEEKLY = "/cx prompt weekly monday 9:30"


def inquiry(stage: Stage, number: int = 1) -> Inquiry:
    with stage.duly.database.read() as session:
        return session.exec(select(Inquiry).where(Inquiry.number == number)).one()


def verbs(stage: Stage) -> list[tuple[str, str]]:
    with stage.duly.database.read() as session:
        told = session.exec(select(Event).where(Event.noun == "inquiry"))
        return [(each.actor, each.verb) for each in sorted(told, key=lambda one: one.event_id)]


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "inquiry"))
        return [(each.person_id, each.outcome) for each in found]


def cards(stage: Stage) -> list[Message]:
    place = stage.workspace.named("#executives").id
    return [each for each in stage.workspace.messages(place) if "E-1" in each.text]


def executives(stage: Stage) -> str:
    return "\n".join(stage.channel("#executives", NORA))


def test_one_executive_is_asked_about_the_account_that_matters_most(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(SARA, "/cx issue Wrong door code for Initech in Logistics sev 2")
    told = stage.types(NORA, "/cx prompt now")
    assert "Who calls Acme before it renews on Mon 1 Mar?" in told
    card = executives(stage)
    assert "Acme (key account, 480 k a year) has one open issue of severity 1 or 2" in card
    assert "I-1 “Nobody can log in”" in card
    assert "Initech" not in card
    assert (inquiry(stage).to_id, inquiry(stage).fact) == (NORA, "account")
    assert asked(stage) == [(NORA, None)]

    stage.clicks(NORA, "I'll call them…")
    assert "Acme: Call the customer and say what happens next" in stage.sees_form(NORA)
    assert "On which department's list does it go?" in stage.sees_form(NORA)
    assert "Private: you, its owner, their lead and Omar" in stage.sees_form(NORA)
    stage.fills_in(NORA, day="2026-11-25", department="Sales")
    one = inquiry(stage)
    assert (one.state, one.course, one.answered_by, one.led_to) == (
        "answered", "mine", NORA, "T-1",
    )  # fmt: skip
    assert asked(stage) == [(NORA, "answered")]
    assert verbs(stage) == [(NORA, "put"), (NORA, "answered")]
    with stage.duly.database.read() as session:
        [task] = session.exec(select(Task))
        assert (task.owner_id, task.title) == (
            NORA, "Acme: Call the customer and say what happens next",
        )  # fmt: skip
        assert task.customer_id
    assert "does it" in executives(stage)
    assert "T-1 follows." in executives(stage)


def test_nobody_is_asked_to_call_a_customer_who_waits_for_nothing(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.clicks(MARIA, "Take it now", "I-1")
    stage.types(MARIA, "/cx done I-1 evidence The certificate is renewed")
    stage.types(SARA, "/cx told I-1 They can log in again")
    assert "Who calls Acme" not in stage.types(NORA, "/cx prompt now")
    with stage.duly.database.read() as session:
        assert not session.exec(select(Inquiry)).all()


def test_what_is_over_before_anybody_answers_is_asked_no_more_and_says_why(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(VICTOR, "I'll call them…", "E-1")
    stage.clicks(MARIA, "Take it now", "I-1")
    stage.types(MARIA, "/cx done I-1 evidence The certificate is renewed")
    stage.passes(hours=2)
    assert inquiry(stage).state == "open", "Acme has not heard yet"
    stage.types(SARA, "/cx told I-1 They can log in again")
    stage.passes(hours=2)
    why = "No issue of severity 1 or 2 waits at Acme any more."
    one = inquiry(stage)
    assert (one.state, one.words, one.course, one.led_to) == ("taken back", why, None, "")
    assert asked(stage) == [(NORA, "withdrawn")]
    assert verbs(stage) == [(NORA, "put"), ("", "taken back")]
    assert f"No answer is needed any more: {why}" in executives(stage)
    assert f"No answer is needed any more: {why}" in stage.reads_all(NORA)
    stage.fills_in(VICTOR, day="2026-11-25", department="Sales")
    said = f"E-1 needs no answer any more: {why} Nothing was changed."
    assert said in stage.sees_form(VICTOR), "his form was still open"
    stage.closes(VICTOR)
    stage.types(NORA, "/cx E-1")
    assert "Duly took it back" in stage.sees_form(NORA)
    stage.types(SARA, "/cx issue Nobody can pay for Acme in Billing sev 1")
    assert "Who calls Acme" in stage.types(NORA, "/cx prompt now"), "it is so again"
    assert (inquiry(stage, 2).state, inquiry(stage, 2).subject) == ("open", one.subject)


def test_the_next_one_waits_and_the_cco_hears_that_it_does(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, WEEKLY)
    stage.passes(until=datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert (inquiry(stage).to_id, inquiry(stage).asked_by) == (NORA, "")
    assert "E-1" in stage.types(NORA, "/cx prompt now")
    stage.passes(days=15)
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Inquiry)).all()) == 1
    assert "no answer since Mon 23 Nov: no other comes before that" in stage.reads_all(OMAR)
    assert "has not answered this question" not in stage.reads_all(MARIA)
    late = executives(stage)
    assert "! late, was due" in late


def test_somebody_else_is_asked_and_answers_in_words(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Ask somebody else…")
    assert "required" in stage.fills_in(NORA)
    stage.fills_in(NORA, owner=VICTOR)
    assert inquiry(stage).to_id == VICTOR
    assert asked(stage) == [(NORA, "handed over"), (VICTOR, None)]
    stage.clicks(PRIYA, "Nobody needs to, because…")
    assert "Please say why" in stage.fills_in(PRIYA, words="   ")
    stage.fills_in(PRIYA, words="<!channel> they heard it from me")
    one = inquiry(stage)
    assert (one.state, one.answered_by, one.course) == ("answered", PRIYA, "because")
    assert "<!channel>" not in json.dumps([each.blocks for each in cards(stage)])
    assert verbs(stage) == [(NORA, "put"), (NORA, "passed on"), (PRIYA, "answered")]
    stage.types(VICTOR, "/cx E-1")
    assert "they heard it from me" in stage.sees_form(VICTOR)


def test_who_may_not_answers_nothing_and_twice_is_once(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    assert "an executive or the CCO" in stage.types(TOM, "/cx E-1")
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met them on Monday")
    stage.types(VICTOR, "/cx E-1")
    assert "I'll call them…" not in stage.sees_form(VICTOR)
    told = stage.types(VICTOR, "/cx E-2")
    assert "There is no E-2." in told
    assert inquiry(stage).answered_by == NORA


def test_what_is_private_is_counted_and_never_named(stage: Stage) -> None:
    stage.types(SARA, "/cx issue Their board is suing for Acme in Billing sev 1 private")
    stage.types(SARA, "/cx issue Wrong door code for Initech in Logistics sev 2")
    assert "Who calls Initech this week?" in stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="Done on Friday")
    stage.types(SARA, "/cx issue Invoices doubled for Acme in Billing sev 2")
    assert "Who calls Acme" in stage.types(NORA, "/cx prompt now")
    said = inquiry(stage, 2).said
    assert "suing" not in said
    assert "Invoices doubled" in said
    assert "One more is private." in said


def test_the_same_is_not_asked_twice_and_then_the_bank_serves(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met them on Monday")
    told = stage.types(NORA, "/cx prompt now")
    assert "If a customer of our most valued segment sat in this room" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_cco_owns_nothing_that_follows(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(OMAR, "/cx prompt now")
    assert inquiry(stage).to_id == NORA
    stage.types(OMAR, "/cx E-1")
    assert "I'll call them…" not in stage.sees_form(OMAR)
    assert "Somebody else calls…" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    stage.clicks(OMAR, "Somebody else calls…")
    refused = stage.fills_in(OMAR, owner=OMAR, words="Call them", day="2026-11-25")
    assert refused
    assert inquiry(stage).state == "open"
    assert "past" in stage.fills_in(OMAR, owner=MARIA, words="Call them", day="2020-01-01")
    stage.fills_in(OMAR, owner=MARIA, words="Call them", day="2026-11-25")
    assert inquiry(stage).led_to == "T-1"


def test_two_who_answer_at_once_are_one_answer(stage: Stage) -> None:
    """Both have the form open; the second reads that it is answered, and changes nothing."""
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.clicks(VICTOR, "Somebody else calls…")
    stage.fills_in(NORA, words="I met them on Monday")
    told = stage.fills_in(VICTOR, owner=MARIA, words="Call them", day="2026-11-25")
    assert "E-1 is answered already, and nothing was changed." in told
    assert inquiry(stage).answered_by == NORA
    with stage.duly.database.read() as session:
        assert not session.exec(select(Task)).all()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_that_climbed_stops_no_digest(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.types(NORA, "/cx digest weekly monday 9:00", "#executives")
    stage.passes(days=22)
    assert "The executives ·" in executives(stage)
    with stage.duly.database.read() as session:
        told = [each.verb for each in session.exec(select(Event).where(Event.noun == "inquiry"))]
    assert told == ["put", "escalated"]
    assert "late, was due" in executives(stage)
    assert "Who calls Acme" in stage.opens_home(NORA)
    stage.clicks(OMAR, "Decide here…")
    assert stage.sees_form(OMAR)


def test_an_answer_is_undone_and_what_followed_is_off_the_list(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Call them", day="2026-11-25")
    assert inquiry(stage).led_to == "T-1"
    assert "Nora Lind" in stage.types(VICTOR, "/cx undo E-1")
    told = stage.types(NORA, "/cx undo E-1")
    assert "Undone. E-1 Who calls Acme before it renews on Mon 1 Mar? waits for an answer" in told
    assert "T-1 is off the list." in told
    one = inquiry(stage)
    assert (one.state, one.course, one.answered_by, one.led_to) == ("open", None, None, "")
    assert asked(stage) == [(NORA, None)]
    with stage.duly.database.read() as session:
        [task] = session.exec(select(Task))
        assert task.state == "withdrawn"
    assert "I'll call them…" in executives(stage)
    assert "undone already" in stage.types(NORA, "/cx undo E-1")

    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met them on Monday")
    stage.types(NORA, "/cx E-1")
    stage.clicks_in_form(NORA, "Undo")
    assert inquiry(stage).state == "open"
    assert "I met them" not in executives(stage)
    assert verbs(stage) == [
        (NORA, "put"), (NORA, "answered"), (NORA, "undone"), (NORA, "answered"), (NORA, "undone"),
    ]  # fmt: skip


def test_what_somebody_has_answered_since_is_not_undone(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Call them", day="2026-11-25")
    stage.types(MARIA, "/cx take T-1 by 2026-11-26")
    assert "T-1" in stage.types(NORA, "/cx undo E-1")
    assert (inquiry(stage).state, inquiry(stage).led_to) == ("answered", "T-1")


def test_asking_somebody_else_is_undone_and_both_hear(stage: Stage) -> None:
    stage.types(SARA, "/cx issue <!channel> *Nobody* can log in for Acme in Billing sev 1")
    stage.types(NORA, "/cx prompt now")
    due = inquiry(stage).due_at
    stage.clicks(VICTOR, "Ask somebody else…")
    stage.fills_in(VICTOR, owner=PRIYA)
    assert inquiry(stage).to_id == PRIYA
    assert asked(stage) == [(NORA, "handed over"), (PRIYA, None)]
    assert "Victor Chen" in stage.types(NORA, "/cx undo E-1"), "it is not hers to undo"
    told = stage.types(VICTOR, "/cx undo E-1")
    assert "is a question for @nora again. @priya reads so." in told
    one = inquiry(stage)
    assert (one.state, one.to_id, one.due_at) == ("open", NORA, due)
    assert asked(stage) == [(NORA, None), (PRIYA, "withdrawn")]
    assert "@victor took back that you were asked: it is a question for @nora" in stage.reads_all(
        PRIYA
    )
    assert "@victor took back that somebody else was asked: it is a question for you" in (
        stage.reads_all(NORA)
    )
    assert "a question for @nora" in executives(stage)
    assert "undone already" in stage.types(VICTOR, "/cx undo E-1")
    assert verbs(stage) == [(NORA, "put"), (VICTOR, "passed on"), (VICTOR, "undone")]
    stage.passes(days=12)
    assert "Your answer to this question is one day late." in stage.reads_all(NORA)
    assert "Your answer to this question" not in stage.reads_all(PRIYA)


def test_what_the_other_one_has_answered_is_not_undone(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Ask somebody else…")
    stage.fills_in(NORA, owner=PRIYA)
    stage.types(NORA, "/cx E-1")
    assert "[Undo]" in stage.sees_form(NORA)
    stage.closes(NORA)
    stage.clicks(PRIYA, "Nobody needs to, because…")
    stage.fills_in(PRIYA, words="I met them on Monday")
    assert "Priya" in stage.types(NORA, "/cx undo E-1")
    assert (inquiry(stage).state, inquiry(stage).answered_by) == ("answered", PRIYA)
    stage.types(PRIYA, "/cx undo E-1")
    assert asked(stage) == [(NORA, "handed over"), (PRIYA, None)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_after_ten_minutes_an_answer_stays(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met them on Monday")
    stage.passes(hours=1)
    assert "ten minutes" in stage.types(NORA, "/cx undo E-1")
    assert "Undo" not in stage.opens_home(NORA)
    assert inquiry(stage).state == "answered"


def test_a_decision_that_was_put_to_everybody_is_taken_back_with_it(stage: Stage) -> None:
    stage.types(SARA, "/cx task Send the labels to @tom by 2026-12-10 for Acme")
    for _ in range(2):
        stage.types(TOM, "/cx handoff T-1 to Billing because it is theirs")
        stage.types(MARIA, "/cx return T-1 because it is not")
    assert "Who takes T-1" in stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Put it to everybody…")
    stage.fills_in(NORA)
    assert inquiry(stage).led_to == "D-1"
    stage.types(NORA, "/cx undo")
    assert inquiry(stage).state == "open"
    with stage.duly.database.read() as session:
        assert session.exec(select(Decision)).one().state == "withdrawn"


def test_the_card_shows_how_what_followed_stands(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Call them", day="2026-11-25", audience="department")
    assert "T-1 Call them · @maria · due Wed 25 Nov" in executives(stage)
    stage.passes(until=datetime(2026, 12, 4, 12, tzinfo=UTC))
    assert "T-1 Call them · @maria · ! late, was due Wed 25 Nov" in executives(stage)
    stage.types(MARIA, "/cx done T-1")
    assert "T-1 Call them · @maria · done" in executives(stage)


def test_of_a_private_task_the_card_says_no_more_than_how_it_stands(stage: Stage) -> None:
    stage.types(SARA, ACME)
    stage.types(NORA, "/cx prompt now")
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Call their lawyer", day="2026-11-25")
    assert "T-1 is private · due Wed 25 Nov" in executives(stage)
    assert "lawyer" not in executives(stage)
    stage.types(NORA, "/cx E-1")
    assert "T-1 Call their lawyer" in stage.sees_form(NORA)
