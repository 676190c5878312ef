"""Do reminders help? What came of them is counted week by week, and the CCO alone reads it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.yields import rules
from handlers.chasing.yields.counting import handle_one
from handlers.chasing.yields.rules import Lately
from storage import yields

__all__ = ["Lately", "handle_one", "lately"]


def lately(session: Session, team_id: str, now: datetime) -> Lately:
    """What came of everybody's reminders in the eight newest weeks that are counted.

    Nudge yield = reminders whose reader did anything with the thing within one working day of
    theirs ÷ reminders to whoever owed something. What is of severity 1, what brings a question for
    the first time, and what a reader was away for or left before is not counted. Source:
    customer-experience reference, section 3.1.
    """
    newest = rules.newest(now)
    since, until = newest - (rules.WEEKS - 1) * rules.A_WEEK, newest + rules.A_WEEK
    return Lately(until, yields.by_rung(session, team_id, since, until))
