"""Whoever is to tell customers before they notice is asked once for all of theirs, and reminded."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import RUNGS, Kind
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.people import tiers
from handlers.promises import asked
from handlers.promises.warnings import words
from storage import concerns
from storage.asks import Owed


def _due(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    """By the clock by which customers hear from us."""
    clock = policy.contact[about.severity][tiers.of(about.customer)]
    return policies.after(calendar, now, clock)


def _whom(session: Session, ask: Owed) -> str:
    """Whom they are to tell still."""
    return words.names(*concerns.named(session, ask.team_id, ask.ask_id, words.NAMED))


WARN = Kind(
    name=asked.WARN,
    wants="whether they heard it from us first",
    rungs=RUNGS,
    due=_due,
    says=words.SAYS,
    buttons=words.buttons,
    has_card=False,
    is_afterwards=True,
    begins=_whom,
    stands=words.STANDS,
)
