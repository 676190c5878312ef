"""What has climbed to the CCO is read by people to talk to, and decided there or in a talk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from bot import routes
from bot.incoming import Refused
from handlers.chasing import owed
from handlers.chasing.nudges import partners
from handlers.chasing.nudges.conversation_cards import Partner
from handlers.chasing.nudges.conversations import Conversation, Meeting
from handlers.speech.request import Request
from storage import people
from storage.asks import Ask
from storage.cards import BUNDLE, Card
from storage.nudges import Part
from tests import rows
from tests.cast import BEN, BERLIN, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

FOR_SARA = ("Rewrite the refund mail", "Explain the meter readings", "Send the credit note",
            "Call Jana back", "Correct the address")  # fmt: skip


def climbed(stage: Stage) -> None:
    """Seven things that two people gave no answer to, until the CCO reads of them."""
    for title in FOR_SARA:
        stage.types(MARIA, f"/cx task {title} to @sara by friday for Acme")
    for title in ("Find the lost pallet", "Load on Sunday"):
        stage.types(BEN, f"/cx task {title} to @tom by friday for Acme")
    stage.passes(days=4)


def bundle(stage: Stage, user: str = OMAR) -> str:
    return next(each for each in reversed(stage.reads(user)) if "need you" in each)


def test_the_cco_reads_by_people_what_needs_them(stage: Stage) -> None:
    climbed(stage)
    said = bundle(stage)
    assert said.startswith(
        "Seven things need you: two people to talk to\n"
        "Fri 27 Nov · 480 k a year waits behind them\n"
        "@sara · Billing, led by @maria\n"
        "Five tasks have had no answer since Mon 23 Nov. *Acme* (key, 480 k, renews 1 Mar 2027) "
        "waits.\n"
        "• T-1 Acme: Rewrite the refund mail · three days late\n"
        "• T-2 Acme: Explain the meter readings · three days late\n"
        "• and three more\n"
        "[I'll talk to Sara] [Decide here…]\n"
        "@tom · leads Logistics\n"
    )
    assert "One thing today" not in stage.reads_all(OMAR)


def test_decide_here_opens_everything_of_one_person_with_ways_that_work(stage: Stage) -> None:
    climbed(stage)
    stage.clicks(OMAR, "Decide here…", SARA)
    form = stage.sees_form(OMAR)
    assert [f"*T-{number}*" in form for number in range(1, 8)] == [True] * 5 + [False] * 2
    assert form.count("[Another owner…] [Another date…]") == 5
    assert "I'll talk to" not in form
    stage.clicks_in_form(OMAR, "Another date…", "T-3")
    stage.fills_in(OMAR, date="2026-12-04", reason="legal reads it first")
    smaller = stage.clicks_in_form(OMAR, "Smaller…", "T-4")
    assert "What remains?: [Call Jana back]" in smaller
    stage.fills_in(OMAR, title="Write Jana two lines", date="2026-12-03", reason="she asked")
    stage.clicks_in_form(OMAR, "No, because…", "T-2")
    stage.fills_in(OMAR, reason="they sold the house")
    stage.clicks_in_form(OMAR, "Another owner…", "T-1")
    form = stage.fills_in(OMAR, person=MARIA, reason="Sara has Globex")
    for line in (
        "✓ T-1: you gave it to @maria.",
        "✓ T-2: you said no for @sara.",
        "✓ T-3: you moved it for @sara from Fri 27 Nov to Fri 4 Dec.",
        "✓ T-4: you moved it for @sara from Fri 27 Nov to Thu 3 Dec.",
    ):
        assert line in form
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    assert [rows.item(stage, f"T-{each}").state for each in (2, 3)] == ["declined", "open"]
    smaller_now = rows.item(stage, "T-4")
    assert smaller_now.title == "Write Jana two lines"
    said = bundle(stage)
    assert "Three things need you: two people to talk to" in said
    assert "One task has had no answer since Mon 23 Nov." in said
    assert said.count("✓ T-") == 2
    assert "✓ and two more" in said


def test_less_is_offered_by_the_day_that_its_owner_was_given(stage: Stage) -> None:
    """The end of Lee's Friday in New York is Saturday for Omar in Berlin."""
    stage.types(OMAR, "/cx task Rewrite the refund mail to @lee by friday for Acme")
    request = Request(team_id=TEAM, user_id=OMAR, verb="item.smaller", key="1", value="T-1")
    opened = stage.duly.incoming.carry_out(routes.BUTTONS["item.smaller"], request)
    assert "2026-11-27" in repr(opened)


def test_when_all_of_a_person_is_answered_nothing_is_left_to_press(stage: Stage) -> None:
    climbed(stage)
    for number in (6, 7):
        stage.types(TOM, f"/cx take T-{number} by monday")
    said = bundle(stage)
    assert "Five things need you: one person to talk to" in said
    assert "@tom · leads Logistics\n✓ Both are answered." in said
    assert "I'll talk to Tom" not in said
    for number in range(1, 6):
        stage.types(SARA, f"/cx done T-{number}")
    said = next(each for each in stage.reads(OMAR) if "are answered" in each)
    assert said.startswith("All seven are answered. Thank you.")
    assert "[" not in said


def test_i_will_talk_to_them_is_one_message_and_a_question_afterwards(stage: Stage) -> None:
    climbed(stage)
    before = len(stage.reads(SARA))
    stage.clicks(OMAR, "I'll talk to Sara", SARA)
    told = "would like to talk about five things. I am quiet about them until Tue 1 Dec."
    assert told in stage.sees_form(OMAR)
    stage.closes(OMAR)
    [news] = stage.reads(SARA)[before:]
    assert news == (
        "@omar would like to talk with you about T-1, T-2 and three more. Bring what would help."
    )
    assert "You talk with @sara. I ask again on Tue 1 Dec." in bundle(stage)
    assert "I'll talk to Sara" not in bundle(stage)
    stage.passes(until=datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert len(stage.reads(SARA)) == before + 1, "reminders rest meanwhile"
    stage.passes(until=datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    said = bundle(stage)
    assert said.startswith("Five things need you: one person to talk to\nTue 1 Dec")
    assert "Did you and @sara find a way?" in said
    assert [verb for _, verb in rows.happened(stage, "T-1")].count("escalated") == 2


def test_a_talk_about_one_thing_is_followed_by_its_ways(stage: Stage) -> None:
    stage.types(MARIA, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.passes(days=4)
    [said] = [each for each in stage.reads(OMAR) if "[Decide here…]" in each]
    assert said.startswith("Acme: Rewrite the refund mail\nFri 27 Nov · T-1 · key account")
    assert "[I'll talk to Sara] [Decide here…]" in said
    stage.clicks(OMAR, "I'll talk to Sara", SARA)
    stage.closes(OMAR)
    assert stage.reads(SARA)[-1] == (
        "@omar would like to talk with you about T-1. Bring what would help."
    )
    stage.passes(until=datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    said = stage.reads(OMAR)[-1]
    assert "Did you and @sara find a way?" in said
    assert "[Another owner…] [Another date…]" in said
    assert "I'll talk" not in said


def test_a_lead_rests_one_working_day_and_is_asked_then(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Globex")
    stage.passes(until=datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    while "I'll talk to Sara" not in stage.reads_all(MARIA):
        stage.passes(days=1)
    talked = stage.now
    stage.clicks(MARIA, "I'll talk to Sara", "T-1")
    stage.closes(MARIA)
    heard = len(stage.reads(OMAR))
    stage.passes(days=1 if talked.weekday() < 4 else 3, hours=1)
    assert "Did you and @sara find a way?" in stage.reads(MARIA)[-1]
    assert len(stage.reads(OMAR)) == heard, "the CCO is not asked in the same hour"
    stage.passes(days=4)
    assert len(stage.reads(OMAR)) > heard, "and then the ladder goes on"


def known(stage: Stage, key: str, *numbers: int) -> Partner:
    """What is known of a conversation about these tasks, the weightiest first."""
    with stage.duly.database.read() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar is not None
        asks = select(Ask).where(Ask.noun == "task", Ask.kind == "acknowledge")
        asked = [session.exec(asks.where(Ask.number == each)).one() for each in numbers]
        found = [owed.pending(routes.REGISTERS, session, ask, omar, Part.CCO) for ask in asked]
        each = Conversation(key, tuple(filter(None, found)))
        meeting = Meeting((each,), things=each.things)
        return partners.known(
            routes.REGISTERS, session, meeting, omar, stage.workspace.clock.now()
        )[key]


def test_what_comes_afterwards_hides_no_talk(stage: Stage) -> None:
    stage.types(MARIA, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.passes(days=4)
    stage.clicks(OMAR, "I'll talk to Sara", SARA)
    stage.closes(OMAR)
    stage.types(MARIA, "/cx task Send the credit note to @sara by friday for Acme")
    assert known(stage, SARA, 1).talked
    assert known(stage, SARA, 2, 1).talked
    assert not known(stage, SARA, 2).talked


def test_who_stands_in_for_a_lead_is_talked_to_and_not_called_one(stage: Stage) -> None:
    climbed(stage)
    assert "@sara · Billing, led by @maria" in bundle(stage)
    with stage.duly.database.write() as session:
        maria = people.find(session, TEAM, MARIA)
        assert maria is not None
        assert maria.department_id is not None
        maria.stand_in_id = LEE
        billing = maria.department_id.hex
    for key, person in ((billing, LEE), (SARA, SARA)):
        partner = known(stage, key, 1)
        assert partner.person is not None
        assert partner.person.user_id == person
        assert partner.lead is not None
        assert partner.lead.user_id == MARIA


def test_pressed_twice_a_talk_is_one_talk(stage: Stage) -> None:
    stage.types(MARIA, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.passes(days=4)
    [button] = [each for each in stage.workspace.direct_messages(OMAR)
                if "Decide here" in stage.workspace.plain(each)]  # fmt: skip
    before = len(stage.reads(SARA))
    for _ in range(2):
        stage.types(OMAR, "/cx talk T-1")
    assert len(stage.reads(SARA)) == before + 1
    assert [verb for _, verb in rows.happened(stage, "T-1")].count("talked") == 1
    assert button.ts


def test_a_talk_about_what_was_declined_is_one_talk(stage: Stage) -> None:
    """Who asked for it is still to tell the customer, and does not."""
    for title in FOR_SARA[:2]:
        stage.types(SARA, f"/cx task {title} to @tom by friday for Acme")
    for number in (1, 2):
        stage.types(TOM, f"/cx no T-{number} because they sold the house")
    while "I'll talk to Sara" not in stage.reads_all(OMAR):
        stage.passes(days=1)
    before = len(stage.reads(SARA))
    for _ in range(2):
        stage.clicks(OMAR, "I'll talk to Sara", SARA)
        told = stage.sees_form(OMAR)
        assert "@sara reads that you would like to talk about two things." in told
        assert "I am quiet about them until" in told
        stage.closes(OMAR)
    invitations = [each for each in stage.reads(SARA)[before:] if "would like to talk" in each]
    assert len(invitations) == 1


@pytest.mark.parametrize(("verb", "page"), [("bundle.talk", ""), ("bundle.decide", "|0")])
def test_nobody_else_presses_the_buttons_of_a_bundle_or_names_who_is_not_in_it(
    stage: Stage, verb: str, page: str
) -> None:
    climbed(stage)
    with stage.duly.database.read() as session:
        card = session.exec(select(Card).where(Card.noun == BUNDLE, Card.lane == OMAR)).one()
    before = len(stage.reads(SARA)), len(rows.happened(stage, "T-1"))
    for user, value in (
        (TOM, f"{card.card_id}:{SARA}"),
        (MARIA, f"{card.card_id}:{SARA}"),
        (OMAR, f"{card.card_id}:{MARIA}"),
        (OMAR, f"{card.card_id}:"),
        (OMAR, f"{card.card_id}:{'0' * 32}"),
        (OMAR, f"{card.card_id}:<!channel>"),
    ):
        request = Request(
            team_id=TEAM, user_id=user, verb=verb, key=f"{user}{value}", value=value + page
        )
        answer = stage.duly.incoming.carry_out(routes.BUTTONS[verb], request)
        is_theirs = user == OMAR and value[-1] not in ":>"
        assert isinstance(answer, Refused) != is_theirs, (user, value)
    stage.settle()
    assert (len(stage.reads(SARA)), len(rows.happened(stage, "T-1"))) == before


def test_more_than_eight_people_are_read_by_department(stage: Stage) -> None:
    everybody = ("maria", "sara", "lee", "tom", "aisha", "grace", "diego", "hana", "ravi", "ben")
    for handle in everybody:
        # On one clock, so that all of it climbs on one day.
        stage.people.change_profile(f"U0{handle.upper()}", tz=BERLIN)
    stage.hears()
    for handle in everybody:
        stage.types(OMAR, f"/cx task Call Acme for {handle} to @{handle} by friday for Acme")
    stage.passes(until=datetime(2026, 12, 3, 17, 0, tzinfo=UTC))
    said = max((each for each in stage.reads(OMAR) if "need you" in each), key=len)
    assert "departments." in said
