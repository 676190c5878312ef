"""A rehearsal: the pretend Slack and the real bot, started together in a folder of their own.

The bot runs in a process of its own and is spoken to over the wire only, like any app of Slack's.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.practice import books
from bot.practice.clock import Clock
from bot.practice.objects import Json
from bot.practice.people import People
from bot.practice.rates import Rates
from bot.practice.server import Served, serve
from bot.practice.workspace import Workspace

HOME = Path(__file__).parents[2]
PORTS_TRIED = 21
CONNECT_SECONDS = 30.0
STOP_SECONDS = 15.0
TICK_SECONDS = 0.1
LOG_LINES = 15
OURS = ("SLACK_", "DULY_", "DATABASE_URL", "HOST", "PORT")


class BotFailedError(Exception):
    """A command of the bot failed, or the bot stopped by itself; the message has its last words."""


@dataclass(frozen=True)
class Bot:
    """How the real bot is started: in a folder, against a Web API."""

    folder: Path
    api_url: str

    @property
    def log(self) -> Path:
        """Where the running bot writes what it does."""
        return self.folder / "bot.log"

    def last_words(self) -> str:
        """The end of the running bot's log."""
        if not self.log.is_file():
            return "(nothing was logged)"
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-LOG_LINES:])

    def does(self, *words: str) -> str:
        """Run one verb of the bot to its end; what it printed. Raises BotFailedError."""
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own words
            _command(*words),
            capture_output=True,
            text=True,
            env=self._environment(),
            cwd=self.folder,
            check=False,
        )
        if done.returncode:
            raise BotFailedError(f"`duly {words[0]}` failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def running(self, workspace: Workspace) -> Iterator["subprocess.Popen[bytes]"]:
        """The bot at work over Socket Mode until the block ends. Raises BotFailedError."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                _command("run"),
                stdout=log,
                stderr=log,
                env=self._environment(),
                cwd=self.folder,
                # A Ctrl-C in the terminal is ours to answer: the bot is stopped in good order.
                start_new_session=True,
            )
        try:
            self._wait_for_socket(process, workspace)
            yield process
        finally:
            _stop(process, workspace)

    def _wait_for_socket(self, process: "subprocess.Popen[bytes]", workspace: Workspace) -> None:
        deadline = time.monotonic() + CONNECT_SECONDS
        while not workspace.delivery.connected:
            if process.poll() is not None:
                raise BotFailedError(f"The bot stopped while starting:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise BotFailedError(f"The bot did not connect:\n{self.last_words()}")
            time.sleep(0.02)

    def _environment(self) -> dict[str, str]:
        """Ours alone: nothing of a real installation may be reached from a rehearsal."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        path = os.pathsep.join([str(HOME), *filter(None, [kept.get("PYTHONPATH")])])
        return kept | {
            "PYTHONPATH": path,
            "DATABASE_URL": f"sqlite:///{self.folder / 'duly.sqlite3'}",
            "SLACK_API_URL": self.api_url,
            "SLACK_BOT_TOKEN": "xoxb-practice",
            "SLACK_APP_TOKEN": "xapp-practice",
            "DULY_CLOCK_SHIFT_FILE": str(shift_file(self.folder)),
            "DULY_TICK_SECONDS": str(TICK_SECONDS),
        }


@dataclass(frozen=True)
class Rehearsal:
    """Everything that runs, and the people to act with."""

    workspace: Workspace
    people: People
    bot: Bot
    process: "subprocess.Popen[bytes]"
    url: str

    @property
    def alive(self) -> bool:
        """Whether the bot still runs."""
        return self.process.poll() is None


def shift_file(folder: Path) -> Path:
    """Where the pretend clock of a rehearsal keeps its shift."""
    return folder / "clock-shift"


@contextmanager
def rehearse(start: datetime | None = None, *, port: int = 0, history: bool) -> Iterator[Rehearsal]:
    """Start everything with the sample company, and clear it away when the block ends.

    `start` (aware) is the pretend moment to begin at, working time from now on by default. `port`
    is where the page is wished for; the next free one is taken. `history` says whether promises
    and complaints of the last weeks are there. Raises BotFailedError, and OSError without a port.
    """
    with TemporaryDirectory(prefix="duly-practice-") as name:
        folder = Path(name)
        clock = Clock(shift_file(folder))
        manifest = json.loads(Bot(folder, "").does("manifest"))
        workspace = _workspace(manifest, clock, start)
        with _served(workspace, port) as served:
            bot = Bot(folder, served.api_url)
            _bring_books(bot, clock.now(), history=history)
            with bot.running(workspace) as process:
                yield Rehearsal(workspace, People(workspace), bot, process, served.url)


def _workspace(manifest: Json, clock: Clock, start: datetime | None) -> Workspace:
    # Slack's limits hold in pretend time: an hour that was skipped is an hour for them, too.
    rates = Rates(now=lambda: clock.now().timestamp())
    if start is not None:
        clock.move_to(start)
    else:
        clock.move_to_working_time(books.SAMPLE.head_office)
    return Workspace(manifest, clock=clock, rates=rates)


def _bring_books(bot: Bot, now: datetime, *, history: bool) -> None:
    folder = bot.folder / "books"
    folder.mkdir()
    books.write(folder, now, history=history)
    bot.does("import", "company", str(folder))


@contextmanager
def _served(workspace: Workspace, port: int) -> Iterator[Served]:
    """Serve at this port or one of the next twenty; 0 means any."""
    with _first_free(workspace, port) as served:
        yield served


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]
