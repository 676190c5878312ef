"""What an import did, counted batch by batch and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from handlers.front.imports.reading import Row
from handlers.speech.errors import UserError
from storage.departments import Department

T = TypeVar("T")


@dataclass(frozen=True)
class Rejection:
    """A row that was left out, and why."""

    row: Row
    reason: str

    def without_cells(self) -> Rejection:
        """As much as a report needs, once the row itself is kept elsewhere."""
        return Rejection(Row(self.row.number, ()), self.reason)


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
        """Take in the counts of another batch, and of its rejected rows which and why."""
        self.added += more.added
        self.updated += more.updated
        self.already_there += more.already_there
        self.triage += more.triage
        self.rejected += [each.without_cells() for each in more.rejected]
        self.departments += more.departments
        self.department_ids |= more.department_ids
        self.leaderless += more.leaderless


@dataclass(frozen=True)
class Batch:
    """Rows that were read and checked; `bring` writes them, with the first of their new numbers.

    It needs so many numbers of a noun. They are taken before, in a transaction of their own:
    whoever types meanwhile must not wait for a whole batch to have theirs.
    """

    bring: Callable[[Session, int], Tally]
    noun: str = ""
    needed: int = 0


def only_new(
    rows: Sequence[Row],
    sources: Mapping[int, str],
    there: set[str],
    read: Callable[[Row, str], T],
    tally: Tally,
) -> list[T]:
    """What is read from the rows that are not `there` yet; unreadable ones are counted, with why.

    `sources` has what each row is known by, by the row's number.
    """
    new = []
    for row in rows:
        source = sources[row.number]
        if source in there:
            tally.already_there += 1
            continue
        try:
            new.append(read(row, source))
            there.add(source)
        except UserError as error:
            tally.reject(row, error.message)
    return new
