"""In which order somebody reads what became of what they asked."""

from __future__ import annotations

ORDER = (
    "done", "verified", "prevented", "corrected", "told", "acknowledged", "dated", "accepted",
    "offered", "returned",
)  # fmt: skip
"""Done, the other steps of a loop, taken, moved, handed over; then whatever else happened."""


def rank(verb: str) -> int:
    """How early a line comes that tells of a move with this verb."""
    return ORDER.index(verb) if verb in ORDER else len(ORDER)
