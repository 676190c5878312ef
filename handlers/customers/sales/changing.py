"""What history says of a sale, and how that is read again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "customer_id", "starts_on", "sold", "sold_by", "department_id", "value", "currency",
        "needs", "fit", "unsold", "need_asked_on", "use_asked_on", "lead_id", "used",
        "used_words", "used_on",
    ),
    {
        "customer_id": UUID,
        "department_id": UUID,
        "starts_on": date.fromisoformat,
        "need_asked_on": date.fromisoformat,
        "use_asked_on": date.fromisoformat,
        "used_on": date.fromisoformat,
    },
)  # fmt: skip
"""All that can be said of a sale, by column."""
