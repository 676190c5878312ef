"""Which question of the bank is next, and when questions may come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.decisions.questions import QUESTIONS, Question
from handlers.speech.timetable import Timetable

STALE = timedelta(days=1)


def next_question(asked: Collection[str]) -> Question:
    """The next question for a channel, given the keys it has had so far, in any order.

    None comes again before all have been asked as often; topics take turns.
    """
    times = Counter(asked)
    return min(QUESTIONS, key=lambda question: (times[question.key], _turn(question)))


def fits(plan: Timetable) -> bool:
    """Whether questions may come by this timetable: once a week, from Monday to Friday.

    Source: customer-experience reference, section 6.4.
    """
    return plan.is_once_a_week and plan.weekday in hours.WEEKDAYS


def in_time(due_at: datetime, now: datetime, zone: str) -> bool:
    """Whether a question that was due may still come: at most a day late, on a working day."""
    calendar = Calendar(zone=zone)
    working = hours.is_working_day(calendar, hours.local_day(calendar, now))
    return working and now - due_at <= STALE


def _turn(question: Question) -> tuple[str, int]:
    """The place in a round: the first of every topic, then the second of every topic."""
    return question.key.rpartition("-")[2], QUESTIONS.index(question)
