"""`python -m tests.benchmarks.crowd 70000`: a pretend Slack with so many people.

It is a process of its own: in the one that is measured its own work would be measured as well.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import manifest
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import User
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from tests import cast

REPOSITORY = Path(__file__).parents[2]
FIRST_LETTERS = "U2"
"""How the Slack ids of all of them begin."""


@contextmanager
def gathered(people: int) -> Iterator[str]:
    """The address of a Slack with so many people, until the block ends."""
    words = [sys.executable, "-m", "tests.benchmarks.crowd", str(people)]
    with subprocess.Popen(
        words, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None:
            raise RuntimeError("There is no way to hear the crowd")
        yield process.stdout.readline().strip()
        # The end of its input is the end of the crowd.


def main(people: int) -> None:
    """Serve until nobody listens any more."""
    workspace = Workspace(
        manifest.build("https://duly.example"), SAMPLE, rates=Rates(enabled=False)
    )
    for number in range(people):
        user = User(
            f"{FIRST_LETTERS}{number:06}", f"user.{number}", f"Person Number {number}",
            title="Clerk", tz=cast.BERLIN, deleted=number % 3 == 0,
        )  # fmt: skip
        workspace.users[user.id] = user
    with serve(workspace) as served:
        sys.stdout.write(f"{served.api_url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
