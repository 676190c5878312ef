"""Whether something still happens is asked 30, 60 and 90 days after it was closed."""

from __future__ import annotations

from datetime import datetime, timedelta

CHECKED_AFTER = tuple(timedelta(days=days) for days in (30, 60, 90))
"""So long after it was closed somebody is asked whether it held (an effectiveness check)."""


def after(closed_at: datetime, at: datetime) -> datetime | None:
    """The first of these instants (UTC) that is later than `at`; None once all are past."""
    return next((closed_at + span for span in CHECKED_AFTER if closed_at + span > at), None)
