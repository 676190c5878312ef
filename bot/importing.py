"""A file on this machine is imported here: read, brought in batch by batch, and reported on.

Interrupting is safe at any moment: a batch of rows is in or it is not, what is in is reported and
told, and the same file can be imported again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from rich.console import Console
from sqlmodel import Session

from bot import rehearsing, sources
from bot.leftovers import Leftovers
from bot.progress import rows_bar
from bot.routes import REGISTERS
from bot.slices import Slices
from handlers.executives import digests
from handlers.front import imports, updates
from handlers.front.imports import (
    Job,
    Order,
    Plan,
    Rejection,
    Row,
    RowShown,
    Sheet,
    Subject,
    Tally,
    reports,
    undoing,
)
from handlers.front.imports.plan import Understood
from handlers.speech.errors import UserError
from handlers.speech.file_errors import FileBroken
from storage.database import Database

T = TypeVar("T")

SHOWN = 10
"""Rows that are shown as they come in."""


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


@dataclass(frozen=True)
class Report:
    """What came of an import; `rejected_file` is where the rows that were left out are kept."""

    number: int
    file: str
    subject: Subject
    read: int
    tally: Tally
    notes: tuple[str, ...]
    rejected_file: Path | None
    interrupted: bool
    understood: Understood
    shown: tuple[RowShown, ...] = ()
    is_trial: bool = False
    is_cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report for machines; triage is part of added."""
        tally = self.tally
        return {
            "import": self.number,
            "file": self.file,
            "subject": str(self.subject),
            "read": self.read,
            "added": tally.added,
            "updated": tally.updated,
            "already_there": tally.already_there,
            "changed": [{"row": each.row.number, "reason": each.reason} for each in tally.changed],
            "triage": tally.triage,
            "closed": tally.closed,
            "left_out": tally.not_wanted,
            "refused": tally.refused,
            "rejected": [
                {"row": each.row.number, "reason": each.reason} for each in tally.rejected
            ],
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "departments": dict(sorted(tally.departments.items())),
            "notes": list(self.notes),
            "interrupted": self.interrupted,
            "dry_run": self.is_trial,
            **self.understood.as_json(),
            "first_rows": [dict(each) for each in self.shown],
        }

    @property
    def is_whole(self) -> bool:
        """Whether every row is in, was there before, or was not wanted."""
        return not (self.interrupted or self.tally.refused or self.tally.changed)


def run(
    database: Database,
    team_id: str,
    path: Path,
    order: Order,
    *,
    clock: Callable[[], datetime],
    console: Console,
    as_json: bool = False,
    folder: Path | None = None,
    announced: bool = True,
    is_trial: bool = False,
) -> Report:
    """Import a file into a workspace and print the report on `console`.

    A trial reads and says all the same, and writes nothing. `announced` says that departments get
    their digest at once; else the caller sees to it.

    Progress is shown on standard error, where that is a terminal. Rows that were left out are
    written to `folder`, the current one by default, as they come. People come first: whenever the
    database is busy the import waits. Raises a UserError before anything is written when the file
    or the order cannot be used, and StorageError when the database stays away; batches brought in
    before that stay.
    """
    with sources.opener(path) as opened:
        plan = imports.make(opened, path.name, order, sources.own_preset(order))
        sheet = plan.sheet
        if is_trial:
            with rows_bar() as progress:
                bar = progress.add_task(str(order.subject), total=sheet.count)
                advance = partial(progress.advance, bar)
                seen = rehearsing.rehearse(database, team_id, plan, clock, advance)
            done = Done(seen.tally, seen.shown, job=seen.job)
        else:
            done = _import(database, team_id, plan, clock, folder or Path.cwd(), path.stem)
    tally = done.tally
    if announced and not is_trial:
        announce(database, team_id, order.subject, tally.department_ids, clock())
    notes = [
        *sheet.notes,
        *reports.remarks(tally),
        *done.problems,
        *done.stopped,
        *(reports.about(done.job) if done.job else ()),
    ]
    report = Report(
        number=done.job.number if done.job else 0,
        file=path.name,
        subject=order.subject,
        read=tally.rows,
        tally=tally,
        notes=tuple(note for note in notes if note),
        rejected_file=done.rejected_file,
        interrupted=bool(done.stopped),
        understood=plan.understood,
        shown=tuple(done.shown),
        is_trial=is_trial,
        is_cancelled=done.is_cancelled,
    )
    _print(report, console, as_json=as_json)
    return report


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
        _write(database, lambda session: digests.request_digests(session, now, team_id, wanted))


def undo(
    database: Database, team_id: str, number: int, by: str, *, clock: Callable[[], datetime]
) -> tuple[int, list[str]]:
    """Take back what an import brought and nobody has touched since: how many, and what stays.

    Interrupting is safe, and so is doing it twice. Raises what `undoing.begin` and
    `undoing.take_back` raise, and StorageError when the database stays away.
    """
    with database.read() as session:
        begun = undoing.begin(session, team_id, number, by)
    slices, taken_back, kept = Slices(), 0, list[str]()
    after: tuple[str, int] | None = undoing.START
    while after is not None:
        came = slices.write(
            database, slices.size,
            partial(undoing.take_back, now=clock(), undoing=begun, after=after, limit=slices.size),
        )  # fmt: skip
        taken_back, after = taken_back + came.taken_back, came.after
        kept += came.kept
    _write(database, lambda s: undoing.end(s, clock(), begun, taken_back, len(kept)))
    return taken_back, kept


def _import(
    database: Database,
    team_id: str,
    plan: Plan,
    clock: Callable[[], datetime],
    folder: Path,
    stem: str,
) -> Done:
    """Bring everything in, and write down that it happened."""
    job = _write(database, lambda session: imports.prepare(session, clock(), team_id, plan))
    with (
        Leftovers(folder / f"{stem}.rejected.csv", job, plan.sheet) as leftovers,
        rows_bar() as bar,
    ):
        task = bar.add_task(str(job.subject), total=plan.sheet.count)
        done = bring_all(
            database, job, plan.sheet, clock, leftovers.keep, partial(bar.advance, task),
            is_update=plan.order.is_update,
        )  # fmt: skip
    ended = not done.stopped
    _write(database, lambda session: imports.finish(session, clock(), job, done.tally, ended=ended))
    return replace(done, job=job, problems=leftovers.problems, rejected_file=leftovers.written)


def _write(database: Database, work: Callable[[Session], T]) -> T:
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
                _update(database, job, clock(), came)
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


def _update(database: Database, job: Job, now: datetime, came: Tally) -> None:
    """Bring in what the rows of a batch say anew, each in a transaction of its own."""
    slices, left = Slices(), list[Rejection]()
    for each in came.changed:
        try:
            slices.write(database, 1, partial(_update_one, job=job, now=now, row=each.row))
            came.updated += 1
        except UserError as error:
            left.append(replace(each, reason=error.message))
    came.changed = left


def _update_one(session: Session, *, job: Job, now: datetime, row: Row) -> None:
    updates.update(REGISTERS, session, now, job, row)


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


def _print(report: Report, console: Console, *, as_json: bool) -> None:
    if as_json:
        lines = [json.dumps(report.as_json(), ensure_ascii=False, indent=2)]
    else:
        lines = reports.report(
            report.number,
            report.file,
            str(report.subject),
            report.tally,
            notes=report.notes,
            rejected_file=str(report.rejected_file) if report.rejected_file else "",
            interrupted=report.interrupted,
            understood=report.understood.lines(),
            shown=report.shown,
            is_trial=report.is_trial,
        )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
