"""What the CCO is asked: which department an issue belongs to."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import OWNER_RUNGS, Kind
from handlers.chasing.ladder import URGENT
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.people import tiers
from handlers.promises import asked
from handlers.promises.triage import words
from storage.people import Role


def _sent_by(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    """Within a day; of severity 1 by the clock by which somebody has to take it."""
    if about.severity == URGENT:
        span = policy.acknowledge[about.severity][tiers.of(about.customer)]
    else:
        span = policy.triage
    return policies.after(calendar, now, span)


TRIAGE = Kind(
    name=asked.TRIAGE,
    wants="whose it is",
    rungs=OWNER_RUNGS,
    due=_sent_by,
    says=words.SAYS,
    buttons=words.buttons,
    circle=(Role.CCO,),
    passes_to_deputies=True,
)
