"""What history says of a loss, and how that is read again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "customer_id", "left_on", "tier", "value", "currency", "said", "stated", "told_by",
        "cause", "behind", "evidence", "preventable", "department_id", "understood_by", "checked",
        "verified_by", "verified_at", "caller_id", "call_month", "learned", "called_on",
        "won_back_on", "is_part",
    ),
    {
        "customer_id": UUID,
        "department_id": UUID,
        "left_on": date.fromisoformat,
        "called_on": date.fromisoformat,
        "won_back_on": date.fromisoformat,
        "verified_at": datetime.fromisoformat,
    },
)  # fmt: skip
"""All that can be said of a loss, by column."""
