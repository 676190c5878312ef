"""People's words are harmless wherever they are shown, and Slack's limits hold."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlacksBlock
from slackblocks import Block

from bot.practice.slack import limits
from handlers.speech import blocks, inputs
from handlers.speech.lengths import cut, cut_markup, units

HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>!@#&;|*_~`abc \n\u202e😀عChannelhttp://")), max_size=400
) | st.text(max_size=400)


@given(HOSTILE)
def test_nothing_people_write_becomes_a_mention_a_link_or_formatting(words: str) -> None:
    shown = blocks.safe(words)
    assert not set(shown) & set("<>*~`")
    # Slack formats between underscores only where nothing stands before the first one.
    assert not re.search(r"(?<![^\W_ˍ])_|_(?=[_ˍ])", shown)
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", shown, re.DOTALL), "no broken entity"


@pytest.mark.parametrize("words", ["INV_2026_11", "a_b", "x_1_y and c_d"])
def test_a_name_with_underscores_can_be_copied(words: str) -> None:
    assert blocks.safe(words) == words


@pytest.mark.parametrize(
    ("words", "shown"), [("_it_", "ˍitˍ"), ("a __b__ c", "a ˍˍbˍˍ c"), ("(_x_)", "(ˍxˍ)")]
)
def test_what_underscores_would_format_stays_plain(words: str, shown: str) -> None:
    assert blocks.safe(words) == shown


@given(HOSTILE, st.integers(1, 50))
def test_a_cut_never_breaks_an_entity_and_keeps_its_length(words: str, length: int) -> None:
    shown = blocks.safe(words, length)
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert units(plain) <= length
    assert units(shown) <= 2 * length
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", shown, re.DOTALL)


@pytest.mark.parametrize(
    ("words", "most", "shown"),
    [
        ("Acme", 4, "Acme"),
        ("Acme Ltd", 6, "Acme…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        ("ab🇩🇪🇫🇷", 10, "ab🇩🇪🇫🇷"),
        ("ab🇩🇪🇫🇷", 9, "ab🇩🇪…"),
        ("ab👨‍👩‍👧", 9, "ab…"),
        ("ab👍🏽c", 5, "ab…"),
        ("ab👍🏽c", 7, "ab👍🏽c"),
        ("abe\u0301c", 4, "ab…"),
        ("a" + "\u0301" * 99, 50, "a" + "\u0301" * 48 + "…"),
        ("", 1, ""),
    ],
)
def test_a_cut_counts_as_slack_may_and_breaks_no_sign(words: str, most: int, shown: str) -> None:
    assert cut(words, most) == shown


@pytest.mark.parametrize(
    ("markup", "most", "shown"),
    [
        ("a &amp; b", 9, "a &amp; b"),
        ("a &amp; b", 8, "a &amp;…"),
        ("a &amp; b", 7, "a…"),
        ("Ask <@U0SARA> now", 12, "Ask…"),
        ("Ask <@U0SARA> now", 14, "Ask <@U0SARA>…"),
        ("by <!date^1^{date}|Fri 27 Nov> or", 25, "by…"),
    ],
)
def test_a_cut_keeps_markup_whole(markup: str, most: int, shown: str) -> None:
    assert cut_markup(markup, most) == shown


FULL = st.text(max_size=400) | st.builds(
    lambda sign, times: sign * times,
    st.sampled_from(["&", "<", "😀", "🇩🇪", "👨‍👩‍👧‍👦", "x", "e\u0301", "ẞ", "\n", " ", "漢"]),
    st.integers(1, 3500),
)
"""Texts of any kind, among them those that grow most when they are escaped or counted."""


def every_block(words: str, more: str) -> list[Block]:
    safe = blocks.safe(words, 3000)
    return [
        blocks.header(words),
        blocks.section(safe, blocks.button(more, "item.take", "T-1", confirm=more)),
        blocks.section(blocks.ours(more, 5000)),
        blocks.fields(dict.fromkeys(("Owner", "Due", "Customer", "Department"), safe)),
        blocks.context(safe),
        *blocks.paragraphs([blocks.safe(more, 1000)] * 5),
        blocks.actions(
            blocks.button(words, "item.done", "T-1", "primary"),
            blocks.overflow({"item.no": more, "item.help": words}, "T-1"),
        ),
    ]


@settings(max_examples=25, deadline=None)
@given(FULL, FULL)
def test_whatever_is_written_every_block_keeps_slack_s_limits(words: str, more: str) -> None:
    parts = [part for _ in range(8) for part in every_block(words, more)]
    built = blocks.message(*parts)
    limits.check_message(blocks.notification(blocks.safe(words, 9000)), built, [])
    assert sum(units(text) for text in limits._words(built)) <= blocks.MESSAGE_TEXT
    assert len(built) == blocks.MESSAGE_BLOCKS
    limits.check_view(blocks.home(parts), "home")
    limits.check_view(blocks.notice(words, blocks.safe(more, 9000)), "modal")


@settings(max_examples=25, deadline=None)
@given(FULL)
def test_whatever_is_written_every_form_keeps_slack_s_limits(words: str) -> None:
    listed = {str(uuid4()): f"{words}{number}" for number in range(100)}
    chosen = next(iter(listed))
    found = blocks.Choices({chosen: words}, chosen, is_searched=True)
    form = blocks.form(
        words,
        "task.send",
        blocks.section(blocks.safe(words)),
        inputs.text("title", "What?", value=words, most=300),
        inputs.text("story", "Their words", value=words, lines=True),
        inputs.row("listed", "Which?", blocks.Choices(listed, chosen)),
        inputs.row("found", "Which?", found),
        inputs.choices("several", "Which?", listed),
    )
    limits.check_view(form, "modal")
    limits.check_suggestions({"options": blocks.options(listed)})


def test_a_form_with_the_longest_names_and_stories_is_taken_by_slack() -> None:
    listed = {str(uuid4()): "漢" * 200 for _ in range(100)}
    lists = [inputs.row(name, name, blocks.Choices(listed)) for name in ("one", "two")]
    stories = [inputs.text(name, name, value="漢" * 3000) for name in ("here", "there")]
    limits.check_view(blocks.form("A form", "task.send", *lists, *stories), "modal")


@given(st.text(max_size=5000), st.text(max_size=5000))
def test_whatever_is_built_is_valid_for_slack_s_own_models(words: str, more: str) -> None:
    built = blocks.message(
        blocks.header(words),
        blocks.section(blocks.safe(words, 600)),
        blocks.context(blocks.safe(more, 600)),
        blocks.fields({"Owner": blocks.safe(words, 80), "Due": blocks.safe(more, 80)}),
        blocks.actions(
            blocks.button(words or "Go", "item.take", "T-1", "primary"),
            blocks.overflow({"item.no": more or "No"}, "T-1"),
        ),
    )
    for block in built:
        parsed = SlacksBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_a_message_never_has_more_blocks_than_slack_surely_takes() -> None:
    assert len(blocks.message(*[blocks.section("x")] * 80)) == blocks.MESSAGE_BLOCKS


def test_of_many_green_buttons_the_first_stays_green() -> None:
    """Seven of them say nothing; a form that is sent has a green one of its own."""
    row = blocks.actions(
        blocks.button("Take it", "item.take", "T-1", "primary"),
        blocks.button("Not mine…", "item.handoff", "T-1"),
    )
    beside = blocks.section("T-2", blocks.button("Done", "item.done", "T-2", "primary"))
    styles = {
        "message": blocks.message(row, beside, row),
        "home": blocks.home([row, beside, row])["blocks"],
        "view": blocks.form("T", "v", row, beside, row, submit=None)["blocks"],
        "form": blocks.form("T", "v", row, beside, row)["blocks"],
    }
    green = {name: json.dumps(shown).count('"style": "primary"') for name, shown in styles.items()}
    assert green == {"message": 1, "home": 1, "view": 1, "form": 0}
    assert styles["message"][0]["elements"][0]["style"] == "primary"
