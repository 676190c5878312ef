"""What Duly asks in words is answered in words: under the question, or with the next message."""

from __future__ import annotations

import json

import pytest
from sqlmodel import col, select

from bot.practice.slack.objects import Message
from storage.history import Event
from tests import rows
from tests.cast import BOT, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
SECOND = "/cx task Send the credit note to @sara by thursday for Globex"
ASKED = (
    ("{} tuesday", "What changed?", "legal is slow", "legal is slow"),
    ("{} no", "Why not?", "legal forbids it", "legal forbids it"),
    ("{} no", "Why not?", "no budget for it", "no budget for it"),
    ("{} need help", "What would help", "the contract", "the contract"),
    ("{} not mine", "Whose is", "@tom because they have it", "they have it"),
    ("{} snooze", "Until when", "wednesday because legal answers then", "legal answers"),
    ("{} postpone", "To which day", "tuesday because legal is slow", "legal is slow"),
    ("{} not done yet", "Is there a new date", "a second reader", "a second reader"),
    ("no {}", "add why", "because legal forbids it", "legal forbids it"),
    ("handoff {} to @tom", "Please add why", "he knows them", "he knows them"),
    ("/cx date {} tuesday", "add why", "legal is slow", "legal is slow"),
)  # fmt: skip
"""What is said, what Duly asks then, what is answered, and what becomes of it."""


def asked(stage: Stage, user: str = SARA) -> Message:
    """The newest message of Duly's to somebody."""
    messages = stage.workspace.messages(stage.workspace.dm(user).id)
    return [each for each in messages if each.user == BOT][-1]


def newest(stage: Stage, number: int) -> Event:
    """What happened last to a task."""
    query = select(Event).where(Event.team_id == TEAM, Event.noun == "task", Event.number == number)
    with stage.duly.database.read() as session:
        return list(session.exec(query.order_by(col(Event.event_id))))[-1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("under", [False, True])
def test_the_answer_is_what_was_missing(stage: Stage, under: bool) -> None:
    for number, (said, question, answer, kept) in enumerate(ASKED, start=1):
        stage.types(OMAR, TASK)
        stage.types(SARA, f"/cx ack T-{number}")
        assert question in stage.says(SARA, said.format(f"T-{number}")), said
        stage.says(SARA, answer, under=asked(stage) if under else None)
        event = newest(stage, number)
        assert kept in json.dumps(event.details), said
        assert event.verb != "noted", said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_form_would_ask_is_answered_piece_by_piece(stage: Stage) -> None:
    assert "Until when are you away?" in stage.says(OMAR, "I'm sick")
    assert "You are away until Thu 26 Nov." in stage.says(OMAR, "until thursday")
    told = stage.says(OMAR, "task Rewrite FAQ for Acme because legal asked")
    assert "Who will do it? By when?" in told
    told = stage.says(OMAR, "sara")
    assert "By when?" in told
    assert "Who will do it?" not in told
    assert "Noted: *T-1* Rewrite FAQ — @sara, by Fri 27 Nov, for Acme." in stage.says(
        OMAR, "friday"
    )
    stage.says(OMAR, "task Call Globex")
    assert "*T-2* Call Globex — @sara, by Thu 26 Nov." in stage.says(OMAR, "@sara, thursday")
    assert "What happened to the customer?" in stage.says(OMAR, "issue")
    assert "*I-1* Door jammed at the shop." in stage.says(OMAR, "Door jammed at the shop")
    assert "5 June or 6 May" in stage.says(OMAR, "task Paint the wall to sara by 5/6")
    assert "*T-3* Paint the wall — @sara, by Thu 6 May." in stage.says(OMAR, "6 May")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_which_one_is_answered_by_its_number_its_words_or_both(stage: Stage) -> None:
    for number in range(4):
        stage.types(OMAR, f"/cx task Ring shop {number} to @sara by friday")
    assert "Which one do you mean?" in stage.says(SARA, "done, they know")
    assert "Done, four days early: T-2" in stage.says(SARA, "T-2")
    stage.says(SARA, "done")
    assert "Done, four days early: T-4" in stage.says(SARA, "shop 3")
    stage.says(SARA, "no because legal forbids it")
    stage.says(SARA, "both")
    assert [rows.state(stage, each)[0] for each in ("T-1", "T-3")] == ["declined", "declined"]
    assert newest(stage, 2).details["evidence"] == "they know"


def test_a_wrong_answer_keeps_the_question_and_a_command_is_one(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.says(SARA, "T-1 not mine")
    assert "I don't know a department called “the contract people”." in stage.says(
        SARA, "the contract people"
    )
    assert "Two things wait for your answer" in stage.says(SARA, "list")
    assert stage.says(SARA, "thanks") == "You are welcome."
    assert "T-2 Send the credit note is yours" in stage.says(SARA, "T-2 thursday")
    told = stage.says(SARA, "task Print the labels to sara by monday")
    assert "*T-3* Print the labels" in told
    assert "Please add why" in stage.says(SARA, "@tom")
    assert "Offered T-1 Rewrite the refund mail to @tom" in stage.says(SARA, "he has the contract")
    assert "I don't understand" in stage.says(SARA, "the printer on the second floor is broken")


def test_after_a_form_and_after_a_week_words_are_no_answer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stage.says(SARA, "T-1 monday")
    question = asked(stage)
    stage.presses(SARA, question, "Another date…")
    stage.closes(SARA)
    assert "I don't understand" in stage.says(SARA, "legal is slow")
    told = stage.says(SARA, "legal is slow", under=question)
    assert "T-1 Rewrite the refund mail is due Mon 30 Nov now" in told
    changed = stage.workspace.message(stage.workspace.dm(SARA).id, question.ts)
    assert "Another date…" not in json.dumps(changed.blocks), "answered, so its button is gone"
    stage.says(SARA, "T-1 tuesday")
    question = asked(stage)
    stage.passes(days=8)
    assert "I don't understand" in stage.says(SARA, "legal is slow")
    stage.says(SARA, "legal is slow", under=question)
    assert newest(stage, 1).verb == "noted"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_not_done_may_have_a_date_or_stay(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.types(SARA, "/cx ack T-1")
    stage.says(SARA, "T-1 not done yet")
    assert stage.says(SARA, "no") == "Good. T-1 stays as it is."
    stage.says(SARA, "T-1 not done yet")
    assert "add why" in stage.says(SARA, "monday")
    assert "add why" in stage.says(SARA, "tuesday"), "another day than before"
    assert "T-1 Rewrite the refund mail is due Tue 24 Nov" in stage.says(SARA, "legal is slow")


def test_in_a_channel_only_whoever_was_asked_answers_there(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    card = [each for each in stage.workspace.messages("#billing") if each.user == BOT][-1]
    assert "Why not?" in stage.says(SARA, "no", "#billing", card)
    stage.people.join(TOM, "C0BILLING")
    assert stage.says(TOM, "legal is slow", "#billing", card) == ""
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert "Recorded as a no" in stage.says(SARA, "legal forbids it", "#billing", card)
    assert stage.says(SARA, "and they know it", "#billing", card) == ""
    assert newest(stage, 1).verb == "noted"


def test_a_command_refused_in_direct_messages_asks_there(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    messages = stage.workspace.dm(SARA).id
    assert "add why" in stage.types(SARA, "/cx no T-1", messages)
    assert "Recorded as a no" in stage.says(SARA, "legal forbids it")
    stage.types(OMAR, SECOND)
    assert "add why" in stage.types(SARA, "/cx no T-2", "#general")
    assert "I don't understand" in stage.says(SARA, "legal forbids it"), "asked elsewhere"


def test_a_reason_for_what_is_closed_meanwhile_is_refused_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.says(SARA, "T-1 no")
    stage.types(OMAR, "/cx withdraw T-1 because they left")
    assert "T-1 is closed already" in stage.says(SARA, "legal forbids it")
    assert "I don't understand" in stage.says(SARA, "the printer is out of ink")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_may_not_reads_who_could_and_gets_their_own_buttons(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for told in (stage.types(SARA, "/cx cancel T-1"), stage.says(SARA, "cancel T-1")):
        assert "That is for Omar Haddad to do." in told
        assert "[Another date…]" in told
        assert "[Open…]" in told
        assert "Not needed any more" not in told
    told = stage.says(TOM, "T-1 done")
    assert "That is for Sara Novak" in told
    assert "[Offer help]" in told
    assert "Another date…" not in told
    stage.types(OMAR, "/cx task Plan the party to @sara by friday privately")
    told = stage.says(TOM, "T-2 done")
    assert "[" not in told, "nothing of what is private"
    stage.clicks(SARA, "Another date…", "T-1")
    assert "Another date" in stage.sees_form(SARA)
