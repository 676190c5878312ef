"""What the owner of a promise is asked: to take it, and to keep it by its date, taken or not."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.kinds import OWNER_RUNGS, RUNGS, Kind
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.people import tiers
from handlers.promises import asked
from handlers.promises.items import urgent, words


def _taken_by(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    """By the clock of severity and tier, or the date of the promise if that is sooner."""
    clock = policy.acknowledge[about.severity][tiers.of(about.customer)]
    due = policies.after(calendar, now, clock)
    return min(due, about.due_at or due)


def _finished_by(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
    del policy, calendar
    return about.due_at or now


DATE = Kind(
    name=asked.DATE,
    wants="whether they take it",
    rungs=OWNER_RUNGS,
    due=_finished_by,
    says=words.MEET_IT,
    buttons=words.take_buttons,
    is_around_due=True,
    # The ask to take it, with which it goes, climbs further, has no end, and if urgent is daily.
    may_end=True,
    is_beside=True,
)
ACKNOWLEDGE = Kind(
    name=asked.ACKNOWLEDGE,
    wants="whether they take it",
    rungs=RUNGS,
    due=_taken_by,
    says=words.TAKE_IT,
    buttons=words.take_buttons,
    urgent_buttons=urgent.take_buttons,
    beside=DATE,
)
FINISH = Kind(
    name=asked.FINISH,
    wants="whether it is done",
    rungs=RUNGS,
    due=_finished_by,
    says=words.KEEP_IT,
    buttons=words.finish_buttons,
    urgent_buttons=urgent.finish_buttons,
    is_around_due=True,
    keeps_date=True,
)
OWNERS = {kind.name: kind for kind in (ACKNOWLEDGE, DATE, FINISH)}
"""What the owner of a promise owes, by name: to take it and meet its date, or to keep it."""
