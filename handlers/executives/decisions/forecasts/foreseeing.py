"""When something is decided, what was expected is kept as it is known then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.executives.decisions.forecasts import rules
from handlers.promises import deadlines
from storage.decisions import Decision, ImpactAnswer
from storage.people import Person


def day_of(session: Session, now: datetime, actor: Person, words: str) -> datetime:
    """From when (UTC) somebody is asked who says on which day. Raises WrongDate."""
    said = deadlines.read(session, now, actor, words)
    return hours.at_local(said.calendar, said.deadline.day, said.calendar.opens)


def keep(
    session: Session,
    now: datetime,
    actor: Person,
    decision: Decision,
    answers: Sequence[ImpactAnswer],
    review: datetime | None,
) -> dict[str, Any]:
    """Keep what was expected, and from when it is looked back at; the facts, for history.

    Nothing where nobody has said what it means for customers.
    """
    expected = rules.expected_of(answers)
    if expected is None:
        return {}
    for answer in answers:
        answer.foreseen = answer.impact
        session.add(answer)
    decision.expected, decision.expected_customers = expected.impact, expected.customers
    decision.expected_tiers = [str(tier) for tier in expected.tiers]
    decision.review_at = review or _usual(session, now, actor)
    return {
        "expected": str(expected.impact),
        "expected_customers": expected.customers or 0,
        "expected_tiers": decision.expected_tiers,
        "review": decision.review_at,
    }


def forget(session: Session, decision: Decision, answers: Sequence[ImpactAnswer]) -> None:
    """Nothing is expected any more: it is not decided."""
    decision.expected = decision.expected_customers = decision.review_at = None
    decision.expected_tiers = []
    decision.came_true = decision.reviewed_at = decision.reviewed_by = None
    decision.came_true_words = ""
    for answer in answers:
        answer.foreseen = None
        session.add(answer)


def usual_day(session: Session, now: datetime, actor: Person) -> date:
    """The day on which somebody is asked, unless they say otherwise: one on which they work."""
    calendar = calendars.for_person(session, actor)
    day = hours.local_day(calendar, now) + timedelta(days=rules.AFTER_DAYS)
    opens = hours.at_local(calendar, day, calendar.opens)
    return hours.local_day(calendar, hours.next_open(calendar, opens))


def _usual(session: Session, now: datetime, actor: Person) -> datetime:
    calendar = calendars.for_person(session, actor)
    return hours.at_local(calendar, usual_day(session, now, actor), calendar.opens)
