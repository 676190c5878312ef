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
    """Print what may become of a task or an issue, and who may: the table of moves."""
    del layout
    sys.stdout.write(table.markdown(routes.MOVES))
