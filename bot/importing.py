"""A file on this machine is imported here: read, brought in batch by batch, and reported on.

Interrupting is safe at any moment: a batch of rows is in or it is not, what is in is reported and
told, and the same file can be imported again.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from handlers import digests, imports, values
from handlers.errors import FileMissing, FileTooLarge, FileUnreadable
from handlers.imports import Job, Order, Sheet, Subject, Tally, reports
from storage.database import Database

BATCH = 200
"""Rows of one transaction: long enough to be quick, short enough for the bot to go on answering."""
MOST_MB = 200


@dataclass(frozen=True)
class Report:
    """What came of an import; `rejected_file` is where the rows that were left out are kept."""

    file: str
    subject: Subject
    read: int
    tally: Tally
    notes: tuple[str, ...]
    rejected_file: Path | None
    interrupted: bool

    def as_json(self) -> dict[str, Any]:
        """The report for machines; triage is part of added."""
        tally = self.tally
        return {
            "file": self.file,
            "subject": str(self.subject),
            "read": self.read,
            "added": tally.added,
            "updated": tally.updated,
            "already_there": tally.already_there,
            "triage": tally.triage,
            "rejected": [
                {"row": each.row.number, "reason": each.reason} for each in tally.rejected
            ],
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "departments": dict(sorted(tally.departments.items())),
            "notes": list(self.notes),
            "interrupted": self.interrupted,
        }


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
) -> Report:
    """Import a file into a workspace and print the report on `console`.

    `announced` says that departments get their digest at once; else the caller sees to it.

    Progress is shown on standard error, where that is a terminal. Rows that were left out are
    written to `folder`, the current one by default. Raises a UserError before anything is
    written when the file or the order cannot be used, and StorageError when the database fails;
    batches brought in before that stay.
    """
    sheet = imports.read(_content(path), path.name)
    with database.write() as session:
        job = imports.prepare(session, team_id, order, sheet)
    tally, done = _bring_all(database, job, sheet, clock)
    with database.write() as session:
        imports.finish(session, clock(), job, tally)
    if announced:
        announce(database, team_id, job.subject, tally.department_ids, clock())
    notes = [*sheet.notes, *reports.leaderless_lines(tally)]
    rejected_file = None
    if tally.rejected:
        rejected_file = (folder or Path.cwd()) / f"{path.stem}.rejected.csv"
        try:
            _write_rejected(rejected_file, job, sheet, tally)
        except OSError as error:
            notes.append(reports.not_kept(str(rejected_file), error.strerror or str(error)))
            rejected_file = None
    report = Report(
        file=path.name,
        subject=order.subject,
        read=tally.rows,
        tally=tally,
        notes=tuple(notes),
        rejected_file=rejected_file,
        interrupted=not done,
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
        with database.write() as session:
            digests.request_digests(session, now, team_id, sorted(department_ids))


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises FileMissing, FileTooLarge or FileUnreadable."""
    try:
        size = path.stat().st_size
        if size > MOST_MB * 10**6:
            raise FileTooLarge(file=path.name, size=f"{size // 10**6:,}", most=str(MOST_MB))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(file=str(path)) from error
    except OSError as error:
        raise FileUnreadable(file=str(path), why=error.strerror or str(error)) from error
    except ValueError as error:
        # A name that no file can have, such as one with a NUL in it.
        raise FileMissing(file=values.quoted(str(path))) from error


def _bring_all(
    database: Database, job: Job, sheet: Sheet, clock: Callable[[], datetime]
) -> tuple[Tally, bool]:
    """Bring in every batch; the counts, and whether nobody interrupted."""
    tally = Tally()
    with _progress() as progress:
        bar = progress.add_task(str(job.subject), total=len(sheet.rows))
        try:
            for start in range(0, len(sheet.rows), BATCH):
                rows = list(sheet.rows[start : start + BATCH])
                with database.write() as session:
                    batch = imports.bring(session, clock(), job, rows)
                tally.add(batch)
                progress.advance(bar, len(rows))
        except KeyboardInterrupt:
            return tally, False
    return tally, True


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _write_rejected(path: Path, job: Job, sheet: Sheet, tally: Tally) -> None:
    """The rows that were left out as they were, each with its reason, ready to be put right."""
    width = len(sheet.header)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=sheet.delimiter)
        writer.writerow([*sheet.header, imports.reason_column(job)])
        for each in tally.rejected:
            cells = list(each.row.cells) + [""] * (width - len(each.row.cells))
            writer.writerow([*cells[:width], each.reason, *cells[width:]])


def _print(report: Report, console: Console, *, as_json: bool) -> None:
    if as_json:
        lines = [json.dumps(report.as_json(), ensure_ascii=False, indent=2)]
    else:
        lines = reports.report(
            report.file,
            str(report.subject),
            report.tally,
            notes=report.notes,
            rejected_file=str(report.rejected_file) if report.rejected_file else "",
            interrupted=report.interrupted,
        )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
