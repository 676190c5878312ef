"""Why Duly stays quiet no longer, in words."""

from __future__ import annotations

from handlers.speech import words


def why_no_longer(days: int, is_late: bool) -> str:
    """Why quiet lasts no longer: so many working days, none where it is hours."""
    if not days:
        return "severity 1 rests two hours at most"
    what = "what is late" if is_late else "this"
    return f"{what} rests {words.count(days, 'working day')} at most"
