"""What an import did, counted batch by batch and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from handlers.front.imports.reading import Row
from storage.departments import Department
from storage.imports import ImportedRow

MOST_REASONS = 10_000
"""Rows of each kind of which what became of them is held: a file may have a million of them."""
MOST_CALLS = 10_000
"""Low scores of which it is held whom they were put to."""
MOST_NAMES = 1_000
"""Unknown names that are held."""


class LeftOut(Exception):
    """Somebody said that rows like this one are not to come in."""


@dataclass(frozen=True)
class Rejection:
    """A row that was left out, and why."""

    row: Row
    reason: str

    def without_cells(self) -> Rejection:
        """As much as a report needs, once the row itself is kept elsewhere."""
        return Rejection(Row(self.row.number, ()), self.reason)


@dataclass(frozen=True)
class RowChange:
    """What a row has changed of what is here, in words."""

    row: int
    said: str


@dataclass(frozen=True)
class CallWanted:
    """A low score that somebody is to call about: which answer, and who (a Slack id)."""

    response_id: UUID
    person_id: str


@dataclass
class Tally:
    """Rows by what became of them; `triage` are those among the added that no department has.

    Of the rows that were `refused` the first thousands are in `rejected`. Among the added are
    `closed` ones, of which `undated` say not when; `not_wanted` are those somebody left out.
    `differing` ones are here already and say something else, the first thousands of them in
    `changed`; `changes` are what the updated ones have changed, the first thousands of them, too.
    `known_now` are here from before sources had names, and are kept under their new ones.
    `strangers` are names that nobody here has, the first of them.
    `departments` counts added rows by department; `leaderless` the issues that went to triage
    because a department has nobody to answer, with the reason.
    `low` are low scores for which an issue is opened or joined: `to_follow` those of this batch,
    which are followed up each by itself, and `calls` who was asked about them, the first thousands.
    `old` are those that came in too late for a call by themselves.
    """

    added: int = 0
    updated: int = 0
    already_there: int = 0
    triage: int = 0
    not_wanted: int = 0
    closed: int = 0
    undated: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    refused: int = 0
    changed: list[Rejection] = field(default_factory=list)
    differing: int = 0
    changes: list[RowChange] = field(default_factory=list)
    known_now: list[ImportedRow] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)
    departments: Counter[str] = field(default_factory=Counter)
    department_ids: set[UUID] = field(default_factory=set)
    leaderless: Counter[tuple[str, str]] = field(default_factory=Counter)
    low: int = 0
    to_follow: list[UUID] = field(default_factory=list)
    calls: list[CallWanted] = field(default_factory=list)
    old: int = 0
    alike: list[int] = field(default_factory=list)
    """Answers without an id that say what an earlier row says: their rows, the first thousands."""
    unpaid: list[int] = field(default_factory=list)
    """Initiatives of which no department pays: their lines, the first thousands of them."""

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        used = self.added + self.updated + self.already_there + self.not_wanted
        return used + self.differing + self.refused

    @property
    def left_out(self) -> list[Rejection]:
        """The rows that are not in, as far as they are held, by their place in the file."""
        return sorted([*self.changed, *self.rejected], key=lambda each: each.row.number)

    def reject(self, row: Row, reason: str) -> None:
        """Leave a row out."""
        self.rejected.append(Rejection(row, reason))
        self.refused += 1

    def change(self, row: Row, reason: str) -> None:
        """Leave a row out that is here already and says something else."""
        self.changed.append(Rejection(row, reason))
        self.differing += 1

    def count_for(self, department: Department, *, news: bool = True) -> None:
        """One more row for a department; `news` says that it should hear of it."""
        self.departments[department.name] += 1
        if news:
            self.department_ids.add(department.department_id)

    def count_strangers(self, names: Mapping[str, int]) -> None:
        """So many rows more with names that nobody here has."""
        for name, number in names.items():
            if name in self.strangers or len(self.strangers) < MOST_NAMES:
                self.strangers[name] += number

    def add(self, more: Tally) -> None:
        """Take in the counts of another batch, and of its rejected rows which and why."""
        self.added += more.added
        self.updated += more.updated
        self.already_there += more.already_there
        self.triage += more.triage
        self.not_wanted += more.not_wanted
        self.closed += more.closed
        self.undated += more.undated
        self.refused += more.refused
        self.differing += more.differing
        for all_of_them, new in ((self.rejected, more.rejected), (self.changed, more.changed)):
            room = max(MOST_REASONS - len(all_of_them), 0)
            all_of_them += [each.without_cells() for each in new[:room]]
        self.changes += more.changes[: max(MOST_REASONS - len(self.changes), 0)]
        self.count_strangers(more.strangers)
        self.departments += more.departments
        self.department_ids |= more.department_ids
        self.leaderless += more.leaderless
        self.calls += more.calls[: max(MOST_CALLS - len(self.calls), 0)]
        self.low += more.low
        self.old += more.old
        self.alike += more.alike[: max(MOST_REASONS - len(self.alike), 0)]
        self.unpaid += more.unpaid[: max(MOST_REASONS - len(self.unpaid), 0)]


RowShown = Mapping[str, str]
"""One row as it would come in: what is shown of it, by field."""


def nothing_shown(_most: int) -> list[RowShown]:
    """Of rows that are read only while they are written there is nothing to see before."""
    return []


@dataclass(frozen=True)
class Batch:
    """Rows that were read and checked; `bring` writes them, with the first of their new numbers.

    `read` counts what became of the others, `sources` are what the new ones are known by, and
    `preview` shows so many of them at most. `count` counts one of them, by its place, as if it had
    come in; None where that is known only when it does.

    It needs so many numbers of a noun. They are taken before, in a transaction of their own:
    whoever types meanwhile must not wait for a whole batch to have theirs.
    """

    bring: Callable[[Session, int], Tally]
    noun: str = ""
    needed: int = 0
    read: Tally = field(default_factory=Tally)
    sources: Sequence[str] = ()
    count: Callable[[Tally, int], None] | None = None
    preview: Callable[[int], list[RowShown]] = nothing_shown
