"""`duly backup`: a copy of the database while Duly works."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot import backup as copies
from bot.terminal import in_words, opened, say

cli = typer.Typer(add_completion=False)


@cli.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    force: Annotated[bool, typer.Option(help="Replace a file that is there.")] = False,
) -> None:
    """Copy the database to a file, while Duly works; checked and counted."""
    with in_words(context) as settings, opened(settings) as database:
        say(copies.save(database, file, force=force))
