"""`duly count`: how much Duly has done so far."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from bot.terminal import in_words, opened, say
from storage import tallies

cli = typer.Typer(add_completion=False)


@cli.command()
def count(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Count what Duly has done so far: promises, questions, reminders, digests."""
    with in_words(context) as settings, opened(settings) as database:
        database.check_revision()
        with database.read() as session:
            counted = asdict(tallies.of_everything(session))
    if as_json:
        sys.stdout.write(json.dumps(counted) + "\n")
        return
    for name, number in counted.items():
        say(f"{number:>9,} {name.replace('_', ' ')}")
