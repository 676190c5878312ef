"""What reminders say to whoever was asked for a pair of hands, and the ways to answer."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import help_buttons

SAYS = Says(
    owes=(
        "{title}{for_whom} needs another pair of hands. Can you help, or find somebody?",
        "{title}{for_whom} still needs another pair of hands. Can you help, or find somebody?",
        "{title}{for_whom} still needs another pair of hands. Can you help, or find somebody?",
        "{title}{for_whom} still needs another pair of hands. Can you help, or find somebody?",
    )
)


def buttons(asking: Asking) -> Block | None:
    """I'll help, or somebody else may."""
    return help_buttons(asking.ref) if asking.part else None
