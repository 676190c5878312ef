"""Whoever did something by mistake undoes it within ten minutes, and all stands as it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.practice.slack import tickets
from tests import rows
from tests.cast import BEN, LEE, MARIA, OMAR, SARA, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def stands(stage: Stage, ref: str = "T-1") -> object:
    """The row of an item, what is owed about it, and who is asked to take it over."""
    owed = [ask.model_dump() for ask in rows.asks(stage, ref) if ask.answered_at is None]
    offers = [to for to, accepted in rows.offers(stage, ref) if accepted is None]
    return rows.item(stage, ref).model_dump(), owed, offers


@pytest.mark.parametrize(
    ("before", "user", "words", "said"),
    [
        ([], SARA, "ack T-1 by thursday", "T-1 Rewrite the refund mail waits for an answer again."),
        (["ack T-1"], SARA, "date T-1 in 2 weeks because legal", "has its former date again."),
        ([], LEE, "date T-1 in 2 weeks because legal", "has its former date again."),
        (["ack T-1"], SARA, "done T-1 evidence https://a.example", "is not done."),
        ([], MARIA, "done T-1", "is not done."),
        ([], SARA, "no T-1 because legal forbids it", "is no longer answered with a no."),
        ([], OMAR, "withdraw T-1 because Acme paid", "is on the list again."),
        ([], SARA, "handoff T-1 to Logistics because theirs", "is not on offer any more."),
        (["handoff T-1 to Logistics because theirs"], SARA, "done T-1", "is not done."),
    ],
)
def test_what_was_done_by_mistake_is_undone(
    stage: Stage, before: list[str], user: str, words: str, said: str
) -> None:
    stage.types(OMAR, TASK)
    for each in before:
        stage.types(SARA, f"/cx {each}")
    stood = stands(stage)
    stage.types(user, f"/cx {words}")
    assert stands(stage) != stood
    stage.workspace.clock.forward(timedelta(minutes=9))
    assert said in stage.types(user, "/cx undo")
    assert stands(stage) == stood
    assert rows.happened(stage, "T-1")[-1] == (user, "undone")


def test_a_promise_that_was_taken_over_goes_back_and_is_on_offer_again(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to Logistics because theirs")
    stood = stands(stage)
    stage.clicks(TOM, "Take it over", "T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert "is on offer again, and with @sara" in stage.types(TOM, "/cx undo T-1")
    assert stands(stage) == stood
    assert "[Take it over]" in stage.reads_all(TOM)
    stage.clicks(TOM, "Take it over", "T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)


def test_a_task_that_was_just_given_comes_off_the_list(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.clicks_answer(OMAR, "Undo", "T-1")
    assert "Undone. T-1 is off the list, and Sara's message says so." in told
    assert rows.state(stage, "T-1") == ("withdrawn", SARA)
    assert rows.owed(stage, "T-1") == {}
    assert "@omar does not need this any more. Nothing is asked of you." in stage.reads(SARA)[0]


@on_sqlite
def test_what_concerns_nobody_else_comes_off_the_list_without_a_word_of_them(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Nobody knows whose this is")
    assert stage.types(OMAR, "/cx undo") == "Undone. I-1 is off the list."
    stage.types(SARA, "/cx task Call the printer to me by friday")
    assert stage.types(SARA, "/cx undo") == "Undone. T-1 is off the list."


@on_sqlite
@pytest.mark.parametrize("verb", ["join", "talk", "confirm", "undo", "follow", "unfollow"])
def test_a_command_that_closes_nothing_does_not_speak_of_closing(stage: Stage, verb: str) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(MARIA, f"/cx {verb} T-1 please today")
    assert "I could not place “please today”, so nothing was changed." in told
    assert "clos" not in told
    assert rows.state(stage, "T-1") == ("open", SARA)


@on_sqlite
def test_who_has_not_read_of_it_never_does(stage: Stage) -> None:
    stage.passes(hours=12)
    stage.types(OMAR, TASK)
    said = stage.types(OMAR, "/cx undo")
    assert said == "Undone. T-1 is off the list, and Sara was not asked."
    stage.passes(days=1)
    assert stage.reads(SARA) == []


def test_what_was_answered_since_stays(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stood = stands(stage)
    told = stage.clicks_answer(OMAR, "Undo", "T-1")
    assert "Since then something else happened to T-1" in told
    assert "Sara Novak did that to T-1, and can undo it." in stage.types(OMAR, "/cx undo T-1")
    assert stands(stage) == stood


def test_what_was_done_before_is_undone_by_saying_so_again(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    given = stands(stage)
    stage.types(SARA, "/cx ack T-1")
    taken = stands(stage)
    stage.types(SARA, "/cx date T-1 in 2 weeks because legal")
    stage.types(SARA, "/cx done T-1")
    assert "T-1 Rewrite the refund mail is not done." in stage.types(SARA, "/cx undo")
    assert "T-1 Rewrite the refund mail has its former date" in stage.says(SARA, "undo that")
    assert stands(stage) == taken
    stage.clicks(SARA, "Open…", "T-1")
    assert "[Undo]" in stage.sees_form(SARA), "what can be typed can be clicked"
    stage.closes(SARA)
    assert "waits for an answer again" in stage.types(SARA, "/cx undo T-1")
    assert stands(stage) == given
    for words in ("undo", "undo T-1"):
        told = stage.types(SARA, f"/cx {words}")
        assert told.startswith("What you did last is undone already. Nothing more was changed.")
    assert stands(stage) == given
    assert "Undone. T-1 is off the list" in stage.types(OMAR, "/cx undo")


@on_sqlite
def test_what_was_done_before_with_another_thing_is_undone_next(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, TASK)
    stood = stands(stage, "T-1"), stands(stage, "T-2")
    for ref in ("T-1", "T-2"):
        stage.types(SARA, f"/cx done {ref}")
    assert "T-2 Rewrite the refund mail is not done." in stage.types(SARA, "/cx undo")
    assert "T-1 Rewrite the refund mail is not done." in stage.types(SARA, "/cx undo")
    assert (stands(stage, "T-1"), stands(stage, "T-2")) == stood
    assert "undone already" in stage.types(SARA, "/cx undo")


@on_sqlite
@pytest.mark.parametrize(
    "words", ["undo that, please", "undo please", "oops, wrong one", "undo the last step", "oops"]
)
def test_the_last_thing_is_meant_in_whatever_words(stage: Stage, words: str) -> None:
    stage.types(OMAR, TASK)
    for way in (stage.says, stage.types):
        stage.types(SARA, "/cx done T-1")
        assert "is not done." in way(SARA, words if way == stage.says else f"/cx {words}")
        assert rows.state(stage, "T-1") == ("open", SARA)
    assert "Which one?" in stage.types(SARA, "/cx undo the mail")


@on_sqlite
def test_an_undo_that_was_pressed_before_is_not_made_twice(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stage.types(SARA, "/cx done T-1")
    stage.types(SARA, "/cx undo T-1")
    told = stage.clicks_answer(SARA, "Undo", "T-1")
    assert "What you did last is undone already." in told
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


@on_sqlite
def test_nobody_is_told_that_somebody_can_undo_what_is_long_past(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.workspace.clock.forward(timedelta(minutes=11))
    told = stage.types(BEN, "/cx undo T-1")
    assert "That was more than ten minutes ago, so T-1 stays as it is." in told
    stage.types(SARA, "/cx snooze T-1 tomorrow because legal")
    assert "that can be undone" in stage.types(BEN, "/cx undo T-1")


@on_sqlite
def test_after_ten_minutes_it_is_too_late(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    stood = stands(stage)
    stage.workspace.clock.forward(timedelta(minutes=11))
    assert "You did nothing in the last ten minutes" in stage.types(SARA, "/cx undo")
    told = stage.types(SARA, "/cx undo T-1")
    assert "more than ten minutes ago, so T-1 stays as it is." in told
    assert "`/cx reopen T-1 because …`" in told
    assert stands(stage) == stood


@on_sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("undo", "You did nothing in the last ten minutes that can be undone."),
        ("undo T-1", "Omar Haddad did that to T-1, and can undo it."),
        ("undo T-1 gently", "I could not place “gently”, so nothing was changed"),
        ("undo T-9", "There is no T-9."),
        ("undo banana", "Which one? Write its number"),
    ],
)
def test_what_cannot_be_undone_is_said(stage: Stage, words: str, said: str) -> None:
    stage.types(OMAR, TASK)
    stood = stands(stage)
    assert said in stage.types(BEN, f"/cx {words}")
    assert stands(stage) == stood


@on_sqlite
def test_a_note_in_between_does_not_stand_against_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stood = stands(stage)
    stage.types(SARA, "/cx done T-1")
    stage.types(TOM, "/cx note T-1 well done")
    assert "is not done" in stage.types(SARA, "/cx undo T-1")
    assert stands(stage) == stood


@on_sqlite
def test_it_is_undone_in_the_story_which_shows_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Open…", "T-1")
    stage.clicks_in_form(SARA, "Take it by Fri 27 Nov")
    shown = stage.clicks_in_form(SARA, "Undo")
    assert "waiting for an answer" in shown
    assert "@sara undid that: it is not taken" in shown
    assert "[Undo]" not in shown, "what is undone is not undone again"
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


# --- under the answer ---


def answered(stage: Stage, user: str) -> str:
    """The newest answer that only this person sees."""
    return stage.workspace.plain(stage.workspace.notes(user)[-1], user)


@on_sqlite
@pytest.mark.parametrize(
    ("before", "user", "words", "said"),
    [
        ([], SARA, "ack T-1", "waits for an answer again."),
        (["ack T-1"], SARA, "date T-1 in 2 weeks because legal", "has its former date again."),
        ([], SARA, "done T-1", "is not done."),
        ([], SARA, "no T-1 because legal forbids it", "is no longer answered with a no."),
        ([], OMAR, "withdraw T-1", "is on the list again."),
        ([], SARA, "handoff T-1 to Logistics because theirs", "is not on offer any more."),
        ([], MARIA, "owner T-1 to @lee because Sara is away", "is with @sara again."),
        (["done T-1"], OMAR, "reopen T-1 because it broke", "is closed again."),
    ],
)
def test_every_answer_has_its_way_back_and_becomes_what_came_of_it(
    stage: Stage, before: list[str], user: str, words: str, said: str
) -> None:
    stage.types(OMAR, TASK)
    for each in before:
        stage.types(SARA, f"/cx {each}")
    stood = stands(stage)
    told = stage.types(user, f"/cx {words}")
    assert told.endswith("[Undo]")
    assert stands(stage) != stood
    stage.workspace.clock.forward(timedelta(minutes=9))
    count = len(stage.workspace.notes(user))
    stage.clicks_answer(user, "Undo", "T-1")
    assert stage.sees_form(user) == "", "no second window"
    assert len(stage.workspace.notes(user)) == count, "no second answer"
    assert answered(stage, user).startswith("Undone. ")
    assert answered(stage, user).endswith(said), "and nothing to press any more"
    assert stands(stage) == stood


@on_sqlite
def test_of_several_each_goes_back_by_itself(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    stage.types(SARA, "/cx done T-1 and T-2")
    assert "Undone. T-2 Call Globex is not done." in stage.clicks_answer(SARA, "Undo", "T-2")
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert rows.state(stage, "T-2") == ("open", SARA)


@on_sqlite
def test_an_answer_in_a_message_becomes_what_came_of_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stood = stands(stage)
    assert stage.says(SARA, "done T-1").endswith("[Undo]")
    count = len(stage.reads(SARA))
    stage.clicks(SARA, "Undo", "T-1")
    assert stage.sees_form(SARA) == ""
    assert len(stage.reads(SARA)) == count
    assert stage.reads(SARA)[-1] == "Undone. T-1 Rewrite the refund mail is not done."
    assert stands(stage) == stood


@on_sqlite
@pytest.mark.parametrize(
    ("minutes", "since", "said"),
    [
        (11, "", "more than ten minutes ago, so T-1 stays as it is."),
        (1, "reopen T-1 because it broke", "Since then something else happened to T-1"),
    ],
)
def test_what_is_too_old_or_overtaken_stays_and_so_does_the_answer(
    stage: Stage, minutes: int, since: str, said: str
) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx done T-1")
    if since:
        stage.types(OMAR, f"/cx {since}")
    stood = stands(stage)
    stage.workspace.clock.forward(timedelta(minutes=minutes))
    assert said in stage.clicks_answer(SARA, "Undo", "T-1")
    assert answered(stage, SARA) == told
    assert stands(stage) == stood


@on_sqlite
def test_nobody_is_sent_to_somebody_who_can_undo_it_no_more(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx done T-1")
    assert "Sara Novak did that to T-1, and can undo it." in stage.types(OMAR, "/cx undo T-1")
    stage.workspace.clock.forward(timedelta(minutes=11))
    assert "was more than ten minutes ago" in stage.types(OMAR, "/cx undo T-1")


@on_sqlite
def test_where_the_answer_cannot_be_replaced_it_is_said_beside_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "REPLY_USES", 0)
    stage.types(OMAR, TASK)
    told = stage.types(SARA, "/cx done T-1")
    assert "Undone. T-1 Rewrite the refund mail is not done." in stage.clicks_answer(SARA, "Undo")
    assert answered(stage, SARA) == told
    assert rows.state(stage, "T-1") == ("open", SARA)


@on_sqlite
def test_what_was_changed_in_one_form_goes_back_together(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stood = stands(stage)
    stage.clicks_answer(OMAR, "Change…", "T-1")
    told = stage.fills_in(
        OMAR, title="Write the refund mail anew", date="2026-12-04", owner=LEE, reason="Sara is ill"
    )
    assert "Saved: T-1 Write the refund mail anew. @lee, by Fri 4 Dec." in told
    assert stands(stage) != stood
    undone = stage.clicks_in_form(OMAR, "Undo")
    assert "Undone. T-1 Rewrite the refund mail stands as it stood before." in undone
    assert "[Undo]" not in undone
    assert stands(stage) == stood


@on_sqlite
def test_what_was_taken_back_in_the_story_stands_there_again(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx T-1")
    assert "T-1 is off the list" in stage.clicks_in_form(OMAR, "Not needed any more")
    assert "Undone." in stage.clicks_in_form(OMAR, "Undo")
    view = stage.workspace.view(OMAR)
    assert view is not None
    stage.people.close(OMAR, view.id)
    assert "waiting for an answer" in stage.sees_form(OMAR)
    assert rows.state(stage, "T-1") == ("open", SARA)


@on_sqlite
def test_who_ended_something_undoes_it_on_their_card(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx ack T-1")
    stood = stands(stage)
    stage.clicks(SARA, "Done", "T-1")
    stage.clicks(SARA, "Undo", "T-1")
    assert stage.sees_form(SARA) == ""
    assert stands(stage) == stood
    assert "[Undo]" not in stage.reads(SARA)[0]
    stage.clicks(SARA, "Done", "T-1")
    stage.workspace.clock.forward(timedelta(minutes=11))
    stage.clicks(SARA, "Undo", "T-1")
    assert "more than ten minutes ago" in stage.sees_form(SARA)
    assert rows.state(stage, "T-1") == ("done", SARA)
