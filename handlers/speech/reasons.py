"""A reason is asked for wherever a promise changes, in one line or in a form."""

from __future__ import annotations

from slackblocks import Block

from handlers.speech import blocks
from handlers.speech.errors import WhyMissing

FIELD = "reason"
LONGEST = 1000
SIGNS = " \n\t.…-–—_*?!"
"""Signs that are no reason by themselves, such as the dots of “because …” in an example."""


def ask_for(label: str) -> Block:
    """The place in a form where the reason is written."""
    return blocks.text_input(FIELD, label, lines=True, most=LONGEST)


def says_nothing(words: str) -> bool:
    """Whether there are no words, or only signs."""
    return not words.strip(SIGNS)


def check(reason: str) -> None:
    """Refuse to change a promise without saying why.

    Raises WhyMissing.
    """
    if says_nothing(reason):
        raise WhyMissing
