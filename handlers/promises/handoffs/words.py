"""What reminders say to whoever is offered a promise."""

from __future__ import annotations

from handlers.chasing.kinds import Says

SAYS = Says(
    ends="Taking it over or giving it back ends this line.",
    owes=(
        "It is on offer to you. Can you take it over?",
        "It has been on offer to you since {since}. Can you take it over, or does it go back?",
        "The offer has waited since {since}. Do you take it, or does it go back?",
        "The offer has waited {waited}. Is it yours, or does it go back?",
    ),
)
STANDS = (
    "An offer has had no answer since {day}.",
    "{Count} offers have had no answer, the oldest since {day}.",
)
"""How it stands above whoever is offered something."""
