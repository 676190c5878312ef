"""What an import did, counted batch by batch and added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from handlers.imports.reading import Row
from storage.departments import Department


@dataclass(frozen=True)
class Rejection:
    """A row that was left out, and why."""

    row: Row
    reason: str


@dataclass
class Tally:
    """Rows by what became of them; `triage` are those among the added that no department has.

    `departments` counts added rows by department; `leaderless` the issues that went to triage
    because a department has nobody to answer, with the reason.
    """

    added: int = 0
    updated: int = 0
    already_there: int = 0
    triage: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    departments: Counter[str] = field(default_factory=Counter)
    department_ids: set[UUID] = field(default_factory=set)
    leaderless: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return self.added + self.updated + self.already_there + len(self.rejected)

    def reject(self, row: Row, reason: str) -> None:
        """Leave a row out."""
        self.rejected.append(Rejection(row, reason))

    def count_for(self, department: Department) -> None:
        """One more row for a department."""
        self.departments[department.name] += 1
        self.department_ids.add(department.department_id)

    def add(self, more: Tally) -> None:
        """Take in the counts of another batch."""
        self.added += more.added
        self.updated += more.updated
        self.already_there += more.already_there
        self.triage += more.triage
        self.rejected += more.rejected
        self.departments += more.departments
        self.department_ids |= more.department_ids
        self.leaderless += more.leaderless
