"""The buttons by which people say that they are away or back, wherever these stand."""

from __future__ import annotations

from slackblocks import Button

from handlers.speech import blocks

OPEN, BACK = "away.open", "away.back"
"""What opens the form, and what ends an absence."""


def away() -> Button:
    """The way to say that one is away."""
    return blocks.button("I'm away…", OPEN)


def change() -> Button:
    """The way to stay longer, or to name somebody else."""
    return blocks.button("Change…", OPEN)


def back(*, has_begun: bool = True) -> Button:
    """The way back, or not to go at all."""
    return blocks.button("I'm back" if has_begun else "Not away after all", BACK)
