"""By which house rules a period is measured: they are those of its time, and stay so.

Whether somebody is paid by a figure is said before its period begins; the goals, and of how many on
a figure is a score, before it ends. What is changed later counts for later periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing import policy as policies
from handlers.chasing.policy.score_rules import NEVER
from handlers.executives.scores import periods
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import MINIMUM, Measure
from handlers.people import office


@dataclass(frozen=True)
class Standards:
    """Of how many on a figure is a score, which share is to be reached, and whether it is paid by.

    `goals` are in percent, and hold a measure only where there is one.
    """

    minimum: int = MINIMUM
    goals: Mapping[Measure, int] = field(default_factory=dict)
    is_trial: bool = True


def of(session: Session, now: datetime, team_id: str, period: ScorePeriod, zone: str) -> Standards:
    """The rules of a period, as far as it is over."""
    instants = period.instants(zone)
    rules = policies.as_of(session, team_id, min(now, instants.until)).scores
    paid_from = policies.as_of(session, team_id, instants.since).scores.paid_from
    goals = rules.goals.model_dump()
    return Standards(
        rules.minimum,
        {Measure(name): goal for name, goal in goals.items() if goal},
        is_trial=not _is_paid(period, paid_from),
    )


def freezes_on(session: Session, team_id: str, period: ScorePeriod) -> date | None:
    """On which day a quarter is frozen by itself; None for other periods, or where none is.

    So many days after its end, or on the next working day.
    """
    days = policies.of(session, team_id).scores.freeze_days
    if not days or "Q" not in period.key:
        return None
    return working_day(session, team_id, period.last + timedelta(days=days))


def working_day(session: Session, team_id: str, day: date) -> date:
    """The day itself where the house works then, else the next on which it does."""
    calendar = office.calendar_of(session, team_id)
    begins = hours.at_local(calendar, day, time())
    return hours.local_day(calendar, hours.next_open(calendar, begins))


def _is_paid(period: ScorePeriod, paid_from: str) -> bool:
    """Whether a month or a quarter begins with that from which on is paid, or later."""
    first = periods.carried(paid_from) if paid_from != NEVER else None
    return first is not None and ".." not in period.key and period.first >= first.first
