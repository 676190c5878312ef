"""`duly room`: the customer room pack of a month is written to one file that can be printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import exporting, outputs, routes
from bot.clock import Clock
from bot.outputs import HERE
from bot.terminal import in_words, opened
from handlers.executives import room
from handlers.executives.room import page, words

MONTH = "Which month, such as 2026-11 or november; without it the last one that is over."
OUT = "The HTML file to write; standard output where nothing is said."
FORCE = "Replace a file that is there."
WORKSPACE = "Which workspace, by name or id, where the database holds several."
DONE = "{title} in {file}."

cli = typer.Typer(add_completion=False)


@cli.command()
def write(
    context: typer.Context,
    month: Annotated[str, typer.Option(metavar="MONTH", help=MONTH)] = "",
    out: Annotated[Path, typer.Option(help=OUT, show_default=False)] = HERE,
    force: Annotated[bool, typer.Option("--force", help=FORCE)] = False,
    workspace: Annotated[str, typer.Option(help=WORKSPACE)] = "",
) -> None:
    """Write the customer room pack of a month: one HTML page to print or to send."""
    with in_words(context) as settings, opened(settings) as database:
        database.check_revision()
        with database.read() as session:
            team_id = exporting.workspace(session, workspace)
            pack = room.prepare(
                session, Clock(settings.clock_shift_file).now(), team_id, month, routes.CHAPTERS
            )
        with outputs.opened(out, force=force) as content:
            content.write(page.html(pack).encode())
    if out != HERE:
        typer.echo(DONE.format(title=words.title(pack), file=out), err=True)
