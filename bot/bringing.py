"""Rows of a file come in here, batch by batch, and what came in can be taken back.

Interrupting is safe at any moment: a batch of rows is in or it is not. Nothing is printed here, so
that a process which only waits for such work holds no more in memory than it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from bot.slices import Slices
from bot.updating import update
from handlers.executives import digests
from handlers.front import imports
from handlers.front.imports import Job, Rejection, Row, RowShown, Sheet, Subject, Tally, undoing
from handlers.speech.file_errors import FileBroken
from storage.database import Database

T = TypeVar("T")

SHOWN = 10
"""Rows that are shown as they come in."""


@dataclass(frozen=True)
class ImportUndone:
    """What came of taking an import back: how many rows are, which items stay, and what else."""

    taken_back: int
    kept: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What was done with the rows of a file; `stopped` says why it ended early: "" for Ctrl-C."""

    tally: Tally
    shown: Sequence[RowShown] = ()
    stopped: Sequence[str] = ()
    is_cancelled: bool = False
    problems: Sequence[str] = ()
    job: Job | None = None
    rejected_file: Path | None = None


def announce(
    database: Database,
    team_id: str,
    subject: Subject,
    department_ids: Collection[UUID],
    now: datetime,
) -> None:
    """One digest for each department that was given something, however many rows there were."""
    if subject in {Subject.ISSUES, Subject.TASKS} and department_ids:
        wanted = sorted(department_ids)
        write(database, lambda session: digests.request_digests(session, now, team_id, wanted))


def undo(
    database: Database, team_id: str, number: int, by: str, *, clock: Callable[[], datetime]
) -> ImportUndone:
    """Take back what an import brought and nobody has touched or used since.

    Interrupting is safe, and so is doing it twice. Raises what `undoing.begin` and
    `undoing.take_back` raise, and StorageError when the database stays away.
    """
    with database.read() as session:
        begun = undoing.begin(session, team_id, number, by)
    slices, taken_back, kept, reasons = Slices(), 0, list[str](), list[str]()
    after: undoing.UndoPosition | None = begun.start
    while after is not None:
        came = slices.write(
            database, slices.size,
            partial(undoing.take_back, now=clock(), undoing=begun, after=after, limit=slices.size),
        )  # fmt: skip
        taken_back, after = taken_back + came.taken_back, came.after
        kept += came.kept
        reasons += came.reasons
    stay = len(kept) + len(reasons)
    write(database, lambda s: undoing.end(s, clock(), begun, taken_back, stay))
    return ImportUndone(taken_back, tuple(kept), tuple(reasons))


def write(database: Database, work: Callable[[Session], T]) -> T:
    """One small transaction, again when others are busy."""
    return Slices().write(database, 1, work)


def bring_all(
    database: Database,
    job: Job,
    sheet: Sheet,
    clock: Callable[[], datetime],
    keep: Callable[[Sequence[Rejection]], None],
    advance: Callable[[int], None],
    *,
    is_update: bool,
) -> Done:
    """Bring in every batch; what is here and says something else only where it `is_update`.

    `keep` is given the rows that are left out, `advance` hears how many more have been looked at.
    Raises StorageError when the database stays away, and whatever these two raise.
    """
    tally, slices, rows = Tally(), Slices(), sheet.rows()
    shown: list[RowShown] = []
    try:
        while batch := list(islice(rows, slices.size)):
            work = _Batch(clock(), job, batch)
            came = slices.write_what(database, len(batch), work.prepare)
            if is_update:
                update(database, job, clock(), came, is_trial=False)
            _follow_up(database, job, clock, came)
            shown = shown or work.shown
            keep(came.left_out)
            tally.add(came)
            advance(len(batch))
    except KeyboardInterrupt:
        return Done(tally, shown, [""], is_cancelled=True)
    except FileBroken as error:
        # Somebody wrote to the file after it had been looked through.
        return Done(tally, shown, [error.message])
    return Done(tally, shown)


def _follow_up(database: Database, job: Job, clock: Callable[[], datetime], came: Tally) -> None:
    """Put the low scores of a batch of answers to somebody, each in a transaction of its own."""
    slices = Slices()
    for response_id in came.to_follow:
        one = partial(imports.follow, now=clock(), job=job, response_id=response_id)
        call = slices.write(database, 1, one)
        if call is not None:
            came.calls.append(call)


class _Batch:
    """One batch of rows, which may be tried several times; its numbers are taken once."""

    def __init__(self, now: datetime, job: Job, rows: Sequence[Row]) -> None:
        self._now, self._job, self._rows = now, job, rows
        self._first = self._taken = 0
        self.shown: list[RowShown] = []

    def prepare(self, database: Database) -> Callable[[Session], Tally]:
        """Read and check the rows; what writes them."""
        with database.read() as session:
            batch = imports.read_batch(session, self._now, self._job, self._rows)
            self.shown = batch.preview(SHOWN)
        if batch.needed > self._taken:
            with database.write() as session:
                self._first = imports.take_numbers(session, self._job, batch)
            self._taken = batch.needed
        return lambda session: batch.bring(session, self._first)
