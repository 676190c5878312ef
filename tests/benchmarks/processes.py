"""How soon Duly is there and answers, and how much memory it holds while nothing happens."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import Request, urlopen

from bot import manifest
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.people import People
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from storage.database import Database
from tests import cast
from tests.benchmarks.installation import SECRET, Databases, signed_command
from tests.benchmarks.rows import Row, row

REPOSITORY = Path(__file__).parents[2]
PATIENCE_SECONDS = 30
IDLE_SECONDS = 3
LOOK_SECONDS = 0.01
HELP_SECONDS, START_SECONDS = 0.6, 1.5
BEFORE_MB, LESS = 121.0, 0.85


def measure(databases: Databases, api_url: str, folder: Path, times: int) -> list[Row]:
    """`duly --help`, start to first answer on an empty database, and idle memory."""
    helps = [_help(folder) for _ in range(times)]
    starts = [_first_answer(_new(databases), api_url, folder) for _ in range(times)]
    memory = _idle_memory(_new(databases), folder)
    return [
        row("duly --help", median(helps), HELP_SECONDS, goal=1.0, unit="s"),
        row("duly web: start to first answer", median(starts), START_SECONDS, goal=1.0, unit="s"),
        row("duly run: idle memory", memory, BEFORE_MB, goal=LESS, unit="MB"),
    ]


def _help(folder: Path) -> float:
    """Seconds until somebody who asks what there is has read it."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "--help"]
    environment = {"PYTHONPATH": str(REPOSITORY)}
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _new(databases: Databases) -> str:
    """A database as a first start finds it: empty where Duly makes the tables by itself."""
    address = databases.new()
    database = Database(address)
    if not database.is_sqlite:
        database.migrate()
    database.close()
    return address


def _first_answer(database_url: str, api_url: str, folder: Path) -> float:
    """Seconds from the start of the process to the answer of its first command."""
    start = time.perf_counter()
    with web_running(database_url, api_url, folder):
        return time.perf_counter() - start


@contextmanager
def web_running(database_url: str, api_url: str, folder: Path) -> Iterator[str]:
    """A `duly web` that has answered once; the address for Slack's deliveries."""
    port, start = _free_port(), time.perf_counter()
    url = f"http://127.0.0.1:{port}/slack/events"
    environment = {"SLACK_API_URL": api_url, "HOST": "127.0.0.1", "PORT": str(port)}
    with started(["web"], database_url, environment, folder) as process:
        while not _answers(url):
            _check(process, start)
        yield url


def _idle_memory(database_url: str, folder: Path) -> float:
    """Megabytes that everything in one process holds, after its first answer and a rest."""
    workspace = Workspace(
        manifest.build(), SAMPLE, signing_secret=SECRET, rates=Rates(enabled=False), ack_seconds=1
    )
    with serve(workspace) as served:
        people, start = People(workspace), time.perf_counter()
        environment = {"SLACK_API_URL": served.api_url}
        with started(["run"], database_url, environment, folder) as process:
            while not people.command(cast.OMAR, "C0BILLING", "/cx help").ok:
                _check(process, start)
            time.sleep(IDLE_SECONDS)
            return memory_of(process.pid)


@contextmanager
def started(
    words: Sequence[str], database_url: str, environment: dict[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Duly with nobody else's settings, ended hard with the block."""
    given = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(REPOSITORY),
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": "xoxb-practice",
        "SLACK_APP_TOKEN": "xapp-practice",
        "SLACK_SIGNING_SECRET": SECRET,
        "DULY_LOG_LEVEL": "WARNING",
    }
    # In the temporary folder, so that nobody's .env has a say.
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=given | environment,
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _answers(url: str) -> bool:
    body, headers = signed_command("help")
    try:
        with urlopen(Request(url, body.encode(), headers), timeout=5) as answer:  # noqa: S310
            return "/cx" in answer.read().decode()
    except (URLError, ConnectionError):
        time.sleep(LOOK_SECONDS)
        return False


def _check(process: subprocess.Popen[bytes], start: float) -> None:
    if process.poll() is not None:
        raise RuntimeError(f"Duly ended with status {process.returncode}")
    if time.perf_counter() - start > PATIENCE_SECONDS:
        raise TimeoutError("Duly does not answer")
    time.sleep(LOOK_SECONDS)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def memory_of(process_id: int, line: str = "VmRSS") -> float:
    """Megabytes in memory, from Linux itself or else from `ps`; “VmHWM” are the most so far."""
    status = Path(f"/proc/{process_id}/status")
    if status.exists():
        found = re.search(rf"{line}:\s+(\d+) kB", status.read_text())
        kilobytes = found[1] if found else "0"
    else:
        kilobytes = subprocess.check_output(["ps", "-o", "rss=", "-p", str(process_id)], text=True)
    return int(kilobytes) / 1024
