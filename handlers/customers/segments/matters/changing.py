"""What history says of a matter, and how that is read again."""

from __future__ import annotations

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "title", "topic", "customer_id", "about_on", "question", "answer", "reason", "led_to",
        "answered_by", "response_id", "proposed", "proposed_by", "proposed_why",
    ),
)  # fmt: skip
"""All that can be said of a matter, by column."""
