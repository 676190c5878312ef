"""A table is written out here: read page by page, so that neither memory nor anybody waits.

Between two pages nothing of the database is held: a page is read, everything is closed, and only
then it is written. Each row is as it stood when its page was read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlmodel import Session

from bot.patience import limit, persistently
from handlers.front import exports
from handlers.front.exports import ExportJob, NextRows
from handlers.front.exports.formats import ExportFormat, footer, header, written
from handlers.speech import values
from handlers.speech.file_errors import SeveralWorkspaces, WorkspaceMissing
from handlers.speech.setup_errors import NotSetUp
from storage import workspaces
from storage.database import Database

PAGE = 1_000
"""Keys of a page: some milliseconds of reading."""
PATIENCE_SECONDS = 60.0


class Interrupted(Exception):
    """Somebody pressed Ctrl-C; `rows` were written by then."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(rows)


def run(
    database: Database, job: ExportJob, wanted: ExportFormat, content: BinaryIO, console: Console
) -> int:
    """Write all that a job is of; how many rows that were. Progress is shown on `console`.

    Raises Interrupted, StorageError when the database stays away, and OSError.
    """
    columns, name = job.export.columns, job.export.name
    count, after = 0, None
    with _progress(name, console) as show:
        try:
            content.write(header(columns, wanted).encode())
            while True:
                page = _read(database, job, after)
                said = written(columns, wanted, page.rows, begins=not count)
                content.write(said.encode())
                count, after = count + len(page.rows), page.last
                show(count)
                if after is None:
                    content.write(footer(wanted).encode())
                    return count
        except KeyboardInterrupt:
            raise Interrupted(count) from None


def _read(database: Database, job: ExportJob, after: Any) -> NextRows:
    """The next page, asked for again where the database was busy or away for a moment."""

    def page() -> NextRows:
        with database.read() as session:
            return exports.read(session, job, after, PAGE)

    return persistently(page, limit(PATIENCE_SECONDS))


def workspace(session: Session, words: str = "") -> str:
    """The workspace of this name or id, its team id; without words the only one there is.

    Raises NotSetUp, WorkspaceMissing or SeveralWorkspaces.
    """
    known = workspaces.all_of_them(session)
    if not known:
        raise NotSetUp
    names = ", ".join(f"{each.name} ({each.team_id})" for each in known)
    wanted = words.strip().casefold()
    found = [
        each for each in known if wanted in ("", each.name.casefold(), each.team_id.casefold())
    ]
    if not found:
        raise WorkspaceMissing(name=values.quoted(words), known=names)
    if len(found) > 1:
        raise SeveralWorkspaces(known=names)
    return found[0].team_id


@contextmanager
def _progress(name: str, console: Console) -> Iterator[Callable[[int], None]]:
    """Shows how many rows there are, and how many of them come in a second."""
    began = time.perf_counter()
    line = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(
        *line, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(name, total=None)

        def show(count: int) -> None:
            rate = count / max(time.perf_counter() - began, 0.001)
            progress.update(task, description=f"{count:,} {name}, {rate:,.0f} a second")

        yield show
