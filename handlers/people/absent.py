"""The buttons by which people say that they are away or back, wherever these stand."""

from __future__ import annotations

from slackblocks import Button

from handlers.speech import blocks

OPEN, BACK = "away.open", "away.back"
"""What opens the form, and what ends an absence."""
ANSWER = "answer"
"""What the button carries that stands under the answer to who goes away."""


def away() -> Button:
    """The way to say that one is away."""
    return blocks.button("I'm away…", OPEN)


def change() -> Button:
    """The way to stay longer, or to name somebody else."""
    return blocks.button("Change…", OPEN)


def back(*, has_begun: bool = True, within: str = "") -> Button:
    """The way back, or not to go at all; `within` an answer, what comes of it replaces that."""
    return blocks.button("I'm back" if has_begun else "Not away after all", BACK, within)
