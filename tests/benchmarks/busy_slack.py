"""A pretend Slack of its own process, with many channels and Slack's rate limits.

Run as `python -m tests.benchmarks.busy_slack CHANNELS`: it prints its address, serves until its
input ends, and then prints when the first and the last message came in and how many there were.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO

from bot import manifest
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import Channel
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace


@dataclass
class BusySlack:
    """A running pretend Slack; `closed` holds what it saw, once it is."""

    api_url: str
    process: subprocess.Popen[str]

    def close(self) -> dict[str, int]:
        """Stop it: how many messages were posted and how many calls refused as too fast."""
        said, _ = self.process.communicate("stop\n", timeout=30)
        counted: dict[str, int] = json.loads(said)
        return counted


def channel_ids(count: int) -> list[str]:
    """The channels that exist besides those of the sample company."""
    return [f"C1BUSY{number:04}" for number in range(count)]


@contextmanager
def start(channels: int) -> Iterator[BusySlack]:
    """A pretend Slack in a process of its own, so that it takes no time from Duly's."""
    with subprocess.Popen(
        [sys.executable, "-m", __spec__.name, str(channels)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield BusySlack(_first_line(process.stdout), process)
        finally:
            process.kill()


def _first_line(stream: IO[str] | None) -> str:
    line = stream.readline().strip() if stream else ""
    if not line:
        raise RuntimeError("The pretend Slack did not start")
    return line


def run(channels: int) -> None:
    """Serve until the input ends."""
    bot = SAMPLE.bot_user
    more = tuple(
        Channel(channel_id, channel_id.lower(), members={bot})
        for channel_id in channel_ids(channels)
    )
    company = replace(SAMPLE, channels=SAMPLE.channels + more)
    workspace = Workspace(manifest.build("https://duly.example"), company, rates=Rates())
    with serve(workspace) as served:
        sys.stdout.write(f"{served.api_url}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        counted = {"posted": workspace.messages_posted, "refused": workspace.rates.refused}
        sys.stdout.write(json.dumps(counted) + "\n")


if __name__ == "__main__":
    run(int(sys.argv[1]))
