"""`duly restore`: a copy takes the place of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import backup as copies
from bot.clock import Clock
from bot.terminal import in_words, opened, say, stop

cli = typer.Typer(add_completion=False)


@cli.command()
def restore(
    context: typer.Context,
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
        stop("Say which file to bring back, or --already when the data are back already.")
    with in_words(context) as settings, opened(settings) as database:
        now = Clock(settings.clock_shift_file).now()
        if file is None:
            say(copies.see_to_what_may_have_happened(database, now))
        else:
            say(copies.restore(database, file, now, stopped=stopped))
