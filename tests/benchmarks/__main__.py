"""`python -m tests.benchmarks`: what Duly costs, as ratios to what the same machine must pay."""

from __future__ import annotations

import logging
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks import (
    accounts,
    boards,
    bundles,
    bursts,
    commands,
    growth,
    heavy,
    meanwhile,
    messages,
    moving,
    neighbours,
    processes,
)
from tests.benchmarks.installation import Databases, slack
from tests.benchmarks.rows import as_json, show

QUICK = 100_000


class Kind(StrEnum):
    """The kind of database to measure on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


def main(
    as_json_only: Annotated[bool, typer.Option("--json", help="Print JSON only.")] = False,
    quick: Annotated[bool, typer.Option(help=f"At most {QUICK:,} tasks.")] = False,
    database: Annotated[Kind, typer.Option(help="What to measure on.")] = Kind.SQLITE,
    requests: Annotated[int, typer.Option(min=20, help="Commands to time.")] = 1_000,
    small: Annotated[int, typer.Option(min=20, help="Tasks of a small workspace.")] = 10_000,
    large: Annotated[int, typer.Option(min=20, help="Tasks of a large one.")] = 1_000_000,
    due: Annotated[int, typer.Option(min=1, help="Reminders due in one tick.")] = 1_000,
    clicks: Annotated[int, typer.Option(min=1, help="Commands to time in busy times.")] = 200,
    owed: Annotated[int, typer.Option(min=20, help="Open asks of one person.")] = 10_000,
    old: Annotated[int, typer.Option(min=20, help="Receipts to clean up.")] = 200_000,
    lines: Annotated[int, typer.Option(min=20, help="Issues of a file.")] = 100_000,
    answers: Annotated[int, typer.Option(min=20, help="Survey answers of a file.")] = 1_000_000,
    people: Annotated[int, typer.Option(min=20, help="People of a directory.")] = 70_000,
    letters: Annotated[int, typer.Option("--messages", min=2, help="Messages to deliver.")] = 300,
    channels: Annotated[int, typer.Option(min=1, help="Channels they go to.")] = 100,
    departments: Annotated[int, typer.Option(min=2, help="Departments on a board.")] = 200,
    few_accounts: Annotated[int, typer.Option(min=20, help="Accounts of a small company.")] = 1_000,
    many_accounts: Annotated[
        int, typer.Option(min=20, help="Accounts of a large one, ten answers each.")
    ] = 100_000,
    times: Annotated[int, typer.Option(min=1, help="Starts and rushes to time.")] = 5,
) -> None:
    """Measure everything in a temporary folder; the last line is JSON."""
    # A refused or slow message is part of what is measured here, and no news.
    logging.basicConfig(level=logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="duly-benchmarks-") as name, slack() as served:
        folder = Path(name)
        databases = Databases(database, folder)
        try:
            rows = [
                *commands.measure(databases, served.api_url, requests),
                *growth.measure(
                    databases,
                    served.api_url,
                    (small, min(large, QUICK) if quick else large),
                    due,
                    clicks,
                    folder,
                ),
                *neighbours.measure(
                    databases, served.api_url, (small, min(large, QUICK) if quick else large)
                ),
                *boards.measure(
                    databases,
                    served.api_url,
                    (small, min(large, QUICK) if quick else large),
                    departments,
                ),
                *accounts.measure(
                    databases,
                    served.api_url,
                    (few_accounts, min(many_accounts, QUICK // 10) if quick else many_accounts),
                ),
                *bundles.measure(databases, served.api_url, owed),
                *meanwhile.measure(heavy.jobs(databases, served.api_url, owed, old), clicks),
                *meanwhile.measure(
                    moving.jobs(databases, served.api_url, lines, people, folder), clicks
                ),
                *moving.measure(databases, served.api_url, lines, folder),
                *moving.measure_answers(
                    databases, served.api_url, min(answers, QUICK) if quick else answers, folder
                ),
                *messages.measure(databases, letters, channels),
                *bursts.measure(databases, served.api_url, folder, times),
                *processes.measure(databases, served.api_url, folder, times),
            ]
        finally:
            databases.close()
    if not as_json_only:
        show(rows)
    typer.echo(as_json(rows))


if __name__ == "__main__":
    typer.run(main)
