"""What history says of an aim, and how that is read again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    ("title", "customer_id", "year", "words", "said_by", "said_on", "led_to", "lead_id"),
    {"customer_id": UUID, "said_on": date.fromisoformat},
)
"""All that can be said of an aim, by column."""
