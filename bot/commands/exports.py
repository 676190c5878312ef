"""`duly export`: whole tables are written to files, as much of them as somebody may see."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import exporting, outputs, routes
from bot.outputs import HERE
from bot.settings import Settings
from bot.terminal import in_words, opened, stop
from handlers.front import exports
from handlers.front.exports import ExportOrder, described
from handlers.front.exports.formats import ExportFormat
from handlers.speech import words
from handlers.speech.exported import Export

SINCE = "Only what has happened or changed since the beginning of this day (UTC): 2026-11-23."
DEPARTMENT = "Only what is of this department, by name."
PERIOD = "Only what is of this month or quarter: 2026-11 or 2026-Q4."
AS = "Only what this person may see, by handle, full name, e-mail or Slack id; else everything."
FORMAT = "csv, jsonl or json. Where nothing is said, by the end of the file's name, else csv."
OUT = "The file to write; standard output where nothing is said."
FORCE = "Replace a file that is there."
WORKSPACE = "Which workspace, by name or id, where the database holds several."
INTERRUPTED = "Interrupted. {file} was not written."
CUT = "Interrupted: not all of it was written, but {rows}."
DONE = "{Rows} in {file}."

cli = typer.Typer(
    help="Write tasks, issues, asks, history and all else to a file: CSV, JSON Lines or JSON.",
    add_completion=False,
)


@cli.command("columns")
def print_columns() -> None:
    """Print what each export holds: all columns, their types and what they say."""
    sys.stdout.write(described.markdown(routes.EXPORTS.values()))


def _export_command(export: Export) -> None:
    """One verb for each table."""

    def write_out(
        context: typer.Context,
        since: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help=SINCE)
        ] = None,
        department: Annotated[str, typer.Option(help=DEPARTMENT)] = "",
        as_person: Annotated[str, typer.Option("--as", help=AS)] = "",
        period: Annotated[str, typer.Option(help=PERIOD)] = "",
        layout: Annotated[ExportFormat | None, typer.Option("--format", help=FORMAT)] = None,
        out: Annotated[Path, typer.Option(help=OUT, show_default=False)] = HERE,
        force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
        workspace: Annotated[str, typer.Option(help=WORKSPACE)] = "",
    ) -> None:
        start = since.replace(tzinfo=UTC) if since else None
        order = ExportOrder(export.name, start, department, as_person, period)
        wanted = layout or format_of(out)
        with in_words(context) as settings:
            export_rows(settings, order, wanted, out, force=force, workspace=workspace)

    what = export.name
    cli.command(what, help=f"Write out {what}: one row is {export.row_is}.")(write_out)


for each in routes.EXPORTS.values():
    _export_command(each)


BY_SUFFIX = {
    ".jsonl": ExportFormat.JSONL, ".ndjson": ExportFormat.JSONL, ".json": ExportFormat.JSON,
}  # fmt: skip


def format_of(file: Path) -> ExportFormat:
    """How a file of this name is written where nobody says it."""
    return BY_SUFFIX.get(file.suffix.lower(), ExportFormat.CSV)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Whoever ends this process from outside interrupts it as Ctrl-C does: nothing is left over."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def export_rows(
    settings: Settings,
    order: ExportOrder,
    wanted: ExportFormat,
    out: Path,
    *,
    force: bool = False,
    workspace: str = "",
) -> None:
    """Write out what was ordered, and say on standard error how much that was.

    Nothing is asked of Slack. Ends with status 1 where somebody interrupts it. Raises
    MissingSetting, UserError or StorageError, and AnswerLost where nobody reads it any more.
    """
    console = Console(stderr=True)
    with opened(settings) as database:
        database.check_revision()
        with database.read() as session:
            team_id = exporting.workspace(session, workspace)
            job = exports.prepare(session, routes.EXPORTS, team_id, order)
        try:
            with _told_to_end(), outputs.opened(out, force=force) as content:
                rows = exporting.run(database, job, wanted, content, console)
        except exporting.Interrupted as error:
            cut = CUT.format(rows=words.count(error.rows, "row"))
            stop(cut if out == HERE else INTERRUPTED.format(file=out))
    if out != HERE:
        counted = words.count(rows, "row").capitalize()
        typer.echo(DONE.format(Rows=counted, file=out), err=True)
