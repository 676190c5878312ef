"""Duly's verbs on the command line: practice, run, doctor, manifest, import and the rest."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from slack_sdk.errors import SlackApiError

from bot import doctor as examination
from bot import importing, manifest, processes
from bot import slack as slack_client
from bot import settings as settings_file
from bot.practice import launch
from bot.settings import MissingSetting, Settings
from handlers.errors import UserError
from storage.database import Database
from storage.errors import StorageError

cli = typer.Typer(
    help="Duly keeps a company's promises to its customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
complaints = Console(stderr=True)


def main() -> None:
    """Run the command line."""
    cli()


@contextmanager
def in_words() -> Iterator[Settings]:
    """Settings and logging; what stops a command is one sentence and exit status 1."""
    try:
        settings = settings_file.read()
        logging.basicConfig(
            level=settings.log_level,
            format="%(asctime)s %(levelname)s %(name)s %(message)s",
            stream=sys.stderr,
        )
        yield settings
    except (MissingSetting, StorageError, UserError) as error:
        _stop(str(error))
    except SlackApiError as error:
        code = str(error.response.get("error"))
        _stop(slack_client.WORDS.get(code, f"Slack said {code}.") + " `duly doctor` says more.")
    except OSError as error:
        _stop(f"{error}. `duly doctor` says more.")


def _stop(words: str) -> None:
    complaints.print(words, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


@cli.command()
def practice(
    tour: Annotated[bool, typer.Option(help="Play a scripted fortnight and stop.")] = False,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8080,
    folder: Annotated[
        Path, typer.Option(help="Where the practice database lives.")
    ] = Path("practice-data"),
) -> None:
    """Try Duly without Slack: a pretend workspace and its page, with a sample company."""
    with in_words():
        if tour:
            raise typer.Exit(launch.tour())
        launch.practice(folder, port)


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
        logging.getLogger().setLevel(logging.ERROR)
        findings = list(examination.examine(settings))
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
    with in_words() as settings:
        database = Database(settings.database_url)
        database.migrate()
        database.close()
        console.print("The database is up to date.")


@cli.command()
def directory() -> None:
    """Copy people from Slack's directory now."""
    with in_words() as settings:
        count = processes.copy_directory(settings)
        console.print(f"{count} people were new or different.")


class Sheet(StrEnum):
    """What a CSV file can bring."""

    DEPARTMENTS = "departments"
    PEOPLE = "people"
    CUSTOMERS = "customers"
    TASKS = "tasks"
    ISSUES = "issues"


_ = Sheet, importing
