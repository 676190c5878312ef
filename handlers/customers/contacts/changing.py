"""What history says of a contact, and how that is read again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "customer_id", "title", "key", "role", "influence", "address", "quiet_from", "heard_on",
        "heard_by", "heard_how", "call_on", "caller_id", "rests_until", "rests_because",
        "gone_on", "gone_why", "doubt", "doubted_on", "led_to",
    ),
    {
        "customer_id": UUID,
        **dict.fromkeys(
            ("quiet_from", "heard_on", "call_on", "rests_until", "gone_on", "doubted_on"),
            date.fromisoformat,
        ),
    },
)  # fmt: skip
"""All that can be said of a contact, by column."""
HEARD = ToldColumns(("hearing_id", "heard_on", "heard_by", "through", "said", "felt"))
"""All that is said of a hearing."""
