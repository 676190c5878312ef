"""`python -m tests.chaos`: nothing lost, nothing doubled, whatever is killed, cut or repeated."""

from __future__ import annotations

import logging
import secrets
import shutil
import signal
import tempfile
import time
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tests.chaos.play import Plan, play


class Kind(StrEnum):
    """The kind of database under Duly."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def main(
    kills: Annotated[int, typer.Option(min=0, help="Processes to kill.")] = 50,
    seed: Annotated[str, typer.Option(help="For the choices; random where none is given.")] = "",
    database: Annotated[Kind, typer.Option(help="What Duly remembers in.")] = Kind.SQLITE,
    web: Annotated[int, typer.Option(min=0, max=9, help="Web processes, over HTTP.")] = 0,
    workers: Annotated[int, typer.Option(min=0, max=9, help="Worker processes.")] = 0,
) -> None:
    """Without --web and --workers one process does everything, over Socket Mode."""
    # A dropped line or a struck call is the point here, and no news.
    logging.basicConfig(level=logging.CRITICAL)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    over_http = bool(web or workers)
    plan = Plan(
        kills, seed or secrets.token_hex(4), database, max(web, over_http), max(workers, over_http)
    )
    folder = Path(tempfile.mkdtemp(prefix="duly-chaos-"))
    begun = time.monotonic()
    typer.echo(f"seed {plan.seed}, in {folder}")
    try:
        end = play(plan, folder)
    except TimeoutError as error:
        typer.echo(f"{error}\nThe logs are in {folder / 'logs'}.")
        raise typer.Exit(1) from None
    typer.echo(f"{end.told}; {time.monotonic() - begun:.0f} s")
    for words in end.findings:
        typer.echo(f"- {words}")
    if end.all_well:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        typer.echo(f"The logs are in {folder / 'logs'}.")
    typer.echo(str(end.replayed))
    typer.echo(end.verdict.line)
    raise typer.Exit(0 if end.all_well else 1)


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    typer.run(main)
