"""In which order somebody reads what became of what they asked."""

from __future__ import annotations

ORDER = ("done", "told", "acknowledged", "dated", "accepted", "offered", "returned")
"""Done, told, taken, moved, handed over; then whatever else happened."""


def rank(verb: str) -> int:
    """How early a line comes that tells of a move with this verb."""
    return ORDER.index(verb) if verb in ORDER else len(ORDER)
