"""Whatever somebody types, they get one plain sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from storage.history import Event
from storage.issues import Issue
from storage.schedules import Schedule
from storage.tasks import Task
from tests import rows
from tests.cast import OMAR, SARA
from tests.stage import Stage


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("/cx lisst", "Did you mean `/cx list`?"),
        ("/cx ack T-99", "There is no T-99. There is no task yet."),
        ("/cx ack banana", "Write its number, like T-12 or I-7."),
        ("/cx ack", "Write it like this: `/cx ack T-12 by friday`"),
        ("/cx task Call them to @nobody by friday", "I don't know a person called “@nobody”."),
        ("/cx task Call them to @sara by blursday", "I can't read “blursday” as a date."),
        ("/cx task Call them to @sara by yesterday", "is in the past."),
        ("/cx task Call them to @sara by friday for Acmee", "Did you mean Acme?"),
        ("/cx task Call them to @sara by friday in Biling", "Did you mean Billing?"),
        ("/cx task Call them to @duly by friday", "Duly is a bot and cannot keep a promise."),
        ("/cx issue Machine broke sev 9", "Severity is a number from 1"),
        ("/cx list Biling", "Did you mean Billing?"),
        ("/cx digest sometimes", "I can't read “sometimes” as a schedule."),
    ],
)
def test_a_slip_gets_a_sentence_and_changes_nothing(stage: Stage, text: str, sentence: str) -> None:
    assert sentence in stage.types(OMAR, text)
    with stage.duly.database.read() as session:
        for table in (Task, Issue, Schedule, Event):
            assert session.exec(select(table)).all() == []
    assert stage.reads(SARA) == []


def test_ten_thousand_characters_are_refused_with_the_limit(stage: Stage) -> None:
    told = stage.types(OMAR, f"/cx task {'x' * 10_000} to @sara by friday")
    assert "That has 10,028 characters, and I read 4,000 at most." in told
    told = stage.types(OMAR, f"/cx task {'x' * 3_000} to @sara by friday")
    assert "That has 3,000 characters, and a title holds 300." in told
    with stage.duly.database.read() as session:
        assert session.exec(select(Task)).all() == []


LIVE = ("<!channel", "<!here", "<@U0NORA", "<https", "*bold*", "_it_", "~no~", "`code`", "```")
"""What Slack would make something of."""


@pytest.mark.parametrize(
    "title",
    [
        "<!channel> look <!here> <@U0NORA> <https://evil.example|click>",
        "*bold* _it_ ~no~ `code` ``` > quote",
        "😀 émoji 漢字 \u202eright-to-left\u202c عربى",
        "&lt;!channel&gt; &amp;amp;",
    ],
)
def test_hostile_titles_stay_text_everywhere(stage: Stage, title: str) -> None:
    stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    places = [*stage.workspace.direct_messages(SARA), *stage.workspace.messages("#billing")]
    cards = [message for message in places if message.user == stage.workspace.bot_user]
    assert len(cards) == 2
    for card in cards:
        shown = title.replace("\u202e", "").replace("\u202c", "")
        assert card.blocks[0]["text"] == {"type": "plain_text", "text": f"Acme: {shown}"}
        for said in (card.text, *marked_up(card.blocks)):
            assert [live for live in LIVE if live in said] == [], said
    assert rows.item(stage, "T-1").title == shown


def marked_up(part: object) -> Iterator[str]:
    """Every text of a message that Slack reads as markup."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from marked_up(each)


def test_a_form_left_half_empty_says_what_is_missing_and_keeps_the_rest(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Call Globex")
    assert "Call Globex" in stage.sees_form(OMAR)
    form = stage.fills_in(OMAR)
    assert "Call Globex" in form
    assert stage.reads(SARA) == []
    confirmation = stage.fills_in(OMAR, owner=SARA, date="2026-11-27")
    assert "Noted: *T-1* Call Globex" in confirmation
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


@pytest.mark.parametrize(
    "text", ["task … to @sara by friday for Acme", "issue ??? sev 2", "task ..."]
)
def test_signs_alone_are_no_title(stage: Stage, text: str) -> None:
    """Whoever copies the example with its dots has said nothing yet: the form asks what it is."""
    stage.types(OMAR, f"/cx {text}")
    shown = stage.sees_form(OMAR)
    assert "What will be done?" in shown or "What happened to the customer?" in shown
    if "@sara" in text:
        assert "Acme" in shown, "what could be read is filled in"
    with stage.duly.database.read() as session:
        assert [*session.exec(select(Task)), *session.exec(select(Issue))] == []


def test_a_bot_that_was_removed_from_a_channel_is_reported_in_words(stage: Stage) -> None:
    billing = stage.workspace.named("billing")
    billing.members.discard(stage.workspace.bot_user)
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    assert "Call Globex" in stage.reads(SARA)[0], "other lanes go on"
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert stage.channel("#billing") == []
    home = stage.opens_home(OMAR)
    assert "Could not be delivered" in home
    assert "/invite @Duly" in home


def test_a_repeated_delivery_has_one_effect(stage: Stage) -> None:
    stage.workspace.faults.deliver_times(5)
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Task)).all()) == 1
    assert len(stage.reads(SARA)) == 1
    assert rows.happened(stage, "T-1") == [(OMAR, "created")]
