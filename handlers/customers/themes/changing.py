"""What history says of a theme, and how that is read again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "title", "words", "marks", "name", "since", "department_id", "led_to", "reason",
        "rests_until", "answered_by",
    ),
    {
        "since": date.fromisoformat,
        "department_id": UUID,
        "rests_until": date.fromisoformat,
    },
)  # fmt: skip
"""All that can be said of a theme, by column; how many write of it is counted, not said."""
