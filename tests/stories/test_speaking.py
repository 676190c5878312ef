"""Whoever speaks with a customer is helped to say sorry, to be clear, to promise nothing new."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.customers.contacts import bringing
from handlers.promises.speaking.recovery import LABELS
from storage import customers, history
from tests import replay, rows
from tests.cast import BEN, DIEGO, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_story import happened, offered
from tests.stories.test_story import story as story_of

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SIX = [str(step) for step in LABELS]


def jana(stage: Stage) -> None:
    """Jana Weiss decides at Acme."""
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        bringing.bring(session, stage.now, acme, "Jana Weiss")


def draft(stage: Stage, user: str, ref: str = "I-1") -> list[str]:
    """The lines of the draft that somebody reads."""
    stage.closes(user)
    stage.types(user, f"/cx draft {ref}")
    form = stage.sees_form(user)
    assert "Dear " in form, form
    return [line.removeprefix("> ") for line in form.splitlines() if line.startswith("> ")]


def story(stage: Stage, user: str) -> str:
    """What somebody reads of the issue."""
    return story_of(stage, user, "I-1")


def told(stage: Stage, ref: str = "I-1") -> dict[str, Any]:
    """What history keeps of the last time the customer was told."""
    noun, number = ("issue" if ref[0] == "I" else "task"), int(ref[2:])
    with stage.duly.database.read() as session:
        event = history.latest(session, TEAM, noun, number, "told")
        assert event
        assert not replay.replayed(session, TEAM, strict=True).differing
        return event.details


def cancelled_card(stage: Stage, severity: int = 2) -> None:
    """Acme's card was cancelled by mistake; Maria takes it until Friday."""
    jana(stage)
    stage.types(GRACE, f"/cx issue Card cancelled by mistake for Acme in Billing sev {severity}")
    stage.types(GRACE, "/cx feeling I-1 let down")
    stage.types(MARIA, "/cx take I-1 by friday")


def test_the_cancelled_card_and_its_six_steps(stage: Stage) -> None:
    """Grace is asked to speak with Acme; the draft is there, and what Acme says is kept."""
    cancelled_card(stage)
    stage.passes(days=1)
    assert "[Told them…] [Draft it…]" in stage.reads(GRACE)[-1]
    stage.clicks(GRACE, "Draft it…", "I-1")
    form = stage.sees_form(GRACE)
    assert "Speak with the customer" in form
    assert "Acme felt let down on Mon 23 Nov" in form
    for label in LABELS.values():
        assert label in form
    assert [line.removeprefix("> ") for line in form.splitlines() if line.startswith("> ")] == [
        "Dear Jana Weiss,",
        "I am sorry. This is what happened: Card cancelled by mistake.",
        "Maria Costa puts it right by Fri 27 Nov.",
        "Is anything else open from your side?",
        "I am sorry again: you have lived with this since Mon 23 Nov.",
        "You can rely on this: I write to you on Fri 27 Nov, done or not.",
        "Thank you for telling us.",
        "Grace",
    ]
    stage.fills_in(
        GRACE, said=SIX, words="The new card comes on Friday", feels="Satisfied",
        answered="Fine, if it truly comes on Friday",
    )  # fmt: skip
    assert "Noted what they have heard" in stage.sees_form(GRACE)
    kept = told(stage)
    assert kept["said"] == SIX
    assert kept["answered"] == "Fine, if it truly comes on Friday"
    assert "left_out" not in kept
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    said = "\n".join(happened(story(stage, MARIA)))
    assert (
        "@grace told the customer, said sorry, said what happened, was done and happens now, "
        "asked what else is open, said sorry again, said what they can rely on and thanked them; "
        "they feel satisfied now" in said
    )
    assert "The new card comes on Friday" in said
    assert "They answered: Fine, if it truly comes on Friday" in said
    assert "six" not in said.lower(), "it is nobody's score"
    stage.settle()
    [card] = stage.channel("#billing")
    assert "They answered: “Fine, if it truly comes on Friday”" in card


@on_sqlite
def test_a_step_that_was_left_out_is_kept_with_its_reason(stage: Stage) -> None:
    cancelled_card(stage)
    stage.passes(days=1)
    stage.clicks(GRACE, "Told them…", "I-1")
    stage.fills_in(
        GRACE, said=["thank", "apologise"], left_out="No sorry twice: Jana was in a hurry"
    )
    assert told(stage)["said"] == ["apologise", "thank"], "in their order"
    said = "\n".join(happened(story(stage, GRACE)))
    assert "@grace told the customer, said sorry and thanked them" in said
    assert "Left out: No sorry twice: Jana was in a hurry" in said


@on_sqlite
def test_nothing_has_to_be_ticked_or_written(stage: Stage) -> None:
    cancelled_card(stage)
    stage.passes(days=1)
    stage.clicks(GRACE, "Told them…", "I-1")
    stage.fills_in(GRACE)
    assert not {"said", "answered", "left_out", "words"} & set(told(stage))
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    stage.types(GRACE, "/cx undo I-1")
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}


@on_sqlite
def test_the_delay_that_cannot_be_fixed_and_the_pilot_who_comes_out(stage: Stage) -> None:
    """The answer is no, and there is something that we can do all the same."""
    jana(stage)
    stage.types(GRACE, "/cx issue Three hours at the gate for Acme in Logistics sev 3")
    story(stage, TOM)
    stage.clicks_in_form(TOM, "No, because…")
    stage.fills_in(
        TOM, reason="the storm keeps everything on the ground", tells="asker",
        instead="that the pilot comes out of the cockpit and explains it to everybody",
        weighed="Another airport costs 40 k", cost="40 k", cost_is="avoids",
    )  # fmt: skip
    stage.passes(hours=8)
    assert "[They know] [Draft it…]" in stage.reads_all(GRACE)
    stage.clicks(GRACE, "Draft it…", "I-1")
    form = stage.sees_form(GRACE)
    lines = [line.removeprefix("> ") for line in form.splitlines() if line.startswith("> ")]
    assert lines[1:4] == [
        "I am sorry, our answer is no. This is what happened: Three hours at the gate.",
        "We will not change it, because the storm keeps everything on the ground.",
        "What we can do is that the pilot comes out of the cockpit and explains it to everybody.",
    ]
    assert "40" not in "\n".join(lines), "what was weighed, and what it costs, stays here"
    assert "Somebody is still asked whether our no stands: call once it does." in form
    stage.fills_in(GRACE, said=["apologise", "clarify"], answered="They laughed with the pilot")
    assert told(stage)["answered"] == "They laughed with the pilot"
    assert "tell" not in rows.owed(stage, "I-1")


@on_sqlite
def test_a_no_to_what_a_customer_asked_for(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Corner Café")
    stage.types(SARA, "/cx no T-1 because the law asks for these words")
    lines = draft(stage, OMAR, "T-1")
    assert lines[:4] == [
        "Dear [their name],",
        "I am sorry, our answer is no. You asked us for this: Rewrite the refund mail.",
        "We will not do it, because the law asks for these words.",
        "What we can do is [what we can do instead].",
    ]
    assert "Nobody has said what we can do instead: find out before you call." in stage.sees_form(
        OMAR
    )
    stage.fills_in(OMAR, answered="They see why", feels="Uneasy")
    assert told(stage, "T-1")["answered"] == "They see why"
    assert rows.owed(stage, "T-1") == {}


# --- facts only ---


@on_sqlite
def test_what_nobody_has_said_is_a_gap_and_what_to_ask_for_before_the_call(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Card cancelled by mistake for Acme sev 2")
    assert draft(stage, GRACE)[2] == "What happens now: [who corrects it, and by when]."
    assert "Give I-1 an owner and a day before you call." in stage.sees_form(GRACE)
    stage.types(GRACE, "/cx issue Card cancelled twice for Acme in Billing sev 2")
    lines = draft(stage, GRACE, "I-2")
    assert lines[2] == "Maria Costa puts it right by [by when it is put right].", "only asked for"
    assert "[what they can rely on, and until when]" in lines[5]
    assert "Nobody has given a day for I-2: ask Maria Costa before you call." in stage.sees_form(
        GRACE
    )
    assert draft(stage, MARIA, "I-2")[-1] == "Maria"
    assert "You have given no day for I-2: take it with one" in stage.sees_form(MARIA)
    stage.types(MARIA, "/cx take I-2 by wednesday")
    assert draft(stage, GRACE, "I-2")[2] == "Maria Costa puts it right by Wed 25 Nov."
    stage.passes(days=4)
    lines = draft(stage, GRACE, "I-2")
    assert "Wed 25 Nov" not in "\n".join(lines), "a day that has passed is no promise"
    assert "The day of I-2 has passed: ask Maria Costa for a new one" in stage.sees_form(GRACE)


@on_sqlite
def test_what_it_waits_for_is_asked_of_them_in_words_for_them(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Card cancelled twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(MARIA, "/cx wait I-1 for Logistics until wednesday because they lost the list")
    assert "we need this from you" not in "\n".join(draft(stage, GRACE)), "ours to know"
    stage.types(MARIA, "/cx resume I-1")
    stage.types(MARIA, "/cx wait I-1 for customer until wednesday because they never answer")
    said = draft(stage, GRACE)[2]
    assert said.endswith(
        "So that it can go on, we need this from you by Wed 25 Nov: [what we need from them]."
    )
    assert "never answer" not in "\n".join(draft(stage, GRACE)), "a reason is written for us"
    assert "I-1 waits for them: say what we need." in stage.sees_form(GRACE)


@on_sqlite
def test_what_was_put_right_and_what_keeps_it_away_is_said_with_who_and_when(stage: Stage) -> None:
    cancelled_card(stage)
    stage.types(MARIA, "/cx done I-1 evidence https://bank.example/secret")
    lines = draft(stage, GRACE)
    assert lines[2] == "It was put right on Mon 23 Nov. Why it happened: [why it happened]."
    assert "Nobody has said why it happened: ask Maria Costa before you call." in stage.sees_form(
        GRACE
    )
    stage.types(
        MARIA, "/cx prevented I-1 two people look at each list because a list was read wrongly"
    )
    story(stage, MARIA)
    stage.clicks_in_form(MARIA, "Add a task…")
    stage.fills_in(MARIA, title="Mark the lists", owner=SARA, date="2026-12-10")
    assert "Mark the lists" not in "\n".join(draft(stage, GRACE)), "Sara has not said yes"
    stage.types(SARA, "/cx take T-1")
    stage.types(MARIA, "/cx note I-1 they are late with their own bills")
    lines = draft(stage, GRACE)
    assert lines[2] == (
        "It was put right on Mon 23 Nov. Why it happened: a list was read wrongly. What keeps it "
        "from coming back: two people look at each list. By Thu 10 Dec Sara Novak does this: Mark "
        "the lists."
    )
    assert lines[5] == "You can rely on this: I write to you on Thu 10 Dec, done or not."
    said = "\n".join(lines)
    assert "their own bills" not in said
    assert "secret" not in said, "notes and evidence stay here"
    stage.types(SARA, "/cx private T-1")
    stage.types(OMAR, "/cx private T-1")
    assert "Mark the lists" not in "\n".join(draft(stage, GRACE))


@on_sqlite
@pytest.mark.parametrize(
    "cause", ["Sara read the list wrongly", "Billing mixed two lists", "this was Sara Novak's list",
              "ask @lee about it"],
)  # fmt: skip
def test_nobody_here_is_blamed_before_a_customer(stage: Stage, cause: str) -> None:
    cancelled_card(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.types(MARIA, f"/cx prevented I-1 two people look because {cause}")
    lines = "\n".join(draft(stage, GRACE))
    assert "Why it happened: [why it happened]." in lines
    for name in ("Sara", "Billing", "lee"):
        assert name not in lines
    assert "The cause names a person or a department here: say it without." in stage.sees_form(
        GRACE
    )


@on_sqlite
def test_people_write_what_they_like_and_the_draft_stays_text(stage: Stage) -> None:
    jana(stage)
    stage.types(GRACE, "/cx issue for Acme in Billing sev 2")
    stage.fills_in(
        GRACE, title="*free* <http://evil.example|money> & more",
        story="“Second month in a row” `now` " + "😀" * 1_400,
    )  # fmt: skip
    lines = draft(stage, GRACE)
    assert "You told us: “‘Second month in a row’ `now` 😀" in lines[1]
    view = stage.workspace.view(GRACE)
    assert view
    [quote] = [each for each in view.blocks if each["type"] == "rich_text"]
    [element] = quote["elements"][0]["elements"]
    assert element["type"] == "text", "nothing in it is a command of Slack's"
    assert len(element["text"]) < 3_000
    stage.fills_in(GRACE, answered="<!channel> " + "x" * 1_900, said=["thank"])
    assert told(stage)["said"] == ["thank"]
    stage.settle()
    [card] = [each for each in stage.workspace.messages("#billing") if each.blocks]
    assert "<!channel>" not in str(card.blocks)


# --- for whom, and by whom ---


@on_sqlite
def test_without_a_customer_it_is_asked_which(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Card cancelled by mistake in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    draft(stage, GRACE)
    form = stage.sees_form(GRACE)
    assert "Which customer do you speak with?" in form
    assert "Nobody has said which customer I-1 is about." in form
    stage.fills_in(GRACE, customer="Acme", said=["apologise"])
    assert told(stage)["said"] == ["apologise"]
    assert [verb for _, verb in rows.happened(stage, "I-1")][-2:] == ["edited", "told"]
    stage.types(SARA, "/cx customer Acme")
    assert "What they heard from us" in stage.sees_form(SARA)
    assert "inform" not in rows.owed(stage, "I-1")


@on_sqlite
def test_the_customer_of_what_was_joined_hears_who_puts_it_right(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Card cancelled by mistake for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(DIEGO, "/cx issue Card does not work for Globex in Billing sev 2")
    stage.types(MARIA, "/cx take I-2")
    stage.types(MARIA, "/cx merge I-2 with I-1")
    assert rows.owed(stage, "I-2") == {"inform": DIEGO}
    lines = draft(stage, DIEGO, "I-2")
    assert lines[1:3] == [
        "I am sorry. This is what happened: Card does not work.",
        "Maria Costa puts it right by Fri 27 Nov.",
    ]
    stage.fills_in(DIEGO, answered="Good to know")
    assert told(stage, "I-2")["answered"] == "Good to know"
    assert rows.owed(stage, "I-2") == {}
    stage.types(OMAR, "/cx private I-1")
    assert draft(stage, DIEGO, "I-2")[2] == "What happens now: [who corrects it, and by when]."


@on_sqlite
def test_which_departments_have_a_part_of_it_is_ours_to_know(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Card cancelled for Acme in Billing and Logistics sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(TOM, "/cx take T-1 by thursday")
    assert draft(stage, GRACE)[2] == "Maria Costa puts it right by Fri 27 Nov."
    stage.types(TOM, "/cx no T-1 because we hold no cards")
    assert "T-1 is a task" in stage.types(GRACE, "/cx draft T-1")


@on_sqlite
def test_whoever_only_reads_it_cannot_say_that_they_know(stage: Stage) -> None:
    cancelled_card(stage)
    assert draft(stage, BEN)[-1] == "Ben"
    form = stage.sees_form(BEN)
    assert "Whoever is asked to speak with them writes down here what was said." in form
    assert "What did they answer?" not in form
    stage.types(OMAR, "/cx private I-1")
    stage.closes(BEN)
    stage.types(BEN, "/cx draft I-1")
    assert "Dear" not in stage.sees_form(BEN)


@on_sqlite
def test_a_draft_is_for_what_a_customer_is_to_hear(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Acme to @sara by friday for Acme")
    assert "T-1 is a task: there is a draft for an issue" in stage.types(OMAR, "/cx draft T-1")
    stage.types(GRACE, "/cx issue Card cancelled for Acme in Billing sev 2")
    stage.types(GRACE, "/cx withdraw I-1")
    assert "I-1 was taken back" in stage.types(GRACE, "/cx draft I-1")
    assert "draft I-7" in stage.types(GRACE, "/cx draft")
    assert "I-9" in stage.types(GRACE, "/cx draft I-9")


@on_sqlite
def test_what_was_said_when_somebody_else_was_faster_is_kept_as_well(stage: Stage) -> None:
    cancelled_card(stage)
    stage.passes(days=1)
    stage.clicks(GRACE, "Told them…", "I-1")
    stage.types(MARIA, "/cx told I-1 The card comes on Friday")
    stage.fills_in(GRACE, answered="They knew it by then")
    assert told(stage)["answered"] == "They knew it by then", "they may hear of it more than once"


@on_sqlite
def test_less_serious_things_are_asked_for_without_a_draft(stage: Stage) -> None:
    cancelled_card(stage, severity=3)
    stage.passes(until=datetime(2026, 11, 25, 16, tzinfo=UTC))
    assert "[Told them…] [Somebody else…] [Open…]" in stage.reads_all(GRACE)
    assert "Draft it…" not in stage.reads_all(GRACE)
    assert draft(stage, GRACE)[2] == "Maria Costa puts it right by Fri 27 Nov."
    stage.fills_in(GRACE, words="It comes on Friday")
    assert "Draft it…" in offered(stage, LEE, "I-1"), "whoever speaks with them again has it"
