"""What is asked when a department looks at itself: nine answers of each, then one first thing."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import CCO_RUNG, Kind, within
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.customers.assessments import reading, words
from storage import assessments, departments
from storage.asks import Owed
from storage.people import Person

NEXT_WITHIN = "10 bd"


def _until_it_closes(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    del policy, calendar
    return about.due_at or now


def _ones_own(session: Session, number: int, person: Person) -> bool:
    """What somebody says of their department nobody says in their place."""
    del session, number, person
    return True


def _what_is_left(session: Session, ask: Owed, today: date) -> str:
    del today
    given = assessments.answers_of(session, ask.team_id, ask.number, ask.person_id)
    return words.left(len(given))


def _what_came_of_it(session: Session, ask: Owed, today: date) -> str:
    del today
    assessment = assessments.find(session, ask.team_id, ask.number)
    if assessment is None:
        return ""
    department = departments.find(session, ask.team_id, assessment.department_id)
    return reading.headline(department, reading.result_of(session, assessment)) + "."


ASSESS = Kind(
    name="assess",
    wants="how a department deals with customers",
    rungs=(1,),
    due=_until_it_closes,
    says=words.ASSESS_SAYS,
    buttons=words.rater_buttons,
    is_own=_ones_own,
    may_end=True,
    takes_turns=True,
    has_card=False,
    begins_with=_what_is_left,
)
"""Whoever does not answer is reminded once; then it counts as not given, as no customer waits."""
NEXT = Kind(
    name="next",
    wants="what a department will do differently",
    rungs=(1, 2, CCO_RUNG),
    due=within(lambda _policy: NEXT_WITHIN),
    says=words.NEXT_SAYS,
    buttons=words.next_buttons,
    takes_turns=True,
    has_card=False,
    stands=words.NEXT_STANDS,
    begins_with=_what_came_of_it,
)
