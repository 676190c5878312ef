"""What reminders say to the owner of a promise, and the ways out they give."""

from __future__ import annotations

from slackblocks import Block, Button

from handlers.chasing.kinds import Says
from handlers.promises.deadlines import HOUR, ByWhen
from handlers.speech import blocks, words
from storage.items import Item

HELP = "What would help: a new date, another pair of hands, or a different owner?"
EARLY = "If not, a new date now is worth more than an apology later."
OPEN = "story.open"
"""The button that leads to the whole story of a thing."""
WAYS_OUT = {
    "item.help": "Need help…", "item.snooze": "Later…", "item.no": "No, because…", OPEN: "Open…",
}  # fmt: skip

TAKE_IT = Says(
    owes=(
        "{title}{for_whom}. Can you take it, by {due}?",
        "{title}{for_whom} is waiting for a word from you. Can you take it, by {due}?",
        "{title}{for_whom} is asked for by {due}; today the answer is due. Yours, or a no?",
        "{title}{for_whom}, asked for by {due}, has had no answer yet. " + HELP,
    )
)
KEEP_IT = Says(
    owes=(
        "{title}{for_whom}: you gave {due}.",
        "{title}{for_whom}: still good for {due}? " + EARLY,
        "{title}{for_whom}: {today}",
        "{title}{for_whom} was due {due}. " + HELP,
    )
)


def due(item: Item, nothing: str = "no date") -> str:
    """By when an item was promised, with its hour if one was given; else `nothing`."""
    if item.due_at is None:
        return nothing
    return words.promised(item.due_at, item.due_zone, timed=item.due_timed)


def plain_due(item: Item, nothing: str = "no date") -> str:
    """The same without markup, for a button, and for whoever reads it in a form of their own."""
    if item.due_at is None:
        return nothing
    said = words.moment if item.due_timed else words.day
    return said(item.due_at, item.due_zone)


def hour_input(hour: str) -> Block:
    """Until which hour of a day something will be done, as it was given."""
    hint = "On the owner's clock. Left open, it is the end of the day."
    return blocks.time_input(HOUR, "At what hour?", value=hour, hint=hint)


def remark(by: ByWhen | None) -> str:
    """What somebody may not have meant by a date, with a space before it; mostly nothing.

    A weekday's name said on that day is a week away, and on a day off nobody is at work.
    """
    if by is None:
        return ""
    day = by.deadline.day
    weekday = words.WEEKDAYS[day.weekday()]
    parts = []
    if by.deadline.again:
        parts.append(f"{weekday} next week, {day.day} {words.MONTH_NAMES[day.month - 1]}")
    if by.is_day_off:
        off = day.weekday() not in by.calendar.days
        named = () if parts else (f"a {weekday}" if off else "a public holiday",)
        where = f" in {blocks.safe(by.department, 80)}" if by.department else ""
        parts = [*parts, *named, f"nobody{where} works then"]
    return f" That is {'; '.join(parts)}." if parts else ""


# --- each button once, for cards, reminders and Home ---


def take_it(ref: str) -> Button:
    """It is mine, by the date it has."""
    return blocks.button("Take it", "item.take", ref, "primary")


def done(ref: str) -> Button:
    """The promise is kept."""
    return blocks.button("Done", "item.done", ref, "primary")


def another_date(ref: str) -> Button:
    """It will be another day."""
    return blocks.button("Another date…", "item.date", ref)


def not_mine(ref: str) -> Button:
    """Somebody else is to have it."""
    return blocks.button("Not mine…", "item.handoff", ref)


def open_story(ref: str) -> Button:
    """All that happened to it, and all that can be done."""
    return blocks.button("Open…", OPEN, ref)


# --- the rows of buttons in reminders ---


def take_buttons(ref: str, is_theirs: bool) -> Block:
    """The ways out for whoever has not taken it yet, or for those around them."""
    return _ways_out(take_it(ref), ref, is_theirs)


def finish_buttons(ref: str, is_theirs: bool) -> Block:
    """The ways out for whoever has taken it, or for those around them."""
    return _ways_out(done(ref), ref, is_theirs)


def offer_buttons(ref: str, is_theirs: bool) -> Block:
    """Take over what is on offer, or return it."""
    del is_theirs
    return blocks.actions(
        blocks.button("Take it over", "offer.accept", ref, "primary"),
        blocks.button("Return it, because…", "offer.return", ref),
        open_story(ref),
    )


def _ways_out(first: Button, ref: str, is_theirs: bool) -> Block:
    if is_theirs:
        return blocks.actions(
            first, another_date(ref), not_mine(ref), blocks.overflow(WAYS_OUT, ref)
        )
    return blocks.actions(
        another_date(ref),
        blocks.button("Another owner…", "item.handoff", ref),
        blocks.button("Say no, because…", "item.no", ref),
        open_story(ref),
    )
