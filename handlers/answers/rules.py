"""What an answer may be: how long quiet may last, and what a typed answer says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import hours, phrases
from handlers.hours import Calendar
from handlers.policy import Policy
from storage.asks import Ask

URGENT_REST = timedelta(hours=2)
_BY = re.compile(r"^(?:by|until|till|to|on)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """A typed answer: which item, the words after it, and the reason."""

    ref: str
    words: str
    reason: str


def read(text: str) -> Typed:
    """“T-12 until friday because …” taken apart; the little word before the middle is dropped."""
    explained = phrases.split_reason(text)
    ref, rest = phrases.first_word(explained.words)
    return Typed(ref, _BY.sub("", rest), explained.reason)


def longest_rest(ask: Ask, calendar: Calendar, policy: Policy, now: datetime) -> datetime:
    """The latest instant (UTC) an ask may be put off to.

    Severity 1 two hours, then 1, 5 and 10 business days; overdue one business day.
    Source: customer-experience reference, section 6.4.
    """
    days = policy.snooze_days[ask.severity]
    if ask.due_at < now:
        days = min(days, policy.snooze_days_overdue)
    if days == 0:
        return now + URGENT_REST
    day = hours.shift_days(calendar, hours.local_day(calendar, now), days)
    return hours.closing(calendar, day)


def days_early(due: datetime, now: datetime, calendar: Calendar) -> int:
    """Whole working days between now and a date that still lies ahead, else 0."""
    return max(0, hours.working_days_between(calendar, now, due))
