"""`duly moves`: the table of what may become of a promise."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot import moves as table
from bot import routes

cli = typer.Typer(add_completion=False)


class Format(StrEnum):
    """How the table is printed."""

    MARKDOWN = "markdown"


@cli.command()
def moves(
    layout: Annotated[
        Format, typer.Option("--format", help="How to print the table.")
    ] = Format.MARKDOWN,
) -> None:
    """Print what may become of a task, an issue or a decision, and who may."""
    del layout
    sys.stdout.write(table.markdown(routes.MOVES))
