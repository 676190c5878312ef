"""What Duly says of what lay at the border between two departments."""

from __future__ import annotations

from handlers.speech import blocks, words


def at_border(offers: int, days: int, one: str, other: str) -> str:
    """How often something was offered between two departments, and what that took."""
    took = f"{words.count(days, 'working day')} at the border" if days else "at the border"
    return (
        f"Offered {words.times(offers)}, {took} between {blocks.safe(one, 80)} and "
        f"{blocks.safe(other, 80)}."
    )
