"""What history says of an outcome, and how that is read again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from handlers.customers.changes import ToldColumns

TOLD = ToldColumns(
    (
        "title", "owner_id", "department_id", "quarter_on", "ends_on", "counted_as", "unit",
        "baseline", "baseline_on", "target", "first_target", "latest", "counted_on", "counter",
        "counted_met", "counted_of", "said",
        "line", "helps", "said_by", "said_at", "because", "shown_at", "next_on", "reason",
    ),
    {
        "department_id": UUID,
        **dict.fromkeys(
            ("quarter_on", "ends_on", "baseline_on", "counted_on", "next_on"), date.fromisoformat
        ),
        "said_at": datetime.fromisoformat,
        "shown_at": datetime.fromisoformat,
    },
)  # fmt: skip
"""All that can be said of an outcome, by column."""
