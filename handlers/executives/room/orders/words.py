"""What people read about a customer room pack that comes to Slack."""

from __future__ import annotations

from handlers.executives.room import words
from handlers.executives.room.figures import RoomPack
from handlers.executives.room.months import PackMonth
from handlers.speech import blocks
from handlers.speech import words as speech
from storage.schedules import Schedule

LONGEST = 600
"""Units of a sentence about a pack."""


def on_its_way(month: PackMonth, channel_id: str, *, is_new: bool) -> str:
    """What whoever asks for one reads at once."""
    already = "" if is_new else " already"
    so_far = "" if month.is_over else " It tells the month so far."
    pack = f"The customer room pack of {month.name}"
    return f"{pack} is on its way to {blocks.channel(channel_id)}{already}.{so_far}"


def scheduled(schedule: Schedule) -> str:
    """From now on, and when first."""
    return (
        f"The customer room pack comes to {blocks.channel(schedule.channel_id)} on the first "
        f"working day after each month, at {schedule.at.hour}:{schedule.at.minute:02}. "
        f"The next one comes {_next(schedule)}; `/cx room off` ends it."
    )


def _next(schedule: Schedule) -> str:
    return speech.slack_moment(schedule.next_at, schedule.zone) if schedule.next_at else "never"


def stopped(schedule: Schedule | None) -> str:
    """No more of them; or there was nothing to end."""
    if schedule is None:
        return "No customer room pack comes by itself. Nothing was changed."
    return (
        "No customer room pack comes by itself any more. `/cx room november` still brings one "
        "whenever you like."
    )


def comment(pack: RoomPack) -> str:
    """The month in one sentence, as markup: what stands above the file."""
    return blocks.safe(words.opening(pack)[0], LONGEST)


def file_name(month: PackMonth) -> str:
    """“customer-room-2026-11.html”."""
    return f"customer-room-{month.key}.html"
