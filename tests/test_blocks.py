"""People's words are harmless wherever they are shown, and Slack's limits hold."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from handlers import blocks

HOSTILE = st.text(
    alphabet=st.sampled_from(list("<>!@#&;|*_~`abc \n\u202e😀عChannelhttp://")), max_size=400
) | st.text(max_size=400)


@given(HOSTILE)
def test_nothing_people_write_becomes_a_mention_a_link_or_formatting(words: str) -> None:
    shown = blocks.safe(words)
    assert not set(shown) & set("<>*_~`")
    assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", shown, re.DOTALL), "no broken entity"


@given(HOSTILE, st.integers(1, 50))
def test_a_cut_never_breaks_an_entity_and_keeps_its_length(words: str, length: int) -> None:
    shown = blocks.safe(words, length)
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert len(plain) <= length


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
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()


def test_a_message_never_has_more_blocks_than_slack_surely_takes() -> None:
    assert len(blocks.message(*[blocks.section("x")] * 80)) == blocks.MESSAGE_BLOCKS
