"""What reminders say to whoever is to tell customers of an issue before they notice it."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech.words import join_names

TOLD_ALL, LIST = "concern.told", "concern.list"
"""The button that leads to the form for all of somebody's, and the one to the whole list."""
TOLD_THEM, ONE_BY_ONE = "Told all of them…", "One by one…"
NAMED = 10
"""So many customers are named in a message; of more it says how many."""
SAYS = Says(
    ends="This line ends when they have heard it from us, or need not.",
    owes=(
        "They should hear it from us before they notice. Can you tell them?",
        "Have they heard it from us?",
        "Have they heard it from us? Today is the day.",
        "They have not heard it from us. Who could call them?",
    ),
    deputy="You stand in for {owner}. They have not heard it from us: {late}.",
    lead="They have not heard it from us: {late}. It is with {owner}. Who could call them?",
    cco=(
        "They have not heard it from us: {late}. It is with {owner}. "
        "Could you call them, or say who will?"
    ),
)
STANDS = (
    "Customers will meet an issue, and have not heard it from us since {day}.",
    "Customers will meet {count} issues, and have not heard it from us, the first since {day}.",
)
"""How it stands above whoever is to tell them."""


def names(first: Sequence[str], total: int) -> str:
    """“Globex, Initech and 7 more will meet it, too.”; empty for nobody."""
    if not total:
        return ""
    named = [blocks.safe(each, 60) for each in first[:NAMED]]
    left = total - len(named)
    if left > 0:
        named.append(f"{left:,} more")
    return f"{join_names(named)} will meet it, too."


def buttons(asking: Asking) -> Block | None:
    """They know, all of them or one by one."""
    if asking.part is None:
        return None
    return blocks.actions(
        blocks.button(TOLD_THEM, TOLD_ALL, asking.ref),
        blocks.button(ONE_BY_ONE, LIST, asking.ref),
        open_story(asking.ref),
    )
