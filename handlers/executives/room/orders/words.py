"""What people read about a customer room pack that comes to Slack."""

from __future__ import annotations

from handlers.executives.room import words
from handlers.executives.room.figures import RoomPack
from handlers.executives.room.months import PackMonth
from handlers.speech import blocks

LONGEST = 600
"""Units of a sentence about a pack."""


def on_its_way(month: PackMonth, channel_id: str, *, is_new: bool) -> str:
    """What whoever asks for one reads at once."""
    already = "" if is_new else " already"
    so_far = "" if month.is_over else " It tells the month so far."
    pack = f"The customer room pack of {month.name}"
    return f"{pack} is on its way to {blocks.channel(channel_id)}{already}.{so_far}"


def comment(pack: RoomPack) -> str:
    """The month in one sentence, as markup: what stands above the file."""
    return blocks.safe(words.opening(pack)[0], LONGEST)


def file_name(month: PackMonth) -> str:
    """“customer-room-2026-11.html”."""
    return f"customer-room-{month.key}.html"
