"""All departments whose quarter is frozen, the one that got worse by most first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from handlers.executives.scores import records
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import Figure, Measure
from storage import departments, frozen
from storage.departments import Department


@dataclass(frozen=True)
class DepartmentRank:
    """How one department kept the first day in a frozen period, and in the one before."""

    department: Department
    now: Figure
    before: Figure | None

    @property
    def was(self) -> float | None:
        """The score of the period before, if there was one."""
        return self.before.score if self.before else None

    @property
    def change(self) -> float | None:
        """By which share, -1 to 1, it got better; None where that cannot be compared."""
        if self.now.score is None or self.was is None:
            return None
        return self.now.score - self.was


def ranked(session: Session, team_id: str, period: ScorePeriod) -> list[DepartmentRank]:
    """The departments of which a period is frozen: the worst change first, then those without."""
    known = {each.department_id: each for each in departments.everyone(session, team_id)}
    before = _kept(session, team_id, known, period.before)
    found = [
        DepartmentRank(known[department_id], figure, before.get(department_id))
        for department_id, figure in _kept(session, team_id, known, period).items()
    ]
    return sorted(found, key=_worst_first)


def _worst_first(each: DepartmentRank) -> tuple[bool, float, str]:
    return each.change is None, each.change or 0.0, each.department.name.casefold()


def _kept(
    session: Session, team_id: str, known: Iterable[UUID], period: ScorePeriod
) -> dict[UUID, Figure]:
    """The figure of each department of which a period is frozen, as its last record has it."""
    return {
        each.department_id: figure
        for each in frozen.ends_of(session, team_id, period.key, known)
        if (figure := records.figure_in(each, Measure.FIRST))
    }
