"""What goes into a person's bundle, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.ladder import Step
from storage.asks import Ask
from storage.customers import Customer, Tier
from storage.decisions import Decision
from storage.issues import Issue
from storage.nudges import Nudge
from storage.tasks import Task

TIERS = (Tier.KEY, Tier.STRATEGIC, Tier.BEACHHEAD, Tier.STANDARD)


@dataclass(frozen=True)
class Line:
    """One reminder with all that is said about it; `asked` is how often its owner was asked."""

    nudge: Nudge
    ask: Ask
    about: Task | Issue | Decision
    customer: Customer | None
    then: Step | None = None
    asked: int = 1


def in_order(lines: Sequence[Line], now: datetime) -> list[Line]:
    """The most urgent first: severity 1, then tier × lateness, then what was asked longest ago.

    Source: customer-experience reference, section 6.4.
    """
    return sorted(
        lines, key=lambda line: (line.ask.severity != 1, -_weight(line, now), line.ask.due_at)
    )


def _weight(line: Line, now: datetime) -> float:
    tier = Tier(line.customer.tier) if line.customer else Tier.STANDARD
    care = len(TIERS) - TIERS.index(tier)
    late = max(0.0, (now - line.ask.due_at).total_seconds() / 86_400)
    return care * (1 + late)
