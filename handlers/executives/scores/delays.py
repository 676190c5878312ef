"""Whether most promises that a department missed waited for one other department on their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from handlers.executives.scores.rules import Scored
from storage import departments, waits
from storage.departments import Department

LEAST = 2
"""Of fewer misses “most” says nothing."""


@dataclass(frozen=True)
class Delayed:
    """For which department so many of so many misses waited when their day passed; plain words."""

    department: str
    count: int
    misses: int


def delayed(session: Session, department: Department, kept: Sequence[Scored]) -> Delayed | None:
    """The department for which more than half of the misses waited then; None without one."""
    missed = [each for each in kept if not each.met]
    if len(missed) < LEAST:
        return None
    waited: Counter[UUID] = Counter()
    for noun in sorted({each.noun for each in missed}):
        waited += _waited(session, department, [each for each in missed if each.noun == noun])
    for department_id, count in waited.most_common(1):
        other = departments.find(session, department.team_id, department_id)
        if other and 2 * count > len(missed):
            return Delayed(other.name, count, len(missed))
    return None


def _waited(session: Session, department: Department, missed: Sequence[Scored]) -> Counter[UUID]:
    """How many of these, all of one noun, waited for which other department on their day."""
    noun, numbers = missed[0].noun, {each.number for each in missed}
    found: dict[int, list[waits.Wait]] = {}
    for wait in waits.of_items(session, department.team_id, noun, numbers):
        found.setdefault(wait.number, []).append(wait)
    counts: Counter[UUID] = Counter()
    for each in missed:
        then = {
            wait.department_id
            for wait in found.get(each.number, ())
            if wait.began_at <= each.at and (wait.ended_at is None or wait.ended_at > each.at)
        }
        counts.update(one for one in then if one and one != department.department_id)
    return counts
