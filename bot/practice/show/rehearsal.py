"""A rehearsal: the pretend Slack and the real bot, started together in a folder of their own.

The bot runs in a process of its own and is spoken to over the wire only, like any app of Slack's.
"""

import errno
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.practice.show import books, folders, site
from bot.practice.show.backlog import Backlog
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.clock import Clock
from bot.practice.slack.objects import Json
from bot.practice.slack.people import People
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served, serve
from bot.practice.slack.workspace import Workspace

HOME = Path(__file__).parents[3]
PORTS_TRIED = 21
CONNECT_SECONDS = 30.0
STOP_SECONDS = 15.0
TICK_SECONDS = 0.1
LOG_LINES = 15
CCO, EXECUTIVES = "U0OMAR", "#executives"


class BotFailedError(Exception):
    """A command of the bot failed, or the bot stopped by itself; the message has its last words."""


@dataclass(frozen=True)
class Bot:
    """How the real bot is started: in a folder, against a Web API.

    `lock` is the descriptor that keeps the folder as long as a process works there.
    """

    folder: Path
    api_url: str
    lock: int

    @property
    def log(self) -> Path:
        """Where the running bot writes what it does."""
        return self.folder / "bot.log"

    @property
    def env_file(self) -> Path:
        """The settings of this rehearsal, for `duly --env-file` in another terminal."""
        return self.folder / "practice.env"

    @property
    def database(self) -> Path:
        """The bot's memory, an SQLite file."""
        return self.folder / "duly.sqlite3"

    def prepare(self) -> None:
        """Lay out an empty database that several processes of the bot may open at once."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
        lines = [f"{name}={value}\n" for name, value in self._settings().items()]
        self.env_file.write_text("".join(lines), encoding="utf-8")

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
            pass_fds=(self.lock,),
            check=False,
        )
        if done.returncode:
            raise BotFailedError(f"`duly {words[0]}` failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def running(self, numbers_port: int) -> Iterator["subprocess.Popen[bytes]"]:
        """The bot at work over Socket Mode until the block ends, its numbers at a port."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                _command("run", "--until-stdin-ends"),
                # Nothing is written here. The pipe ends however we end, and the bot with it.
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environment()
                | {"HOST": "127.0.0.1", "DULY_HEALTH_PORT": str(numbers_port)},
                cwd=self.folder,
                pass_fds=(self.lock,),
                # A Ctrl-C in the terminal is ours to answer: the bot is stopped in good order.
                start_new_session=True,
            )
        with process:
            try:
                yield process
            finally:
                _stop(process)

    def wait_for_socket(self, process: "subprocess.Popen[bytes]", workspace: Workspace) -> None:
        """Wait until the running bot listens. Raises BotFailedError when it does not."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while not workspace.delivery.connected:
            if process.poll() is not None:
                raise BotFailedError(f"The bot stopped while starting:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise BotFailedError(f"The bot did not connect:\n{self.last_words()}")
            time.sleep(0.02)

    def _environment(self) -> dict[str, str]:
        """Ours alone: nothing of a real installation may be reached from a rehearsal."""
        kept = {name: value for name, value in os.environ.items() if not _is_ours(name)}
        path = os.pathsep.join([str(HOME), *filter(None, [kept.get("PYTHONPATH")])])
        return kept | {"PYTHONPATH": path} | self._settings()

    def _settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"sqlite:///{self.database}",
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
def rehearse(
    manifest: Json, start: datetime | None = None, *, port: int = 0, history: bool
) -> Iterator[Rehearsal]:
    """Start everything with the sample company, and clear it away when the block ends.

    `manifest` is the bot's. `start` (aware) is the pretend moment to begin at, the next working
    time by default. `port` is where the page is wished for; the next free one is taken. `history`
    says whether promises and complaints of the last weeks are there. Raises BotFailedError, and
    OSError without a port.
    """
    with folders.opened() as (folder, lock):
        clock = Clock(shift_file(folder))
        workspace = _workspace(manifest, clock, start)
        with _served(workspace, port) as served:
            bot = Bot(folder, served.api_url, lock)
            bot.prepare()
            # The books come in while the bot starts: together they take half the time.
            numbers_port = _any_free_port()
            with bot.running(numbers_port) as process:
                backlog = Backlog(numbers_port, lambda: process.poll() is None)
                workspace.app_is_behind = backlog.is_behind
                clock.listen(backlog.begin)
                _bring_books(bot, clock.now(), history=history)
                bot.wait_for_socket(process, workspace)
                yield Rehearsal(workspace, People(workspace), bot, process, served.url)


def settle_in(rehearsal: Rehearsal) -> None:
    """Let the CCO choose the executives' channel and the usual schedules, as anybody would.

    Raises BotFailedError when Duly does not answer.
    """
    people, workspace = rehearsal.people, rehearsal.workspace
    people.command(CCO, EXECUTIVES, "/cx setup")
    form = workspace.view(CCO)
    if form is None:
        raise BotFailedError(f"The set-up form did not open:\n{rehearsal.bot.last_words()}")
    people.submit(CCO, form.id, {"channel": workspace.named(EXECUTIVES).id, "currency": "EUR"})
    workspace.screens.clear(CCO)
    people.command(CCO, EXECUTIVES, "/cx prompt weekly monday 9:30")
    for channel in (EXECUTIVES, *(each[3] for each in books.DEPARTMENTS)):
        people.command(CCO, channel, "/cx digest weekly monday 9:00")
    for note in workspace.notes(CCO):
        workspace.dismiss(note.ts)


def _workspace(manifest: Json, clock: Clock, start: datetime | None) -> Workspace:
    # Slack's limits hold in pretend time: an hour that was skipped is an hour for them, too.
    rates = Rates(now=lambda: clock.now().timestamp())
    if start is not None:
        clock.move_to(start)
    else:
        clock.move_to_working_time(SAMPLE.head_office)
    return Workspace(manifest, SAMPLE, clock=clock, rates=rates)


def _bring_books(bot: Bot, now: datetime, *, history: bool) -> None:
    folder = bot.folder / "books"
    folder.mkdir()
    books.write(folder, now, history=history)
    report = bot.does("import", "company", str(folder))
    if any(bot.folder.glob("*.rejected.csv")):
        raise BotFailedError(f"The sample company's books were not all taken:\n{report}")


@contextmanager
def _served(workspace: Workspace, port: int) -> Iterator[Served]:
    """Serve at this port or one of the next twenty; 0 takes any. Raises OSError without one."""
    with ExitStack() as stack:
        yield _first_free(stack, workspace, port)


def _first_free(stack: ExitStack, workspace: Workspace, port: int) -> Served:
    wished = range(port, min(port + PORTS_TRIED, 65_536)) if port else (0,)
    for each in wished:
        try:
            return stack.enter_context(serve(workspace, site.add, port=each))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, f"Ports {port} to {wished[-1]} are all taken")


def _any_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Let the bot finish what it is doing, within reason."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]


def _is_ours(name: str) -> bool:
    return name in {"DATABASE_URL", "HOST", "PORT"} or name.startswith(("SLACK_", "DULY_"))
