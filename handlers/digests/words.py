"""What Duly says to whoever asks for a digest or schedules one."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import blocks, words
from handlers.timetable import planned
from storage.counts import Kept
from storage.schedules import TOO_LATE, Schedule

TITLE, NAME = 100, 60
"""Characters of a headline and of a name."""
BROKE = "the last one broke, its log says where; it is tried again then"
TROUBLE = {TOO_LATE: "the last one was left out, more than a day late"}


def shown_name(name: str) -> str:
    """The name of a department, customer or whoever reads a digest."""
    return blocks.safe(name, NAME)


def posted(name: str, channel_id: str) -> str:
    """Where the digest went."""
    return f"The digest of {shown_name(name)} is on its way to {blocks.channel(channel_id)}."


def nothing_to_say(name: str, kept: Kept | None, zone: str) -> str:
    """Why nothing was posted, with something pleasant to read."""
    quiet = f"Nobody is waiting for {shown_name(name)} this week, so there is nothing to post."
    if kept is None:
        return f"{quiet} A quiet week is a good week to ask a customer how things are."
    thanks = f", thanks to {blocks.person(kept.owner_id)}" if kept.owner_id else ""
    day = words.slack_day(kept.closed_at, zone)
    title = blocks.safe(kept.line.title, TITLE)
    return f"{quiet} The last promise kept was *{kept.line.ref}* {title}, {day}{thanks}."


def nothing_for_executives() -> str:
    """Why nothing was posted to the executives."""
    return "No promise is open and no decision waits, so there is nothing to post. Enjoy the quiet."


def scheduled(name: str, schedule: Schedule) -> str:
    """From now on, and when first."""
    return (
        f"The digest of {shown_name(name)} comes to {blocks.channel(schedule.channel_id)} "
        f"{planned(schedule)}. The next one is {_next(schedule)}; `/cx digest off` ends it."
    )


def ended(channel_id: str) -> str:
    """No more of them."""
    return (
        f"No more digests in {blocks.channel(channel_id)}. "
        "`/cx digest` still posts one whenever you like."
    )


def none_to_end(channel_id: str) -> str:
    """There was nothing to end."""
    return f"No digest is scheduled in {blocks.channel(channel_id)}. Nothing was changed."


def schedules(known: Sequence[Schedule]) -> str:
    """All schedules, next one first."""
    if not known:
        return "No digest is scheduled yet. Try `/cx digest weekly monday 9:00` in a channel."
    return "\n".join(["*Scheduled digests*", *(_line(each) for each in known)])


def _line(schedule: Schedule) -> str:
    """One schedule of the list."""
    skipped = f" · {TROUBLE.get(schedule.error, BROKE)}" if schedule.error else ""
    where = blocks.channel(schedule.channel_id)
    return f"• {where} {planned(schedule)} · next {_next(schedule)}{skipped}"


def _next(schedule: Schedule) -> str:
    return words.slack_moment(schedule.next_at, schedule.zone) if schedule.next_at else "never"
