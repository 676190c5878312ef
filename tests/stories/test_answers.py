"""Every answer a person can give: another date, later, no, not mine, need help, and back again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import routes
from bot.answering import Answer
from bot.incoming import Refused
from handlers.speech.request import Nothing, Reply, Request
from storage import history
from tests import rows
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)


def test_another_date_needs_a_reason_and_is_shown_to_the_department(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Another date…")
    assert "What changed?" in stage.sees_form(SARA)
    assert stage.fills_in(SARA, date="2026-12-01", reason="Legal reads it on Monday") == ""
    [card] = stage.channel("#billing")
    assert "Legal reads it on Monday" in card
    assert "T-1 · taken · " in card
    assert "moved it to Tue 1 Dec: " in card
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    task = rows.item(stage, "T-1")
    assert task.due_at == datetime(2026, 12, 1, 17, tzinfo=UTC), "the end of her day in Berlin"
    assert task.original_due_at == FRIDAY
    assert rows.asks(stage, "T-1")[-1].due_at == task.due_at


def test_a_date_in_the_past_is_refused_under_its_field(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Another date…")
    form = stage.fills_in(SARA, date="2026-11-01", reason="Oops")
    assert "in the past" in form
    assert "due Fri 27 Nov" in stage.channel("#billing")[0]
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.item(stage, "T-1").due_at == FRIDAY


def test_later_keeps_quiet_until_the_day_and_is_capped(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx snooze T-1 thursday because Legal has it")
    assert "Quiet about T-1" in told
    assert "You can do this once more" in told
    [ask] = rows.asks(stage, "T-1")
    assert (ask.snoozes, ask.snooze_reason) == (1, "Legal has it")
    assert ask.snoozed_until == datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
    before = len(stage.reads(SARA))
    stage.passes(days=2)
    assert len(stage.reads(SARA)) == before
    stage.passes(days=1.5)
    assert len(stage.reads(SARA)) > before


def test_a_snooze_beyond_the_cap_or_a_third_one_is_refused_in_words(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "can rest until" in stage.types(SARA, "/cx snooze T-1 in 3 weeks because Busy")
    stage.types(SARA, "/cx snooze T-1 tomorrow because Busy")
    stage.types(SARA, "/cx snooze T-1 thursday because Busy")
    assert "put off twice already" in stage.types(SARA, "/cx snooze T-1 friday because Busy")
    [ask] = rows.asks(stage, "T-1")
    assert ask.snoozes == 2
    assert [verb for _, verb in rows.happened(stage, "T-1")].count("snoozed") == 2


def test_a_no_is_recorded_and_the_asker_tells_the_customer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx no T-1 because The mail is a legal text we may not change")
    assert "Recorded as a no" in told
    assert "@omar will tell Acme" in told
    assert "a legal text we may not change" in stage.channel("#billing")[0]
    assert rows.state(stage, "T-1") == ("declined", SARA)
    assert rows.item(stage, "T-1").close_reason == "The mail is a legal text we may not change"
    assert rows.owed(stage, "T-1") == {"tell": OMAR, "review": MARIA}
    said = "@sara said no to *T-1 Rewrite the refund mail* for Acme, a key account: “The mail is"
    assert said in stage.reads(OMAR)[-1], "at once, with who and why"
    assert "You are asked then." in stage.reads(OMAR)[-1], "once it stands"
    stage.clicks(MARIA, "It stands", "T-1")
    stage.passes(days=1)
    assert "Acme (key account) should hear it from us: have you told them?" in stage.reads(OMAR)[-1]
    stage.clicks(OMAR, "They know", "T-1")
    assert stage.sees_form(OMAR) == "", "no second window that only says thanks"
    assert "✓ T-1: you told the customer." in stage.reads(OMAR)[-1]
    assert "@omar told Acme." in stage.reads_all(OMAR)
    assert rows.owed(stage, "T-1") == {}
    assert rows.happened(stage, "T-1")[-1] == (OMAR, "told")


def test_a_no_that_nobody_tells_the_customer_goes_up_as_what_it_is(stage: Stage) -> None:
    """The no is given: those above are asked for a word to the customer, not for another answer."""
    stage.types(BEN, TASK)
    stage.types(SARA, "/cx no T-1 because The mail is a legal text we may not change")
    stage.clicks(MARIA, "It stands", "T-1")
    stage.passes(days=14)
    asked = " ".join(stage.reads(MARIA)[1:] + stage.reads(OMAR))
    assert "A customer has not heard our no since Mon 23 Nov. *Acme* (key" in asked
    assert "@ben · leads Sales" in stage.reads_all(OMAR)
    assert "say no" not in asked
    assert "able to answer" not in asked
    assert rows.state(stage, "T-1") == ("declined", SARA)
    assert rows.owed(stage, "T-1") == {"tell": BEN}


def test_a_hand_off_stays_with_the_giver_until_it_is_taken(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx handoff T-1 to Logistics because They send the parcel mail")
    assert "Offered T-1" in told
    assert "@tom" in told
    assert "@sara" in stage.channel("#billing")[0]
    assert "offers you" in stage.reads(TOM)[-1]
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA, "accept": TOM}
    stage.clicks(TOM, "Take it over", "T-1")
    [card] = stage.channel("#logistics")
    assert "@tom" in card
    assert "Logistics" in card
    assert "@tom took it over. You are free of it." in stage.reads(SARA)[-1]
    assert "[Take it over]" not in stage.reads_all(TOM)
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert rows.department(stage, "T-1") == "Logistics"
    assert rows.owed(stage, "T-1") == {"finish": TOM}
    assert rows.offers(stage, "T-1") == [(TOM, True)]


def test_a_returned_hand_off_comes_back_with_its_reason(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to Logistics because They send the parcel mail")
    stage.clicks(TOM, "Give it back…", "T-1")
    assert stage.fills_in(TOM, reason="The text is yours, we only print it") == ""
    assert "The text is yours" in stage.reads(SARA)[-1]
    assert "It is still with you" in stage.reads(SARA)[-1]
    assert "[Not mine…]" in stage.reads(SARA)[-1]
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.department(stage, "T-1") == "Billing"
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    assert rows.offers(stage, "T-1") == [(TOM, False)]


def test_what_a_lead_or_deputy_answers_for_the_owner_stays_the_owner_s(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(hours=6)
    assert "T-1 Rewrite the refund mail is taken for @sara, by " in stage.types(LEE, "/cx ack T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    card = stage.reads(SARA)[-1]
    assert "@lee took this for you, by Fri 27 Nov. Is that right?" in card
    assert "Thank you" not in card
    assert "You promised" not in card
    offer = "/cx handoff T-1 to Logistics because They send the parcel mail"
    assert "It stays with @sara until they take it." in stage.types(MARIA, offer)
    stage.clicks(TOM, "Give it back…", "T-1")
    stage.fills_in(TOM, reason="We only print it")
    assert "“We only print it”. It is still with you. " in stage.reads(SARA)[-1]
    assert "“We only print it”. It is still with @sara. " in stage.reads(MARIA)[-1]
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    stage.clicks(MARIA, "Not mine…", "T-1")
    assert "It stays with @sara until they take it." in stage.sees_form(MARIA)
    stage.closes(MARIA)
    stage.types(MARIA, "/cx no T-1 because The law forbids it")
    assert "@maria said no to this for you: “The law forbids it”." in stage.reads(SARA)[-1]


def test_a_form_offers_it_to_a_person_or_a_department_but_not_both(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Not mine…")
    assert "Choose a person or a department." in stage.fills_in(SARA, reason="Not me")
    assert rows.offers(stage, "T-1") == []
    assert stage.fills_in(SARA, reason="Lee wrote it", person=LEE) == ""
    assert rows.offers(stage, "T-1") == [(LEE, None)]
    assert stage.reads(LEE) == [], "it is four in the morning in New York"
    stage.passes(hours=6)
    assert "offers you" in stage.reads(LEE)[-1]


def test_the_cco_s_office_cannot_become_the_owner(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "owns no single task. Please choose who can do it." in stage.types(
        SARA, "/cx handoff T-1 to @omar because He asked"
    )
    assert "owns no single task. Please choose who can do it." in stage.types(
        SARA, "/cx task Call them to @omar by friday"
    )
    assert rows.offers(stage, "T-1") == []
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert stage.types(SARA, "/cx list @omar").startswith("Nothing waits for ")


def test_signs_alone_are_no_reason(stage: Stage) -> None:
    """Whoever copies the example with its dots has given none yet."""
    stage.types(OMAR, TASK)
    for signs in ("…", "...", "?", "- —", "*…*"):
        for text in ("no T-1", "date T-1 friday", "snooze T-1 friday", "handoff T-1 to Logistics"):
            told = stage.types(SARA, f"/cx {text} because {signs}")
            assert told.startswith("Please add why: "), (text, signs)
        stage.clicks(SARA, "No, because…", "T-1")
        assert "Please say why, in a sentence." in stage.fills_in(SARA, reason=signs)
        stage.closes(SARA)
    assert happened(stage) == 1, "it was given, and no more"
    assert "Recorded as a no" in stage.types(SARA, "/cx no T-1 because 法律")


def test_need_help_reaches_the_lead_and_the_deputy(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Need help…", "T-1")
    told = stage.fills_in(SARA, reason="Somebody who knows the law")
    assert "I have asked @maria and @lee." in told
    assert "Somebody who knows the law" in stage.reads(MARIA)[-1]
    stage.passes(hours=6)
    assert "Somebody who knows the law" in stage.reads(LEE)[-1], "in her own working hours"
    assert rows.happened(stage, "T-1")[-1] == (SARA, "helped")
    assert rows.state(stage, "T-1") == ("open", SARA), "help is no answer"
    asked = [(ask.kind, ask.person_id) for ask in rows.asks(stage, "T-1")]
    assert sorted(asked) == [("acknowledge", SARA), ("help", LEE), ("help", MARIA)]


def test_only_the_owner_and_those_above_may_answer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for text in (
        "/cx ack T-1",
        "/cx done T-1",
        "/cx no T-1 because x",
        "/cx date T-1 friday because x",
    ):
        refusal = stage.types(GRACE, text)
        assert "That is for" in refusal, text
        assert "Sara Novak" in refusal
        assert "Nothing was changed" in refusal
    assert "waiting for an answer" in stage.channel("#billing")[0]
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.item(stage, "T-1").due_at == FRIDAY
    assert len(rows.happened(stage, "T-1")) == 1


def test_a_stale_button_says_what_happened_meanwhile(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    old = stage.workspace.direct_messages(SARA)[0]
    blocks = [dict(block) for block in old.blocks]
    stage.types(MARIA, "/cx done T-1")
    current = stage.workspace.direct_messages(SARA)[0]
    current.blocks = blocks
    stage.presses(SARA, current, "Take it")
    assert "T-1 is closed already: it is done." in stage.sees_form(SARA)
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert rows.happened(stage, "T-1")[-1] == (MARIA, "done")


@pytest.mark.parametrize(
    ("before", "user", "button"),
    [
        ([], SARA, "item.take"),
        ([], MARIA, "item.take"),
        ([], SARA, "item.done"),
        ([(SARA, "/cx ack T-1")], MARIA, "item.done"),
        ([], OMAR, "item.withdraw"),
        ([(SARA, "/cx handoff T-1 to @tom because He knows it")], TOM, "offer.accept"),
        ([(SARA, "/cx no T-1 because The law forbids it")], OMAR, "item.told"),
    ],
    ids=["take", "take for her", "done", "done for her", "take back", "take it over", "they know"],
)
def test_a_button_that_is_pressed_twice_counts_once_and_fails_nobody(
    stage: Stage, before: list[tuple[str, str]], user: str, button: str
) -> None:
    stage.types(OMAR, TASK)
    for who, text in before:
        stage.types(who, text)
    events = happened(stage)
    first = press(stage, user, button, "1")
    assert isinstance(first, Nothing | Reply)
    assert press(stage, user, button, "2") == first
    assert happened(stage) == events + 1
    stage.passes(hours=0.05)
    assert isinstance(press(stage, user, button, "3"), Refused), "that is a stale button"
    assert happened(stage) == events + 1


def test_a_press_is_repeated_only_by_whoever_pressed(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    press(stage, SARA, "item.take", "1")
    other = press(stage, MARIA, "item.take", "2")
    assert isinstance(other, Refused)
    assert "T-1 was taken already, by Sara" in other.words
    press(stage, SARA, "item.done", "3")
    late = press(stage, SARA, "item.take", "4")
    assert isinstance(late, Refused)
    assert "T-1 is closed already: it is done." in late.words
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert [what for _, what in rows.happened(stage, "T-1")] == ["created", "acknowledged", "done"]


def press(stage: Stage, user: str, button: str, key: str) -> Answer:
    request = Request(team_id=TEAM, user_id=user, verb=button, key=key, value="T-1")
    return stage.duly.incoming.carry_out(routes.BUTTONS[button], request)


def happened(stage: Stage) -> int:
    with stage.duly.database.read() as session:
        return len(history.of(session, TEAM, "task", 1))


def test_who_comes_second_reads_who_was_first(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(MARIA, "/cx ack T-1")
    assert "T-1 was taken already, by Maria" in stage.types(SARA, "/cx ack T-1")
    assert [verb for _, verb in rows.happened(stage, "T-1")].count("acknowledged") == 1
    assert rows.owed(stage, "T-1") == {"finish": SARA}


def test_taking_it_back_ends_it_quietly(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex to @tom by friday")
    stage.types(OMAR, "/cx withdraw T-1")
    assert "@omar does not need this any more. Nothing is asked of you." in stage.reads(TOM)[-1]
    assert rows.state(stage, "T-1") == ("withdrawn", TOM)
    assert rows.owed(stage, "T-1") == {}
    assert rows.happened(stage, "T-1")[-1] == (OMAR, "withdrawn")
    before = len(stage.reads(TOM)), len(stage.reads(AISHA))
    stage.passes(days=6)
    assert (len(stage.reads(TOM)), len(stage.reads(AISHA))) == before
