"""How long and how far an answer may be put off, by the house rules."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.chasing.policy import Policy
from handlers.chasing.policy.rules import URGENT_REST
from storage.asks import Ask


def longest_days(ask: Ask, policy: Policy, now: datetime) -> int:
    """How many working days an ask may be put off; none where that is a matter of hours."""
    days = policy.snooze_days[ask.severity]
    return min(days, policy.snooze_days_overdue) if ask.due_at < now else days


def longest_rest(ask: Ask, calendar: Calendar, policy: Policy, now: datetime) -> datetime:
    """The latest instant (UTC) an ask may be put off to.

    Severity 1 two hours, then 1, 5 and 10 business days; overdue one business day.
    Source: customer-experience reference, section 6.4.
    """
    days = longest_days(ask, policy, now)
    if days == 0:
        return now + URGENT_REST
    day = hours.shift_days(calendar, hours.local_day(calendar, now), days)
    return hours.closing(calendar, day)
