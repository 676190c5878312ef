"""What reminders say to the owner of a promise, and the ways out they give."""

from __future__ import annotations

from slackblocks import Block, Button

from handlers.chasing.kinds import Says
from handlers.speech import blocks

HELP = "What would help: a new date, another pair of hands, or a different owner?"
EARLY = "If not, a new date now is worth more than an apology later."
WAYS_OUT = {"item.help": "Need help…", "item.snooze": "Later…", "item.no": "No, because…"}

TAKE_IT = Says(
    owes=(
        "{title}{for_whom}. Can you take it, by {due}?",
        "{title}{for_whom} is waiting for a word from you. Can you take it, by {due}?",
        "{title}{for_whom}: the time for an answer is up today. Yours, somebody else's, or a no?",
        "{title}{for_whom} has had no answer yet. " + HELP,
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


def take_buttons(ref: str, is_theirs: bool) -> Block:
    """The ways out for whoever has not taken it yet, or for those around them."""
    return _ways_out(blocks.button("Take it", "item.take", ref, "primary"), ref, is_theirs)


def finish_buttons(ref: str, is_theirs: bool) -> Block:
    """The ways out for whoever has taken it, or for those around them."""
    return _ways_out(blocks.button("Done", "item.done", ref, "primary"), ref, is_theirs)


def _ways_out(first: Button, ref: str, is_theirs: bool) -> Block:
    new_date = blocks.button("Another date…", "item.date", ref)
    if not is_theirs:
        return blocks.actions(
            new_date,
            blocks.button("Another owner…", "item.handoff", ref),
            blocks.button("Say no, because…", "item.no", ref),
        )
    not_mine = blocks.button("Not mine…", "item.handoff", ref)
    return blocks.actions(first, new_date, not_mine, blocks.overflow(WAYS_OUT, ref))
