"""What is expected of a decision, whether it came true, and how often it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.executives.decisions import rules
from storage.customers import Tier
from storage.decisions import Impact, ImpactAnswer
from storage.items import State
from storage.tasks import Task

AFTER_DAYS = 60
"""So many days after a decision somebody is asked what came true, unless they say otherwise."""
LEAST = 5
"""Under so many forecasts nothing is said of how often they come true."""
SEEN = (Impact.BETTER, Impact.NONE, Impact.WORSE)
"""How it may turn out for customers, from the best to the worst."""


class Turned(StrEnum):
    """How something turned out beside what was expected."""

    AS = "as expected"
    BETTER = "better than expected"
    WORSE = "worse than expected"


@dataclass(frozen=True)
class Expectation:
    """What is expected for customers: for about how many, and of which segments (empty: all)."""

    impact: Impact
    customers: int | None = None
    tiers: tuple[Tier, ...] = ()


@dataclass(frozen=True)
class Rate:
    """Of `n` forecasts `met` came true; the others turned out better or worse."""

    n: int = 0
    met: int = 0
    better: int = 0
    worse: int = 0


@dataclass(frozen=True)
class Outcomes:
    """What became of the tasks that followed: counted, by the day that was given first."""

    kept: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    dropped: int = 0


def expected_of(answers: Iterable[ImpactAnswer]) -> Expectation | None:
    """What most say that it means for customers; None where nobody says better, worse or no change.

    Of as many it is the one that asks for more care. How many customers it touches is the largest
    number that any of them names.
    """
    known = [each for each in answers if each.impact in SEEN]
    if not known:
        return None
    impact = rules.counts([each.impact for each in known])[0][0]
    those = [each for each in known if each.impact == impact]
    named = {tier for each in those for tier in each.tiers}
    return Expectation(
        impact,
        max((each.customers for each in those if each.customers is not None), default=None),
        tuple(tier for tier in Tier if tier in named),
    )


def turned(expected: str, came_true: str) -> Turned:
    """How it turned out beside what was expected; both are of `SEEN`."""
    was, is_now = SEEN.index(Impact(expected)), SEEN.index(Impact(came_true))
    if was == is_now:
        return Turned.AS
    return Turned.BETTER if is_now < was else Turned.WORSE


def likely(expected: str, wanted: Turned) -> Impact:
    """What it is likely to have been where it was better, or worse, than expected."""
    steps: Mapping[Turned, int] = {Turned.AS: 0, Turned.BETTER: -1, Turned.WORSE: 1}
    at = SEEN.index(Impact(expected)) + steps[wanted]
    return SEEN[min(max(at, 0), len(SEEN) - 1)]


def rate(forecasts: Iterable[tuple[str, str]]) -> Rate:
    """How often what was expected came true: met ÷ n.

    n are the forecasts that say better, worse or no change and of which is known what came true;
    met are those whose sign is the one that was seen.
    """
    found = [turned(said, came) for said, came in forecasts if said in SEEN and came in SEEN]
    return Rate(
        n=len(found),
        met=found.count(Turned.AS),
        better=found.count(Turned.BETTER),
        worse=found.count(Turned.WORSE),
    )


def outcomes(tasks: Collection[Task], now: datetime) -> Outcomes:
    """What became of tasks by an instant (UTC)."""
    kept = late = still = overdue = dropped = 0
    for task in tasks:
        day = task.original_due_at or task.due_at
        if task.state == State.DONE:
            in_time = day is None or (task.closed_at or now) <= day
            kept, late = kept + in_time, late + (not in_time)
        elif not task.live:
            dropped += 1
        elif day is not None and day < now:
            overdue += 1
        else:
            still += 1
    return Outcomes(kept, late, still, overdue, dropped)
