"""What reminders say to whoever was asked for a pair of hands, and the ways to answer."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import help_buttons
from handlers.speech import blocks, words

SAYS = Says(
    owes=(
        "Another pair of hands is needed. Can you help, or find somebody?",
        "Another pair of hands has been needed since {since}. Can you help, or find somebody?",
        "Nobody has come to help, and it has waited {waited}. Can you, or who could?",
        "It has waited {waited} for another pair of hands. Who could help?",
    )
)


NAMED = 3
"""So many things are named to whoever is to be talked with."""


def invitation(who: str, refs: Sequence[str]) -> str:
    """What somebody reads with whom their lead or the CCO, of this Slack id, wants to talk."""
    named = list(refs) if len(refs) <= NAMED else list(refs[: NAMED - 1])
    rest = len(refs) - len(named)
    more = [f"{words.number(rest)} more"] if rest else []
    about = words.join_names([*named, *more])
    return f"{blocks.person(who)} would like to talk with you about {about}. Bring what would help."


def buttons(asking: Asking) -> Block | None:
    """I'll help, or somebody else may."""
    return help_buttons(asking.ref) if asking.part else None
