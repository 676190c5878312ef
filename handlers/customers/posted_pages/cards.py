"""What people read about a page that stands in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.speech import blocks, inputs
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json

POST_IT, TAKE_IT_DOWN, WHOLE = "Post it here…", "Take it down", "Open all of it…"
CHANNEL = "channel"
INVITE = "If it is private, invite Duly there first: `/invite @Duly`."
QUIET = "One message, kept up to date in its place. It notifies nobody."
PINNED = "Pin it there from its own menu, and everybody finds it."
OTHERS_READ_IT = "People of another company read that channel now."


@dataclass(frozen=True)
class PageNames:
    """What a page is called: within a sentence (“the roadmap”), and how it is opened.

    `send` and `take_down` are what its form and its button are called.
    """

    within: str
    opens: str
    send: str
    take_down: str

    @property
    def begins(self) -> str:
        """The same at the beginning of a sentence: “The roadmap”."""
        return f"{self.within[:1].upper()}{self.within[1:]}"


def form(names: PageNames, channel_id: str, value: str, note: str = "") -> Json:
    """In which channel it is to stand; `channel_id` is the one from which it was asked for."""
    return blocks.form(
        f"Post {names.within}", names.send,
        inputs.channel(CHANNEL, "In which channel?", value=channel_id or None, hint=INVITE),
        blocks.context(f"{QUIET} {note}".strip()),
        value=value, submit="Post it",
    )  # fmt: skip


def posted(names: PageNames, channel_id: str, number: int) -> Shown:
    """It is on its way there."""
    where = f"{names.begins} is in {blocks.channel(channel_id)}"
    return _with_way_back(names, f"{where}, and is kept up to date there. {PINNED}", number)


def stands_there(names: PageNames, channel_id: str, number: int, since: date, today: date) -> Shown:
    """It stands there already, and no second message came."""
    day = plain.plain_day(since, today)
    said = (
        f"{names.begins} has stood in {blocks.channel(channel_id)} since {day}: that message is "
        "brought up to date, and no second one is posted. If somebody has deleted it, you hear of "
        "that in a moment and can post it again."
    )
    return _with_way_back(names, said, number)


def _with_way_back(names: PageNames, said: str, number: int) -> Shown:
    sure = f"The message stays, says that it is kept up to date no more, and names `{names.opens}`."
    way = blocks.button(TAKE_IT_DOWN, names.take_down, str(number), confirm=sure)
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(way)))


def taken_down(names: PageNames, channel_id: str) -> str:
    """For whoever took it down."""
    where = blocks.channel(channel_id)
    return f"{names.begins} in {where} is kept up to date no more, and says so."


def ended(names: PageNames) -> Shown:
    """What the message becomes then."""
    said = (
        f"{names.begins} is not kept up to date here any more. `{names.opens}` shows it as it "
        "stands."
    )
    return Shown(said, blocks.message(blocks.section(said)))


def lost(names: PageNames, channel_id: str, reason: str) -> str:
    """For whoever posted it, where it cannot be kept up to date any more."""
    return (
        f"{names.begins} in {blocks.channel(channel_id)} is kept up to date no more: {reason} "
        f"`{names.opens}`, “{POST_IT}” puts it there again, or in another channel."
    )
