"""How much of what happens to a department repeats, and whether what was to prevent it held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from storage import causes, departments
from storage.causes import REPEAT, Caused
from storage.departments import Department

LOOKED_BACK = timedelta(days=365)
"""Issues that were reported within this are looked at."""


@dataclass
class CauseRates:
    """What a department's issues with a known cause say: four numbers, each a count of issues.

    Of `known`, reported within 90 days, `repeats` were not the first of their cause in that time.
    Of `prevented`, where 90 days since have ended within the last 90, `held` had no other issue of
    their cause within those.
    """

    known: int = 0
    repeats: int = 0
    prevented: int = 0
    held: int = 0


def of_departments(
    session: Session, now: datetime, team_id: str
) -> list[tuple[Department, CauseRates]]:
    """The same of each department that has any, those first with whom most repeats."""
    found = rates(causes.caused(session, team_id, now - LOOKED_BACK, now), now)
    named = [
        (department, found[department_id])
        for department_id in found
        if (department := departments.find(session, team_id, department_id))
    ]
    return sorted(named, key=lambda each: (-each[1].repeats, -each[1].known, each[0].name))


def rates(found: Sequence[Caused], now: datetime) -> Mapping[UUID, CauseRates]:
    """What these issues say of each department, by its id.

    repeat rate = Σ issues that were not the first of their cause ÷ Σ issues with a known cause,
    both of the last 90 days; share that held = Σ issues of whose cause no other was reported in the
    90 days after somebody said what prevents it ÷ Σ issues of which that was said 90 to 180 days
    ago.
    Source: customer-experience reference, 3.1. Docs: docs/metrics.md.
    """
    told: dict[UUID, CauseRates] = defaultdict(CauseRates)
    of_cause: dict[UUID, list[Caused]] = defaultdict(list)
    for each in found:
        of_cause[each.cause_id].append(each)
    for each in found:
        if each.department_id is None:
            continue
        theirs = [other for other in of_cause[each.cause_id] if other.number != each.number]
        if each.created_at >= now - REPEAT:
            before = any(_is_before(other, each, now - REPEAT) for other in theirs)
            told[each.department_id].known += 1
            told[each.department_id].repeats += before
        since = each.prevented_at
        if since is not None and now - 2 * REPEAT < since <= now - REPEAT:
            back = any(since < other.created_at <= since + REPEAT for other in theirs)
            told[each.department_id].prevented += 1
            told[each.department_id].held += not back
    return told


def _is_before(other: Caused, one: Caused, since: datetime) -> bool:
    is_recent = other.created_at >= since
    return is_recent and (other.created_at, other.number) < (one.created_at, one.number)
