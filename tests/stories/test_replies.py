"""People answer in words: in Duly's messages, under a card, and where they call it by name."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from bot.practice.slack.objects import Message
from storage.kept import KeptWords
from storage.receipts import Receipt
from storage.tasks import Task
from tests import rows
from tests.cast import BOT, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.wire import Wire

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
SECOND = "/cx task Send the credit note to @sara by thursday for Globex"


def card(stage: Stage, where: str = "#billing", words: str = "refund mail") -> Message:
    """The newest message of Duly's there that says this."""
    messages = stage.workspace.messages(where)
    mine = [each for each in messages if each.user == BOT and words in json.dumps(each.blocks)]
    return mine[-1]


def dm(stage: Stage, user: str) -> str:
    return stage.workspace.dm(user).id


ANSWERS = (
    ("friday", "is yours, by Fri 27 Nov.", "acknowledged"),
    ("take it by thursday please", "is yours, by Thu 26 Nov.", "acknowledged"),
    ("ok", "is yours, by Fri 27 Nov.", "acknowledged"),
    ("I'll have it done by tomorrow", "is yours, by Tue 24 Nov.", "acknowledged"),
    ("done, mail is live", "Done, four days early: ", "done"),
    ("no because legal forbids it", "Recorded as a no, with your reason: ", "declined"),
    ("need help: access to the printer", "Rewrite the refund mail needs help", "open"),
    ("not mine, logistics because they have it", "Offered ", "open"),
    ("thursday because legal is late", "is due Thu 26 Nov now", "acknowledged"),
    ("/cx ack {ref}", "is yours, by Fri 27 Nov.", "acknowledged"),
    ("cx done {ref}: mail is live", "Done, four days early: ", "done"),
)


def test_a_few_words_under_a_card_are_an_answer(stage: Stage) -> None:
    for number, (words, said, state) in enumerate(ANSWERS, start=1):
        stage.types(OMAR, TASK)
        ref = f"T-{number}"
        told = stage.says(SARA, words.format(ref=ref), under=card(stage, dm(stage, SARA)))
        assert said in told, words
        assert ref in told, words
        assert rows.state(stage, ref) == (state, SARA), words


def test_one_open_ask_is_meant_where_nothing_is_named(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "Thank you. T-1 Rewrite the refund mail is yours" in stage.says(SARA, "friday")
    assert "Done, four days early: T-1" in stage.says(SARA, "done T-1")


def test_yes_to_a_date_that_was_given_confirms_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.says(SARA, "friday")
    assert "T-1 Rewrite the refund mail" in stage.says(SARA, "yes, still good")
    assert len(rows.events(stage, "T-1", "confirmed")) == 1


def test_what_was_said_with_it_is_kept(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.says(SARA, "done, mail is live")
    [event] = rows.events(stage, "T-1", "done")
    assert event.details["evidence"] == "mail is live"


def test_a_reply_under_a_card_is_about_that_card_and_answered_there(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    under = card(stage, dm(stage, SARA))
    told = stage.says(SARA, "friday", under=under)
    assert "T-1 Rewrite the refund mail is yours, by Fri 27 Nov" in told
    answer = stage.workspace.direct_messages(SARA)[-1]
    assert answer.thread_ts == under.ts
    told = stage.says(SARA, "done", "#billing", card(stage, "#billing", "credit note"))
    assert "Done, three days early: T-2 Send the credit note." in told
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.state(stage, "T-2") == ("done", SARA)


def test_in_a_channel_people_are_named_and_nobodys_phone_rings(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.says(MARIA, "friday", "#billing", card(stage))
    answer = stage.workspace.messages("#billing")[-1]
    assert "Sara Novak" in answer.text
    assert "<@" not in answer.text + json.dumps(answer.blocks)


def test_of_several_it_is_asked_which_and_one_click_finishes_the_answer(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    told = stage.says(SARA, "done, mail is live")
    assert "Which one do you mean?" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    question = stage.workspace.direct_messages(SARA)[-1]
    assert "mail is live" not in json.dumps(question.blocks), "buttons carry no words"
    stage.clicks(SARA, "T-1 Rewrite the refund mail")
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)
    [event] = rows.events(stage, "T-1", "done")
    assert event.details["evidence"] == "mail is live"
    changed = stage.workspace.message(dm(stage, SARA), question.ts)
    assert "Done, four days early: T-1" in stage.workspace.plain(changed, SARA)
    assert kept(stage) == []


def test_at_most_five_are_offered_and_the_rest_by_their_numbers(stage: Stage) -> None:
    for number in range(7):
        stage.types(OMAR, f"/cx task Call customer {number} to @sara by friday")
    assert "for any other, write its number" in stage.says(SARA, "done")
    question = stage.workspace.direct_messages(SARA)[-1]
    assert len(question.blocks[-1]["elements"]) == 5


def test_a_question_is_for_whoever_asked_it_and_is_answered_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.says(SARA, "ok")
    question = stage.workspace.direct_messages(SARA)[-1]
    value = question.blocks[-1]["elements"][0]["value"]
    wire = Wire(stage)
    assert wire.post(*wire.a_click("kept.0", value, TOM))[0] == 200
    assert "Sara Novak typed that, and only they can finish it." in stage.sees_form(TOM)
    stage.presses(SARA, question, "T-1 Rewrite the refund mail")
    wire.post(*wire.a_click("kept.0", value, SARA))
    assert "That is finished already" in stage.sees_form(SARA)
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)


def kept(stage: Stage) -> list[KeptWords]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(KeptWords)))


# --- commands in words ---


def test_a_whole_command_works_in_direct_messages(stage: Stage) -> None:
    for number, before in enumerate(("", "/cx ", "cx "), start=1):
        told = stage.says(OMAR, f"{before}task Rewrite FAQ to sara by monday for Acme")
        assert f"Noted: *T-{number}* Rewrite FAQ — @sara, by Mon 30 Nov, for Acme." in told
        assert rows.state(stage, f"T-{number}") == ("open", SARA)
        assert f"T-{number}" in stage.says(SARA, f"{before}list")
        assert "Duly keeps promises to customers" in stage.says(SARA, f"{before}help")


def test_a_command_that_needs_a_form_leaves_a_button_for_it(stage: Stage) -> None:
    told = stage.says(OMAR, "task Rewrite FAQ for Acme")
    assert "Open as a form…" in told
    stage.clicks(OMAR, "Open as a form…")
    form = stage.sees_form(OMAR)
    assert "Rewrite FAQ" in form
    assert "Acme" in form
    stage.fills_in(OMAR, owner=SARA, date="2026-11-30")
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_called_by_name_in_a_channel_it_listens_there(stage: Stage) -> None:
    told = stage.says(OMAR, "@duly task Rewrite FAQ to sara by monday for Acme", "#billing")
    assert "Noted: *T-1* Rewrite FAQ — Sara Novak" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    seen = stage.workspace.messages("#billing")
    [asked] = [each.ts for each in seen if each.user == OMAR and "Rewrite FAQ to" in each.text]
    assert [each.thread_ts for each in seen if "Noted" in each.text] == [asked]
    assert stage.says(SARA, "@duly list", "#billing") == "", "a list is for the person alone"
    assert "T-1" in stage.reads(SARA)[-1]


def test_called_under_its_card_it_answers_once(stage: Stage) -> None:
    """Slack brings such words twice: as a message and as a mention."""
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "@duly done", "#billing", card(stage))
    assert told.count("Done, four days early") == 1
    assert len(rows.events(stage, "T-1", "done")) == 1


def test_a_number_alone_is_answered_with_its_story(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "T-1")
    assert "Rewrite the refund mail" in told
    assert "Open…" in told
    assert told == stage.says(SARA, "what happened to T-1?")


# --- nothing is lost, and nothing is guessed ---


def test_words_that_are_no_answer_become_a_note_under_their_card(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "The customer called twice today", under=card(stage, dm(stage, SARA)))
    assert "Added to T-1 Rewrite the refund mail." in told
    assert stage.says(LEE, "I know the printer", "#billing", card(stage)) == ""
    said = [event.details["words"] for event in rows.events(stage, "T-1", "noted")]
    assert said == ["The customer called twice today", "I know the printer"]


def test_a_day_among_other_words_is_asked_about_and_no_note(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "not yet, by friday maybe", under=card(stage, dm(stage, SARA)))
    assert "I could not read that as an answer about T-1" in told
    assert "Take it" in told
    assert rows.events(stage, "T-1", "noted") == []


def test_other_words_in_direct_messages_are_asked_about(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "the printer on the second floor is broken")
    assert "I don't understand “the printer on the second floor is broken”." in told
    stage.clicks(SARA, "Report an issue…")
    assert "the printer on the second floor is broken" in stage.sees_form(SARA)


def test_thanks_is_a_quiet_yes(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert stage.says(SARA, "thanks!") == "You are welcome."
    assert stage.says(LEE, "thank you all", "#billing", card(stage)) == ""
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_closing_words_with_others_close_nothing(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, "done, but not the second half")
    assert "so T-1 is not closed" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    stage.clicks(SARA, "Done, and keep my words")
    assert rows.state(stage, "T-1") == ("done", SARA)
    [event] = rows.events(stage, "T-1", "done")
    assert event.details["evidence"] == "but not the second half"


def test_what_an_answer_leaves_out_is_asked_for_by_a_form(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "Whose is T-1 Rewrite the refund mail?" in stage.says(SARA, "not mine")
    stage.clicks(SARA, "Hand it over…")
    assert "Hand it over" in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.says(SARA, "friday")
    assert "What changed?" in stage.says(SARA, "monday")
    stage.presses(SARA, stage.workspace.direct_messages(SARA)[-1], "Another date…")
    assert "2026-11-30" in json.dumps(stage.workspace.view(SARA).body)  # type: ignore[union-attr]
    assert rows.item(stage, "T-1").due_at.day == 27  # type: ignore[union-attr]


def test_a_thing_that_is_closed_says_so(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    under = card(stage, dm(stage, SARA))
    stage.says(SARA, "done", under=under)
    assert "T-1 is closed already: it is done. Nothing was changed." in stage.says(
        SARA, "friday", under=under
    )
    assert "Nothing waits for your answer" in stage.says(SARA, "done")


# --- who may, and what is dropped ---


def test_somebody_elses_thing_is_theirs(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(TOM, "T-1 done")
    assert "That is for Sara Novak, Maria Costa, Lee Park or Omar Haddad to do." in told
    stage.people.join(TOM, "C0BILLING")
    told = stage.says(TOM, "done", "#billing", card(stage))
    assert "That is for Sara Novak" in told
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_talk_of_others_under_a_card_is_kept_and_disturbs_nobody(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.people.join(TOM, "C0BILLING")
    assert stage.says(TOM, "no idea who that customer is", "#billing", card(stage)) == ""
    assert "That is for Sara Novak" in stage.says(TOM, "no", "#billing", card(stage))
    [event] = rows.events(stage, "T-1", "noted")
    assert event.details["words"] == "no idea who that customer is"
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_a_guest_and_a_stranger_are_refused_and_told_nothing(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.people.change_profile(TOM, is_restricted=True)
    stage.hears()
    told = stage.says(TOM, "T-1 done")
    assert "This is for people of Brightwater" in told
    assert "refund mail" not in told
    stage.people.join(LEE, "C0BILLING")
    where, ts = "C0BILLING", card(stage).ts
    posts(stage, user="U9STRANGER", text="done", channel=where, thread_ts=ts, user_team="T9OTHER")
    assert "This is for people of Brightwater" in stage.thread("#billing")[-1]
    assert rows.state(stage, "T-1") == ("open", SARA)


def posts(stage: Stage, event_id: str = "Ev9", **event: object) -> tuple[int, str]:
    """Send a message event as Slack does."""
    told = {"type": "message", "ts": "1795424400.000100", "channel_type": "channel", **event}
    wire = Wire(stage)
    body, kind = wire.an_event(**told)
    answer = wire.post(json.dumps(json.loads(body) | {"event_id": event_id}), kind)
    stage.settle()
    return answer


OLD_WORDS: tuple[dict[str, object], ...] = (
    {"subtype": "message_changed"},
    {"subtype": "message_deleted", "hidden": True},
    {"subtype": "bot_message", "bot_id": "B9"},
    {"subtype": "channel_join"},
    {"bot_id": "B0DULY", "user": BOT},
    {"user": BOT},
    {"edited": {"user": SARA, "ts": "1795424401.000100"}},
)


def test_what_nobody_has_newly_written_is_dropped(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    before = counted(stage)
    under = {"channel": dm(stage, SARA), "thread_ts": card(stage, dm(stage, SARA)).ts}
    said = {"user": SARA, "text": "done", "channel_type": "im"} | under
    for number, otherwise in enumerate(OLD_WORDS):
        assert posts(stage, f"Ev2{number}", **said | otherwise) == (200, "")
        assert rows.state(stage, "T-1") == ("open", SARA), otherwise
        assert counted(stage) == before, otherwise


def counted(stage: Stage) -> tuple[int, int]:
    """How many receipts there are, and how many messages."""
    with stage.duly.database.read() as session:
        receipts = len(session.exec(select(Receipt)).all())
    return receipts, len(stage.reads(SARA)) + len(stage.channel("#billing"))


def test_words_for_the_channel_too_and_beside_a_file_are_new_words(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    under = card(stage).ts
    file = {"id": "F1", "permalink": "https://files.example/F1"}
    posts(stage, user=SARA, text="friday", channel="C0BILLING", thread_ts=under,
          subtype="thread_broadcast")  # fmt: skip
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    posts(stage, "Ev8", user=SARA, text="", channel=dm(stage, SARA), subtype="file_share",
          files=[file])  # fmt: skip
    assert "I can only read words, and there are none here." in stage.reads(SARA)[-1]


def test_what_is_said_elsewhere_in_a_channel_leaves_no_trace(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.types(OMAR, TASK)
    other = stage.people.say(SARA, "#billing", "Lunch?")
    stage.hears()
    before = counted(stage)
    caplog.clear()
    with caplog.at_level("DEBUG"):
        assert stage.says(LEE, "done with the secret plan", "#billing") == ""
        assert stage.says(LEE, "done with the secret plan", "#billing", other) == ""
    assert counted(stage) == before
    assert "secret plan" not in caplog.text
    assert "nobody handles" not in caplog.text


def test_the_same_event_twice_counts_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    said = {"user": SARA, "text": "done", "channel": dm(stage, SARA), "channel_type": "im"}
    assert posts(stage, **said)[0] == posts(stage, **said)[0] == 200
    assert len(rows.events(stage, "T-1", "done")) == 1
    assert sum("Done, four days early: T-1" in each for each in stage.reads(SARA)) == 1
    said["text"] = "done T-9"
    posts(stage, "Ev10", **said)
    posts(stage, "Ev10", **said)
    assert sum("There is no T-9" in each for each in stage.reads(SARA)) == 1


def test_two_replies_at_once_are_both_answered_and_one_is_first(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for person in (SARA, LEE):
        stage.people.say(person, "#billing", "done", card(stage).ts)
    stage.hears()
    told = stage.thread("#billing")
    assert sum("Done, four days early: T-1" in each for each in told) == 1, told
    assert sum("T-1 is closed already" in each for each in told) == 1
    assert len(rows.events(stage, "T-1", "done")) == 1


HOSTILE = (
    "done " + "x" * 12_000,
    "friday " * 1_700,
    " " * 12_000 + "done?",
    "<!channel> <!here> hello",
    "*bold* _it_ `code` <https://x.example|done>",
    "T-1 " * 3_000,
    "because " * 1_500,
    "/cx " * 3_000,
    "\u202ewell, whatever",
    "<@U0DULY> " * 1_000,
)


def test_hostile_words_get_a_sentence_and_change_nothing(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    where, ts = dm(stage, SARA), card(stage).ts
    for number, words in enumerate(HOSTILE):
        before = len(stage.reads(SARA))
        said = {"user": SARA, "text": words}
        assert posts(stage, f"Ev3{number}", channel=where, **said)[0] == 200, words[:20]
        assert len(stage.reads(SARA)) > before, words[:20]
        posts(stage, f"Ev4{number}", channel="C0BILLING", thread_ts=ts, **said)
        answer = stage.workspace.direct_messages(SARA)[-1]
        assert "<!channel>" not in json.dumps(answer.blocks), words[:20]
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Task).where(Task.team_id == TEAM)).all()) == 2
    assert "went wrong on our side" not in stage.reads_all(SARA)


def test_yes_is_the_answer_to_whatever_was_asked(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @lee because she knows them")
    assert "T-1 Rewrite the refund mail is yours now" in stage.says(LEE, "yes")
    assert rows.state(stage, "T-1") == ("acknowledged", LEE)
    stage.says(LEE, "no because legal forbids it")
    assert rows.owed(stage, "T-1") == {"tell": OMAR, "review": MARIA}
    assert "Thank you for telling them: T-1" in stage.says(OMAR, "they know")
    assert rows.owed(stage, "T-1") == {"review": MARIA}


def test_under_an_answer_its_own_thing_is_meant(stage: Stage) -> None:
    stage.says(OMAR, "task Rewrite FAQ to sara by monday for Acme")
    stage.says(OMAR, "task Send the credit note to sara by monday for Acme")
    under = card(stage, dm(stage, OMAR), "Rewrite FAQ")
    assert "T-1" in stage.says(OMAR, "cancel it because they paid", under=under)
    assert rows.state(stage, "T-1") == ("withdrawn", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)


@pytest.mark.parametrize("words", ["take it", "I'll take it", "take", "I can do it"])
def test_what_nobody_has_taken_is_meant_by_who_takes_it(stage: Stage, words: str) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.types(SARA, "/cx ack T-2")
    assert "T-1 Rewrite the refund mail is yours" in stage.says(SARA, words)
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    stage.types(OMAR, "/cx task Call Initech to @sara by friday")
    assert "Which one do you mean?" in stage.says(SARA, words)


def superseded(stage: Stage, at_night: bool) -> Message:
    """The first card of T-1 in Sara's messages, which is no card any more."""
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    old = card(stage, dm(stage, SARA), "refund mail")
    stage.types(SARA, "/cx done T-1")
    if at_night:
        stage.passes(hours=12)
    stage.types(OMAR, "/cx reopen T-1 because it broke")
    return old


@pytest.mark.parametrize("at_night", [False, True])
def test_under_a_message_that_has_come_again_its_thing_is_meant(
    stage: Stage, at_night: bool
) -> None:
    old = superseded(stage, at_night)
    assert "Added to T-1" in stage.says(SARA, "legal has a question about it", under=old)
    assert "T-1 Rewrite the refund mail is yours" in stage.says(SARA, "friday", under=old)
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)


def test_under_an_older_bundle_its_thing_is_meant(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=1)
    bundle = card(stage, dm(stage, SARA))
    assert bundle.ts != stage.workspace.messages(dm(stage, SARA))[0].ts, "not the first ask"
    stage.types(OMAR, SECOND)
    stage.types(SARA, "/cx ack T-1")
    stage.passes(days=1)
    assert "Done" in stage.says(SARA, "done", under=bundle)
    assert rows.state(stage, "T-1") == ("done", SARA), "what was asked there is answered long since"
    assert rows.state(stage, "T-2") == ("open", SARA)


def test_under_what_became_of_something_that_is_meant(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.types(SARA, "/cx done T-1")
    news = card(stage, dm(stage, OMAR), "refund mail")
    assert "T-1" in stage.says(OMAR, "reopen because it broke again", under=news)
    assert rows.state(stage, "T-1") == ("open", SARA)


def test_a_bundle_says_that_words_work_and_they_do(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.passes(days=2)
    bundle = card(stage, dm(stage, SARA), "A reply in words works too")
    assert "Which one do you mean?" in stage.says(SARA, "done", under=bundle)
    assert "Done" in stage.says(SARA, "done T-2", under=bundle)
    assert rows.state(stage, "T-2") == ("done", SARA)


# --- what is no answer ---


@pytest.mark.parametrize(
    "words",
    ["not done yet", "almost done", "it isn't finished", "working on it", "maybe friday",
     "friday or monday"],
)  # fmt: skip
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_can_only_be_about_what_one_owes_are_asked_about(
    stage: Stage, words: str
) -> None:
    stage.types(OMAR, TASK)
    told = stage.says(SARA, words)
    assert "T-1 Rewrite the refund mail" in told
    assert "Take it" in told
    assert rows.state(stage, "T-1") == ("open", SARA)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("is it done?", "waiting for an answer"),
        ("who asked for this?", "waiting for an answer"),
        ("what do I owe?", "One thing waits for your answer"),
        ("what can you do?", "Duly keeps promises to customers."),
        ("hi there", "Duly keeps promises to customers."),
        ("I'm away until 3 dec", "You are away until Thu 3 Dec."),
        ("I'm sick", "Until when are you away?"),
        ("not mine, ask @tom", "`/cx handoff T-1 to @tom because …`"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_asked_or_told_in_direct_messages_is_answered(
    stage: Stage, words: str, told: str
) -> None:
    stage.types(OMAR, TASK)
    assert told in stage.says(SARA, words)
    assert rows.state(stage, "T-1") == ("open", SARA)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_under_a_card_what_names_another_thing_is_kept_with_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, SECOND)
    stage.says(SARA, "blocked by T-2", under=card(stage, dm(stage, SARA)))
    assert [each.details["words"] for each in rows.events(stage, "T-1", "noted")] == [
        "blocked by T-2"
    ]


BACK = "Given back, with your reason: T-1 Rewrite the refund mail. It stays with @sara."
OFFERED = (
    ("take it", "is yours, by Fri 27 Nov.", ("acknowledged", TOM)),
    ("I'll take it by thursday", "is yours, by Thu 26 Nov.", ("acknowledged", TOM)),
    ("thursday", "is yours, by Thu 26 Nov.", ("acknowledged", TOM)),
    ("yes", "is yours now.", ("acknowledged", TOM)),
    ("no because Sales has it", BACK, ("open", SARA)),
    ("not mine because Sales has it", BACK, ("open", SARA)),
    ("give it back because Sales has it", BACK, ("open", SARA)),
    ("not mine", "Why does it go back?", ("open", SARA)),
    ("/cx accept T-1", "is yours, by Fri 27 Nov.", ("acknowledged", TOM)),
    ("/cx take over T-1 by thursday", "is yours, by Thu 26 Nov.", ("acknowledged", TOM)),
    ("/cx return T-1 because Sales has it", BACK, ("open", SARA)),
    ("/cx no T-1 because Sales has it", BACK, ("open", SARA)),
    ("/cx not mine T-1 because Sales has it", BACK, ("open", SARA)),
    ("/cx return T-1", "Please add why: `/cx return T-1 because …`.", ("open", SARA)),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("said", "told", "stands"), OFFERED)
def test_who_is_offered_something_answers_in_words(
    stage: Stage, said: str, told: str, stands: tuple[str, str]
) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @tom because he knows their contract")
    offer = card(stage, dm(stage, TOM))
    heard = stage.types(TOM, said) if said[0] == "/" else stage.says(TOM, said, under=offer)
    assert told in heard
    assert rows.state(stage, "T-1") == stands
    is_answered = "Why does" not in told and "add why" not in told
    assert (rows.owed(stage, "T-1").get("accept") != TOM) == is_answered


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_lead_takes_for_its_owner_what_is_offered_to_another(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @lee because she knows their contract")
    assert "is taken for @sara" in stage.types(MARIA, "/cx take T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


PAIRS = (
    "{} is done", "{} they called again", "{} friday", "note {} they called",
    "done {}: mail is live",
)  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("way", ["under another card", "alone", "typed"])
def test_what_is_named_in_words_becomes_the_same_as_by_its_sign(stage: Stage, way: str) -> None:
    stage.types(OMAR, TASK)
    told = []
    for number, words in enumerate(PAIRS):
        spelled, sign = f"issue {2 * number + 1}", f"I-{2 * number + 2}"
        for _ in range(2):
            stage.types(LEE, "/cx issue Refund missing for Acme in Billing sev 2")
        told += [(_said(stage, way, words, spelled, sign), _said(stage, way, words, sign, sign))]
    assert [each for each in told if each[0] != each[1]] == []
    assert rows.state(stage, "T-1") == ("open", SARA)


def _said(stage: Stage, way: str, words: str, name: str, sign: str) -> object:
    """What became of it: the answer without the number, and how the thing stands."""
    text, ref = words.format(name), sign if name == sign else f"I-{name.removeprefix('issue ')}"
    before = len(stage.reads(MARIA))
    if way == "typed":
        told = stage.types(MARIA, f"/cx {text}") + stage.sees_form(MARIA)
        if stage.sees_form(MARIA):
            stage.closes(MARIA)
    elif way == "alone":
        told = stage.says(MARIA, text)
    else:
        told = stage.says(MARIA, text, "#billing", card(stage))
        told += "".join(stage.reads(MARIA)[before:])
    shown = told.replace(name, "*").replace(ref, "*")
    return shown, rows.state(stage, ref), len(rows.events(stage, ref, "noted"))
