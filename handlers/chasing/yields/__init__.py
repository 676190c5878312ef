"""Do reminders help? What came of them is counted week by week, and the CCO alone reads it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing.yields import rules
from handlers.chasing.yields.counting import handle_one
from handlers.chasing.yields.judging import send_all_again
from handlers.chasing.yields.rules import Lately
from handlers.people import access
from storage import halvings, yields
from storage.halvings import Halving
from storage.people import Person

__all__ = ["Lately", "halved", "handle_one", "lately", "send_all_again"]

NAMED = 3
"""So many of those who get half as many are named at Home."""
HalvedPeople = list[tuple[Halving, Person]]
"""Those who get half as many reminders, each with who that is."""


def lately(session: Session, team_id: str, now: datetime) -> Lately:
    """What came of everybody's reminders in the eight newest weeks that are counted.

    Nudge yield = reminders whose reader did anything with the thing within one working day of
    theirs ÷ reminders to whoever owed something. What is of severity 1, what brings a question for
    the first time, and what a reader was away for or left before is not counted. Source:
    customer-experience reference, section 3.1.
    """
    newest = rules.newest(now)
    since, until = newest - (rules.WEEKS - 1) * rules.A_WEEK, newest + rules.A_WEEK
    first = halvings.named(session, team_id, NAMED)
    halved = halvings.count(session, team_id) if len(first) == NAMED else len(first)
    return Lately(until, yields.by_rung(session, team_id, since, until), first, halved)


def halved(session: Session, actor: Person, after: int, size: int) -> tuple[HalvedPeople, int]:
    """A page of those who get half as many reminders, newest first, and how many they are in all.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.REMIND_FULLY)
    found = halvings.named(session, actor.team_id, size, after)
    return found, halvings.count(session, actor.team_id)
