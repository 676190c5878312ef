"""A decision with everything that is said of it on its card and in its story."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.customer_outcomes import CustomerOutcome
from storage.decisions import Decision, ImpactAnswer
from storage.history import Event
from storage.tasks import Task


@dataclass(frozen=True)
class DecisionView:
    """A decision with everything its card says.

    `asked` counts those who were asked or answered; `tasks` are those that follow, by number.
    """

    decision: Decision
    answers: Sequence[ImpactAnswer]
    asked: int
    tasks: Mapping[int, Task]
    zone: str
    now: datetime
    due_zone: str = "UTC"
    """By whose day it is decided: the zone of whoever decides, and `zone` that of who asks."""
    why: str = ""
    """Why it is to be decided, where somebody said so."""
    outcome: CustomerOutcome | None = None
    """What customers are to notice that it moves."""
    hidden: Collection[int] = ()
    """The tasks of which whoever reads it may not know more than their numbers."""
    decider: str = ""
    """Who decides it, or has decided, by name."""
    currency: str = ""
    """In which amounts are here: an ISO 4217 code, where anybody said so."""
    acceptors: Mapping[str, str] = field(default_factory=dict)
    """Who has accepted what gets worse, by Slack id, with their names."""
    again: Event | None = None
    """What history tells of how it was opened again, while it is open since."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Those who answered and those who do something about it, by Slack id, with their names."""
