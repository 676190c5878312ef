"""Messages and forms as plain lines, as transcripts and tests read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.practice.slack.objects import Message, View
from bot.practice.slack.transcript import plain
from tests.practice import button, form, section, text_input, words

NAMES = {"U0SARA": "sara", "C0BILLING": "billing"}
MONDAY = int(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())


def lines(*blocks: dict[str, Any], zone: str = "Europe/Berlin") -> str:
    return plain(Message("1.1", "U0DULY", "fallback", list(blocks)), NAMES, zone)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@U0SARA> in <#C0BILLING>", "@sara in #billing"),
        ("<https://a.example|the page> <https://b.example>", "the page https://b.example"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<!here> <!subteam^S1|@crew>", "@here @crew"),
        (f"by <!date^{MONDAY}^{{date_short_pretty}} at {{time}}|soon>", "by Nov 23, 2026 at 09:00"),
        ("<!date^x^{time}|soon>", "soon"),
    ],
)
def test_markup_becomes_words(text: str, shown: str) -> None:
    assert lines(section(text)) == shown


def test_dates_are_shown_in_the_readers_zone() -> None:
    text = section(f"<!date^{MONDAY}^{{date_num}} {{time}}|x>")
    assert lines(text, zone="Asia/Singapore") == "2026-11-23 16:00"


def test_every_kind_of_block_has_its_line() -> None:
    shown = lines(
        {"type": "header", "text": words("Head")},
        section("text", fields=[words("f1"), words("f2")], accessory=button("a", "Open")),
        {"type": "divider"},
        {"type": "context", "elements": [words("small"), words("print")]},
        {"type": "actions", "elements": [button("y", "Yes"), button("n", "No")]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": t} for t in ("a", "b")]]},
    )
    assert shown.splitlines() == [
        "Head",
        "text",
        "f1",
        "f2",
        "[Open]",
        "---",
        "small print",
        "[Yes] [No]",
        "a | b",
    ]


def test_rich_text_keeps_its_lists_and_names() -> None:
    part = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0SARA"}]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [part, part]}
    assert lines({"type": "rich_text", "elements": [listed]}) == "• @sara\n• @sara"


def test_a_form_shows_its_title_fields_and_button() -> None:
    field = {"type": "plain_text_input", "action_id": "a", "initial_value": "Acme"}
    view = View("V1", "U0SARA", "h", form(text_input("Customer", element=field)), "V1")
    assert plain(view, NAMES, "UTC").splitlines() == ["A task", "Customer: [Acme]", "[Save]"]


def test_without_blocks_the_text_is_shown() -> None:
    assert plain(Message("1.1", "U0SARA", "hi <@U0SARA>"), NAMES, "UTC") == "hi @sara"
