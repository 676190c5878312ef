"""`python -m tests.hostile`: whatever is sent, Duly answers in words and nothing is half done."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.installation import Databases
from tests.hostile.run import play


class Kind(StrEnum):
    """The kind of database under Duly."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def main(
    inputs: Annotated[int, typer.Option(min=1, help="Requests to send.")] = 2_000,
    seed: Annotated[str, typer.Option(help="For the values; random where none is given.")] = "",
    database: Annotated[Kind, typer.Option(help="What Duly remembers in.")] = Kind.SQLITE,
    only: Annotated[int | None, typer.Option(min=0, help="Repeat what led to one input.")] = None,
) -> None:
    """Send hostile and forged requests, signed and not, and count what should not be."""
    # What the bot logs is judged, not shown.
    logging.getLogger().addHandler(logging.NullHandler())
    logging.getLogger("httpx").setLevel(logging.WARNING)
    seed = seed or secrets.token_hex(4)
    folder = Path(tempfile.mkdtemp(prefix="duly-hostile-"))
    databases = Databases(database, folder)
    typer.echo(f"seed {seed}")
    try:
        verdict = play(inputs, seed, databases.new, only=only)
    finally:
        databases.close()
        shutil.rmtree(folder, ignore_errors=True)
    for words in verdict.told():
        typer.echo(f"- {words}")
    typer.echo(", ".join(f"{count} {what}" for what, count in verdict.outcomes.most_common()))
    typer.echo(verdict.line)
    raise typer.Exit(0 if verdict.all_well else 1)


if __name__ == "__main__":
    typer.run(main)
