"""Why something waits no longer, in words."""

from __future__ import annotations

from handlers.speech import words


def why_no_longer(severity: int, days: int) -> str:
    """So many working days at most, by how grave it is."""
    return f"what is of severity {severity} waits {words.count(days, 'working day')} at most"
