"""After a no somebody tells the customer, and of a key account somebody says whether it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import RUNGS, Kind, within
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.people import tiers
from handlers.promises import asked, moves
from handlers.promises.noes import words
from storage import history, tasks
from storage.asks import Owed
from storage.tasks import Task


def _reviewed_by(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    """By the clock by which a thing of its severity and tier has its first answer."""
    clock = policy.acknowledge[about.severity][tiers.of(about.customer)]
    return policies.after(calendar, now, clock)


def _said_it(session: Session, ask: Owed) -> set[str]:
    """Who said the no: whether it stands is for somebody else."""
    said = history.latest(session, ask.team_id, ask.noun, ask.number, moves.DECLINE.verb)
    return {said.actor} if said else set()


def _follows_from(session: Session, ask: Owed, today: date) -> str:
    """From which decision it follows: whoever decides that is asked for this reason."""
    del today
    item = tasks.find(session, ask.team_id, ask.number) if ask.noun == Task.noun else None
    number = item.decision_number if item else None
    return words.follows_from(number) if number else ""


TELL = Kind(
    name=asked.TELL,
    wants="whether the customer knows",
    rungs=RUNGS,
    due=within(lambda policy: policy.tell_customer),
    says=words.TELL,
    buttons=words.tell,
    is_afterwards=True,
    stands=words.TELL_STANDS,
)
REVIEW = Kind(
    name=asked.REVIEW,
    wants="whether our no stands",
    rungs=RUNGS,
    due=_reviewed_by,
    says=words.REVIEW,
    buttons=words.review,
    is_afterwards=True,
    stands=words.REVIEW_STANDS,
    left_out=_said_it,
    begins_with=_follows_from,
)
