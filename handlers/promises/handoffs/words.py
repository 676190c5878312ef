"""What reminders say to whoever is offered a promise."""

from __future__ import annotations

from handlers.chasing.kinds import Says

SAYS = Says(
    owes=(
        "{title}{for_whom} is on offer to you. Can you take it over?",
        "{title}{for_whom} is on offer to you. Can you take it over, or does it go back?",
        "{title}{for_whom} still waits for your yes. Do you take it, or does it go back?",
        "{title}{for_whom} still waits for your yes. Do you take it, or does it go back?",
    )
)
