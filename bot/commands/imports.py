"""`duly import`: CSV files are brought in, one kind at a time or a whole company at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from bot import directory, importing
from bot.processes import opened
from bot.scratch import scratch
from bot.settings import Settings
from bot.terminal import in_words, say, stop
from handlers.front.imports import Order, Subject, described, presets, reports
from handlers.front.imports import fields as fields_of
from storage import imports

MAP = "FIELD=COLUMN: which column holds which of our fields. Repeatable."
ROUTE = "COLUMN, or COLUMN=value:department: what decides the department. Repeatable."
ENCODING = "What the file was saved in, such as utf-8, utf-16, cp1252, latin-1; else found out."
SKIP = "How many rows stand above the one that names the columns; else found out."
FROM = "The system whose ids the file has, such as zendesk; else the file's name."
NOTHING_YET = "Cancelled. Nothing was written."
UPDATE = "Change what is here already and says something else now."
UNDO_BY = "Who takes it back, by handle, e-mail or Slack id; else the CCO."
LISTED = 50
DATES = (
    "dmy, mdy or ymd: what comes first in dates of three numbers; else the column decides. "
    "1904, or dmy,1904: Excel's numbers of days count from there."
)
DECIMAL = "point or comma: the decimal sign of amounts; else the column decides."
CURRENCY = "Of the amounts to take, such as USD: their numbers are kept; else the workspace's."
VALUE = "FIELD=WORDS:OURS, as in severity=Alta:2: what their words mean here. Repeatable."
PRESET = (
    f"{', '.join(presets.names())}, none, or a .toml file of your own; else the columns choose, "
    "where nothing is mapped."
)
DRY_RUN = "Say what would come in and how it was understood; write nothing."
DRY_RUN_ALL = (
    "Say what would come in, each file as if those before it had come in already; write nothing."
)
SURVEY = "Of answers: the survey to which they belong, where no column says it."
ASKS = (
    "Of answers: what --survey asks, where it is new: recommend, satisfied, easy, easy-5 or words."
)
CTRL_C = 130
"""The status of what Ctrl-C ended, as shells have it."""
CANCELLED = "Cancelled. What came in stays; import the same file again for the rest."
BY = "Who brings this in, by handle, e-mail or Slack id; history names them."

cli = typer.Typer(
    help="Bring in departments, people, customers, causes, issues, tasks and more from CSV.",
    add_completion=False,
)


@cli.command("company")
def import_company(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder with files such as tasks.csv.")],
    by: Annotated[str, typer.Option(help=BY)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN_ALL)] = False,
) -> None:
    """Departments, people, customers, causes, issues, tasks and more from one folder, in order."""
    with in_words(context) as settings:
        files = {subject: folder / f"{subject}.csv" for subject in Subject}
        found = {subject: path for subject, path in files.items() if path.exists()}
        if not found:
            names = ", ".join(path.name for path in files.values())
            stop(f"{folder} has none of {names}.")
        orders = [(path, Order(each, by=by)) for each, path in found.items()]
        import_files(settings, orders, is_trial=dry_run)


@cli.command("fields")
def print_fields() -> None:
    """Print the fields of every kind of file and the presets, as Markdown."""
    sys.stdout.write(described.markdown())


def _import_command(subject: Subject) -> None:
    """One verb for each kind of file; only issues and tasks know routes."""

    def import_file(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help="A CSV file with a header.")],
        maps: Annotated[list[str] | None, typer.Option("--map", help=MAP)] = None,
        routes: Annotated[list[str] | None, typer.Option("--route", help=ROUTE)] = None,
        by: Annotated[str, typer.Option(help=BY)] = "",
        encoding: Annotated[str, typer.Option(help=ENCODING)] = "",
        skip: Annotated[int | None, typer.Option(min=0, help=SKIP)] = None,
        source: Annotated[str, typer.Option("--from", help=FROM)] = "",
        is_update: Annotated[bool, typer.Option("--update", help=UPDATE)] = False,
        dates: Annotated[str, typer.Option(help=DATES)] = "",
        decimal: Annotated[str, typer.Option(help=DECIMAL)] = "",
        currency: Annotated[str, typer.Option(help=CURRENCY)] = "",
        value: Annotated[list[str] | None, typer.Option("--value", help=VALUE)] = None,
        preset: Annotated[str, typer.Option(help=PRESET)] = "",
        survey: Annotated[str, typer.Option(help=SURVEY)] = "",
        asks: Annotated[str, typer.Option(help=ASKS)] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=DRY_RUN)] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    ) -> None:
        order = Order(
            subject, maps=maps or (), routes=routes or (), by=by, encoding=encoding, skip=skip,
            dates=dates, decimal=decimal, currency=currency, values=value or (), preset=preset,
            source=source, is_update=is_update, answers=survey, asks=asks,
        )  # fmt: skip
        with in_words(context) as settings:
            import_files(settings, [(file, order)], as_json=as_json, is_trial=dry_run)

    fields = "\n".join(fields_of.listed(subject))
    cli.command(str(subject), help=f"Bring in {subject} from a CSV file.\n\n\b\nFields:\n{fields}")(
        import_file
    )


for each in Subject:
    _import_command(each)


@cli.command("list")
def list_imports(context: typer.Context) -> None:
    """The last imports with their numbers, newest first."""
    with in_words(context) as settings:
        settings.need_bot_token()
        with opened(settings) as duly, duly.database.read() as session:
            team_id = directory.identify(duly.slack, duly.database)
            for run in imports.newest(session, team_id, LISTED):
                say(reports.listed(run))


@cli.command("undo")
def undo_import(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="Of the import, as `duly import list` shows it.")],
    by: Annotated[str, typer.Option(help=UNDO_BY)] = "",
) -> None:
    """Take back what an import brought and nobody has touched or used since."""
    with in_words(context) as settings:
        settings.need_bot_token()
        with opened(settings) as duly:
            team_id = directory.identify(duly.slack, duly.database)
            done = importing.undo(duly.database, team_id, number, by, clock=duly.clock.now)
            for line in reports.undone(number, done.taken_back, done.kept, done.reasons):
                say(line)


def import_files(
    settings: Settings,
    files: Sequence[tuple[Path, Order]],
    *,
    as_json: bool = False,
    is_trial: bool = False,
) -> None:
    """Bring CSV files into the workspace of the bot token, one after the other.

    Ends with status 1 unless every row is in, or was already and says the same, and with 130 when
    it was cancelled: those behind it are not begun. Raises MissingSetting, UserError, StorageError
    or SlackApiError.
    """
    try:
        status = _import_all(settings, files, as_json=as_json, is_trial=is_trial)
    except KeyboardInterrupt:
        typer.secho(NOTHING_YET if is_trial else CANCELLED, err=True)
        status = CTRL_C
    if status:
        raise typer.Exit(status)


def _import_all(
    settings: Settings, files: Sequence[tuple[Path, Order]], *, as_json: bool, is_trial: bool
) -> int:
    """The status to end with."""
    settings.need_bot_token()
    with opened(settings) as duly:
        team_id = directory.identify(duly.slack, duly.database)
        directory.refresh_when_old(duly.slack, duly.database, team_id, duly.clock.now())
        # In a large workspace Slack takes minutes to name them all, and only these rows do.
        wanted = any(order.subject == Subject.DEPARTMENTS for _, order in files)
        channels = directory.channels(duly.slack) if wanted else {}
        touched: set[UUID] = set()
        status = 0
        # What one file names, another one may bring.
        is_apart = is_trial and len(files) > 1
        place = scratch(duly.database, team_id) if is_apart else nullcontext(duly.database)
        with place as database:
            for path, order in files:
                report = importing.run(
                    database, team_id, path, replace(order, channels=channels),
                    clock=duly.clock.now, console=Console(), as_json=as_json, announced=False,
                    is_trial=is_trial, is_apart=is_apart,
                )  # fmt: skip
                touched |= set(report.tally.department_ids)
                status = CTRL_C if report.is_cancelled else status or int(not report.is_whole)
                if report.interrupted:
                    break
        if not is_trial:
            importing.announce(duly.database, team_id, Subject.ISSUES, touched, duly.clock.now())
    return status
