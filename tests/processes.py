"""Real processes of Duly, to be killed; forked from one that has only imported it, so at once."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

OURS = ("SLACK_", "DULY_", "DATABASE_URL", "HOST", "PORT")
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["bot.cli", *(f"bot.commands.{verb}" for verb in ("run", "web", "worker", "migrate"))]
)


@contextmanager
def started(verb: str, env_file: Path, number: int = 1) -> Iterator[list[ForkServerProcess]]:
    """So many `duly VERB` at once, with the settings of a file; what still lives is killed."""
    running = [CONTEXT.Process(target=_run, args=(verb, env_file)) for _ in range(number)]
    for process in running:
        process.start()
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.join()


def _run(verb: str, env_file: Path) -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    from bot.cli import cli  # noqa: PLC0415 - the process that only starts this one needs none of it

    cli(["--env-file", str(env_file), verb])
