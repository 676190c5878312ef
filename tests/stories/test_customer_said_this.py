"""What a customer said in a message is kept from there, with its words and the way back to it."""

from __future__ import annotations

from bot.practice.slack.objects import Channel
from storage import customers
from tests.cast import BEN, BOT, NORA, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_low_scores import call, found_issues, lead
from tests.stories.test_surveys import responses

SAID_THIS = "answer.from_message"


def takes(stage: Stage, user: str, words: str, channel: str = "#billing") -> str:
    """Somebody takes what stands in a message; its address."""
    message = stage.people.say(SARA, channel, words)
    stage.people.shortcut(user, SAID_THIS, channel, message.ts)
    place = next(each for each in stage.workspace.channels.values() if each.name == channel[1:])
    moment = message.ts.replace(".", "")
    return f"https://brightwater.slack.com/archives/{place.id}/p{moment}"


def test_a_low_score_in_a_message_is_called_back_and_leads_to_it(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    link = takes(stage, SARA, "Karim at Globex: “I explain the *same* <!channel> invoice.”")
    form = stage.sees_form(SARA)
    assert "Add an answer" in form
    assert "not everybody reads" not in form
    said = stage.fills_in(SARA, person="Karim Haddad", came="mail", score="3", scale="recommend-10")
    assert "Noted: *Globex*, Karim Haddad: 3 of 10." in said
    [one] = responses(stage)
    with stage.duly.database.read() as session:
        globex = customers.named(session, TEAM, "Globex")
    assert globex
    assert (one.customer_id, one.link, one.score) == (globex.customer_id, link, 3)
    assert one.words.startswith("Karim at Globex: “I explain the *same*")
    assert len(found_issues(stage)) == 1
    assert call(stage).person_id == BEN
    [question] = [each for each in stage.reads(BEN) if "Can you call" in each]
    assert "Where they said it" in question


def test_what_is_not_sure_is_asked_and_the_channel_may_name_them(stage: Stage) -> None:
    takes(stage, SARA, "Acme and Globex both wait for the credit note")
    assert "It names Acme or Globex. Whose words are they?" in stage.sees_form(SARA)
    assert "required" in stage.fills_in(SARA, came="call")
    assert responses(stage) == []
    stage.closes(SARA)
    shared = Channel("C0INITECH", "ext-initech", members={SARA, BOT})
    stage.workspace.add_channel(shared)
    link = takes(stage, SARA, "The credit note is late once more", "#ext-initech")
    assert "Noted: *Initech*" in stage.fills_in(SARA, came="call")
    [one] = responses(stage)
    assert (one.link, one.words) == (link, "The credit note is late once more")
    stage.closes(SARA)
    # A link that is none is said under its field, and nothing is lost.
    takes(stage, SARA, "Acme is glad")
    assert "as a link" in stage.fills_in(SARA, came="call", link="see above")
    assert len(responses(stage)) == 1
    assert "Noted: *Acme*" in stage.fills_in(SARA, link="")
    assert responses(stage)[-1].link == ""


def test_out_of_a_private_channel_it_says_who_will_read_it(stage: Stage) -> None:
    hidden = Channel("C0HIDDEN", "hidden", is_private=True, members={SARA, NORA, BOT})
    stage.workspace.add_channel(hidden)
    takes(stage, NORA, "Acme wants to leave, they told Victor", "#hidden")
    form = stage.sees_form(NORA)
    assert "That message is in a place that not everybody reads." in form
    assert "executives and the CCO" in form
    stage.closes(NORA)
    assert responses(stage) == [], "nothing is kept before somebody sends the form"


def test_a_long_message_is_kept_whole_as_far_as_a_form_goes(stage: Stage) -> None:
    words = "Acme: " + "the invoice is wrong. " * 400
    takes(stage, SARA, words)
    assert "Noted: *Acme*: their words are kept" in stage.fills_in(SARA, came="visit")
    [one] = responses(stage)
    assert " ".join(one.words.split()) == " ".join(words.split())
    stage.closes(SARA)
    takes(stage, SARA, "Acme: " + "the invoice is wrong. " * 700)
    assert "What does not fit here stays where it was written." in stage.sees_form(SARA)
