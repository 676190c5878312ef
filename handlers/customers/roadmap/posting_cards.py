"""What people read about the roadmap that stands in a channel."""

from __future__ import annotations

from datetime import date

from handlers.customers.roadmap import words
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.blocks import Shown

POST_IT, TAKE_IT_DOWN, WHOLE = "Post it here…", "Take it down", "Open all of it…"
PINNED = "Pin it there from its own menu, and everybody finds it."
SURE = "The message stays, says that it is kept up to date no more, and names `/cx roadmap`."
ENDED = "The roadmap is not kept up to date here any more. `/cx roadmap` shows it as it stands."
OTHERS_READ_IT = "People of another company read that channel now."


def posted(channel_id: str, number: int) -> Shown:
    """It is on its way there."""
    said = f"The roadmap is in {blocks.channel(channel_id)}, and is kept up to date there. {PINNED}"
    return _with_way_back(said, number)


def stands_there(channel_id: str, number: int, since: date, today: date) -> Shown:
    """It stands there already, and no second message came."""
    day = plain.plain_day(since, today)
    said = (
        f"The roadmap has stood in {blocks.channel(channel_id)} since {day}: that message is "
        "brought up to date, and no second one is posted. If somebody has deleted it, you hear of "
        "that in a moment and can post it again."
    )
    return _with_way_back(said, number)


def _with_way_back(said: str, number: int) -> Shown:
    way = blocks.button(TAKE_IT_DOWN, words.TAKE_DOWN, str(number), confirm=SURE)
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(way)))


def taken_down(channel_id: str) -> str:
    """For whoever took it down."""
    return f"The roadmap in {blocks.channel(channel_id)} is kept up to date no more, and says so."


def ended() -> Shown:
    """What the message becomes then."""
    return Shown(ENDED, blocks.message(blocks.section(ENDED)))


def lost(channel_id: str, reason: str) -> str:
    """For whoever posted it, where it cannot be kept up to date any more."""
    return (
        f"The roadmap in {blocks.channel(channel_id)} is kept up to date no more: {reason} "
        f"`/cx roadmap`, “{POST_IT}” puts it there again, or in another channel."
    )
