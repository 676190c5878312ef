"""What reminders say to whoever is offered a promise, and the ways out they give."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Says
from handlers.speech import blocks

SAYS = Says(
    owes=(
        "{title}{for_whom} is on offer to you. Can you take it over?",
        "{title}{for_whom} is on offer to you. Can you take it over, or does it go back?",
        "{title}{for_whom} still waits between two desks. Yours, or back?",
        "{title}{for_whom} still waits between two desks. Yours, or back?",
    )
)


def buttons(ref: str, is_theirs: bool) -> Block:
    """Take it over, or return it."""
    del is_theirs
    return blocks.actions(
        blocks.button("Take it over", "offer.accept", ref, "primary"),
        blocks.button("Return it, because…", "offer.return", ref),
    )
