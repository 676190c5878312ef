"""Duly's verbs on the command line: practice, run, doctor, manifest, import and the rest."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from slack_sdk.errors import SlackApiError

from bot import backup as copies
from bot import doctor as examination
from bot import logs, manifest, processes
from bot import settings as settings_file
from bot import slack as slack_client
from bot.clock import Clock
from bot.practice import launch
from bot.settings import MissingSetting, Settings
from handlers.errors import UserError
from handlers.imports import Subject
from storage import tallies
from storage.database import Database
from storage.errors import StorageError

MAP = "FIELD=COLUMN: which column holds which of our fields. Repeatable."
ROUTE = "COLUMN, or COLUMN=value:department: what decides the department. Repeatable."
BY = "Who brings this in, by handle, e-mail or Slack id; history names them."

cli = typer.Typer(
    help="Duly keeps a company's promises to its customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
imports = typer.Typer(help="Bring in departments, people, customers, tasks or issues from CSV.")
cli.add_typer(imports, name="import")
ENV_FILE = ContextVar("ENV_FILE", default=Path(".env"))
console = Console()
complaints = Console(stderr=True)


def main() -> None:
    """Run the command line."""
    cli()


@cli.callback()
def read_from(
    env_file: Annotated[Path, typer.Option(help="Where the settings are.")] = Path(".env"),
) -> None:
    """Duly keeps a company's promises to its customers."""
    ENV_FILE.set(env_file)


@contextmanager
def in_words() -> Iterator[Settings]:
    """Settings and logging; what stops a command is one sentence and exit status 1."""
    try:
        settings = settings_file.read(env_file=str(ENV_FILE.get()))
        logs.configure(settings.log_level)
        yield settings
    except (MissingSetting, StorageError, UserError) as error:
        _stop(str(error))
    except SlackApiError as error:
        _stop(f"{slack_client.words_of(error)} `duly doctor` says more.")
    except (OSError, HTTPException) as error:
        _stop(f"{error}. `duly doctor` says more.")


def _stop(words: str) -> None:
    complaints.print(words, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


@cli.command()
def practice(
    tour: Annotated[bool, typer.Option(help="Play a scripted fortnight and stop.")] = False,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8080,
) -> None:
    """Try Duly without Slack: a pretend workspace and its page, with a sample company."""
    with in_words():
        if tour:
            raise typer.Exit(launch.tour(manifest.build()))
        launch.practice(port, manifest.build())


@cli.command("manifest")
def print_manifest(
    http: Annotated[
        str | None, typer.Option(help="Public address for HTTP, like https://duly.example.")
    ] = None,
) -> None:
    """Print the app manifest to paste into Slack: Socket Mode, or HTTP with --http."""
    sys.stdout.write(json.dumps(manifest.build(http), indent=2) + "\n")


@cli.command()
def doctor() -> None:
    """Look at database, tokens, scopes, clock and channels; say what to do."""
    with in_words() as settings:
        # What goes wrong is said as a finding; the libraries need not say it, too.
        logging.disable(logging.CRITICAL)
        try:
            findings = list(examination.examine(settings))
        finally:
            logging.disable(logging.NOTSET)
    for finding in findings:
        mark = "[green]ok [/]" if finding.well else "[red]fix[/]"
        console.print(f"{mark} {finding.name}:", end=" ")
        console.print(finding.words, markup=False, highlight=False, soft_wrap=True)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@cli.command()
def run() -> None:
    """Everything in one process, over Socket Mode."""
    with in_words() as settings:
        processes.run(settings)


@cli.command()
def web() -> None:
    """The web side: Slack's requests over HTTP."""
    with in_words() as settings:
        processes.serve(settings)


@cli.command()
def worker() -> None:
    """The working side: reminders, digests, prompts and delivery."""
    with in_words() as settings:
        processes.work(settings)


@cli.command()
def migrate() -> None:
    """Bring the database up to this version."""
    with in_words() as settings, _database(settings) as database:
        database.migrate()
        console.print("The database is up to date.")


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    force: Annotated[bool, typer.Option(help="Replace a file that is there.")] = False,
) -> None:
    """Copy the database to a file, while Duly works; checked and counted."""
    with in_words() as settings, _database(settings) as database:
        _say(copies.save(database, file, force=force))


@cli.command()
def restore(
    file: Annotated[Path | None, typer.Argument(help="A copy that `duly backup` made.")] = None,
    stopped: Annotated[
        bool, typer.Option("--yes", help="Duly is stopped, where the database cannot tell.")
    ] = False,
    already: Annotated[
        bool, typer.Option(help="The data are back already, by pg_restore or a disk snapshot.")
    ] = False,
) -> None:
    """Bring a copy back; what may have been sent since is looked up before it is sent."""
    if (file is None) != already:
        _stop("Say which file to bring back, or --already when the data are back already.")
    with in_words() as settings, _database(settings) as database:
        now = Clock(settings.clock_shift_file).now()
        if file is None:
            _say(copies.see_to_what_may_have_happened(database, now))
        else:
            _say(copies.restore(database, file, now, stopped=stopped))


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def _say(words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)


@cli.command()
def directory() -> None:
    """Copy people from Slack's directory now."""
    with in_words() as settings:
        count = processes.copy_directory(settings)
        console.print(f"{count} people were new or different.")


@cli.command()
def count(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Count what Duly has done so far: promises, questions, reminders, digests."""
    with in_words() as settings:
        database = Database(settings.database_url)
        database.check_revision()
        with database.read() as session:
            counted = asdict(tallies.of_everything(session))
        database.close()
    if as_json:
        sys.stdout.write(json.dumps(counted) + "\n")
        return
    for name, number in counted.items():
        console.print(f"{number:>9,} {name.replace('_', ' ')}", highlight=False)


@imports.command("company")
def import_company(
    folder: Annotated[Path, typer.Argument(help="A folder with the five files.")],
    by: Annotated[str, typer.Option(help=BY)] = "",
) -> None:
    """Departments, people, customers, tasks and issues from one folder, in that order."""
    with in_words() as settings:
        files = {subject: folder / f"{subject}.csv" for subject in Subject}
        found = {subject: path for subject, path in files.items() if path.exists()}
        if not found:
            names = ", ".join(path.name for path in files.values())
            _stop(f"{folder} has none of {names}.")
        processes.import_files(settings, list(found.items()), console, by=by)


def _import_command(subject: Subject) -> None:
    """One verb for each kind of file; only issues and tasks know routes."""

    def import_file(
        file: Annotated[Path, typer.Argument(help="A CSV file with a header.")],
        maps: Annotated[list[str] | None, typer.Option("--map", help=MAP)] = None,
        routes: Annotated[list[str] | None, typer.Option("--route", help=ROUTE)] = None,
        by: Annotated[str, typer.Option(help=BY)] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    ) -> None:
        with in_words() as settings:
            processes.import_files(
                settings,
                [(subject, file)],
                console,
                maps=maps or (),
                routes=routes or (),
                by=by,
                as_json=as_json,
            )

    imports.command(str(subject), help=f"Bring in {subject} from a CSV file.")(import_file)


for each in Subject:
    _import_command(each)
