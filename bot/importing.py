"""A file on this machine is imported here: read, brought in batch by batch, and reported on.

Interrupting is safe at any moment: a batch of rows is in or it is not, what is in is reported and
told, and the same file can be imported again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bot import rehearsing, sources
from bot.bringing import Done, announce, bring_all, undo, write
from bot.leftovers import Leftovers
from bot.progress import rows_bar
from handlers.front import imports
from handlers.front.imports import (
    Order,
    Plan,
    RowShown,
    Subject,
    Tally,
    reports,
)
from handlers.front.imports.plan import Understood
from storage.database import Database

__all__ = ["Done", "Report", "announce", "run", "undo"]


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
            "differing": tally.differing,
            "changed": [{"row": each.row.number, "reason": each.reason} for each in tally.changed],
            "changes": [{"row": each.row, "what": each.said} for each in tally.changes],
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
        return not (self.interrupted or self.tally.refused or self.tally.differing)


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
    is_apart: bool = False,
) -> Report:
    """Import a file into a workspace and print the report on `console`.

    A trial reads and says all the same, and writes nothing; in a database that `is_apart` it
    writes what the trials of other files find there. `announced` says that departments get
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
                seen = rehearsing.rehearse(
                    database, team_id, plan, clock, advance, is_apart=is_apart
                )
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


def _import(
    database: Database,
    team_id: str,
    plan: Plan,
    clock: Callable[[], datetime],
    folder: Path,
    stem: str,
) -> Done:
    """Bring everything in, and write down that it happened."""
    job = write(database, lambda session: imports.prepare(session, clock(), team_id, plan))
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
    write(database, lambda session: imports.finish(session, clock(), job, done.tally, ended=ended))
    return replace(done, job=job, problems=leftovers.problems, rejected_file=leftovers.written)


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
