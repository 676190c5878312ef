"""Which question of the bank is next, and when questions may come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.decisions.questions import (
    QUESTIONS,
    Answers,
    Question,
    Topic,
    known,
)
from handlers.executives.prompts.facts.rules import IN_A_ROW
from handlers.speech.timetable import Timetable

STALE = timedelta(days=1)


def next_question(asked: Sequence[str], among: Sequence[Question] = QUESTIONS) -> Question | None:
    """The next question for a channel, given the keys it has had so far, oldest first.

    Of those `among` which it is chosen none comes again before all have been asked as often; topics
    take turns, and after three of one kind, with the same answers, another kind has its turn. None
    where there are none.
    """
    times, tired = Counter(asked), _tired(asked)
    fitting = [each for each in among if each.answers is not tired] or among
    turns = _turns(among)
    return min(fitting, key=lambda each: (times[each.key], turns[each.key]), default=None)


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


def _tired(asked: Sequence[str]) -> Answers | None:
    """The kind of the newest questions where those are all of one kind."""
    kinds = [question.answers if (question := known(key)) else None for key in asked[-IN_A_ROW:]]
    return kinds[0] if len(kinds) == IN_A_ROW and len(set(kinds)) == 1 else None


def _turns(among: Sequence[Question]) -> dict[str, tuple[int, int]]:
    """The place of each in a round: the first of every topic, then the second of every topic."""
    so_far = Counter[Topic]()
    turns = {}
    for place, question in enumerate(among):
        turns[question.key] = (so_far[question.topic], place)
        so_far[question.topic] += 1
    return turns
