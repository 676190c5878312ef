"""Real processes of Duly, to be killed; forked from one that has only imported it, so at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path

OURS = ("SLACK_", "DULY_", "DATABASE_URL", "HOST", "PORT")
CONTEXT = multiprocessing.get_context("forkserver")
VERBS = ("run", "web", "worker", "migrate")
CONTEXT.set_forkserver_preload(
    ["bot.__main__", "bot.cli", *(f"bot.commands.{verb}" for verb in VERBS)]
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


class Life:
    """One `duly VERB` in a folder, with a log of its own; any thread may ask whether it lives."""

    # multiprocessing can tell an end only once: who asks at the same moment would read nonsense.
    _asking = threading.RLock()

    def __init__(self, verb: str, settings: Mapping[str, str], log: Path) -> None:
        self._process = CONTEXT.Process(target=_live, args=(verb, dict(settings), log))
        with self._asking:
            self._process.start()

    @property
    def status(self) -> int | None:
        """The status with which it ended, below 0 for a signal; None while it lives."""
        with self._asking:
            return self._process.exitcode

    def kill(self) -> None:
        """SIGKILL: not one instruction more; it is gone afterwards."""
        with self._asking:
            self._process.kill()
            self._process.join()

    def terminate(self) -> None:
        """SIGTERM: it shall end by itself."""
        with self._asking:
            self._process.terminate()


def _live(verb: str, settings: dict[str, str], log: Path) -> None:
    os.setsid()
    with log.open("ab") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    os.chdir(log.parent)
    _forget_surroundings()
    os.environ.update(settings)
    sys.argv = ["duly", verb]
    main = import_module("bot.__main__").main
    main()


def _run(verb: str, env_file: Path) -> None:
    _forget_surroundings()
    # The process that only starts this one needs none of it.
    import_module("bot.cli").cli(["--env-file", str(env_file), verb])


def _forget_surroundings() -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
