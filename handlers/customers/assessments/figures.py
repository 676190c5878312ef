"""What Duly itself counted of a department in half a year, beside what its people say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.executives.scores import counting
from handlers.executives.scores.rules import Measure
from handlers.speech import words as plain
from storage.departments import Department
from storage.scopes import Period, Scope

HALF_A_YEAR = timedelta(days=182)
FEWEST = 3
"""Of fewer things nothing is said."""
BESIDE: Mapping[str, Measure] = {
    "reaching": Measure.ANSWERED,
    "expecting": Measure.TOLD,
    "promising": Measure.FIRST,
    "crossing": Measure.BORDER,
}
"""The areas beside which something is counted, and what: as on the scorecard of a department."""
SAYS: Mapping[str, str] = {
    "reaching": "Questions answered in time: {met} of {count}.",
    "expecting": "Customers told in time: {met} of {count}.",
    "promising": "Days kept that were given first: {met} of {count}.",
    "crossing": "Offers of others answered on the day: {met} of {count}.",
}


@dataclass(frozen=True)
class CountedBeside:
    """So many of so many, in the half year before all was in."""

    met: int
    count: int


def read(session: Session, now: datetime, department: Department) -> dict[str, CountedBeside]:
    """What was counted beside each area up to an instant (UTC), where there is enough of it."""
    period = Period(now - HALF_A_YEAR, now)
    scope = Scope(department.team_id, department.department_id)
    found = {}
    for area, measure in BESIDE.items():
        scored = counting.scored(session, scope, period, measure)
        if len(scored) >= FEWEST:
            found[area] = CountedBeside(sum(each.met for each in scored), len(scored))
    return found


def says(area: str, met: int | None, count: int | None) -> str:
    """“Offers of others answered on the day: eight of 19.”; empty where nothing is counted."""
    if area not in SAYS or met is None or count is None:
        return ""
    return SAYS[area].format(met=plain.number(met), count=plain.number(count))
