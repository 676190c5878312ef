"""The benchmarks run from a shell and say what they found in a form that machines can read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
TINY = (
    "--clicks=2", "--owed=20", "--old=20",
    "--requests=20", "--small=20", "--large=60", "--due=4", "--messages=4", "--channels=2",
    "--lines=40", "--answers=40", "--people=40", "--times=1", "--departments=3",
    "--few-accounts=20", "--many-accounts=60",
)  # fmt: skip
KEYS = {"name", "floor", "figure", "ratio", "goal", "unit", "met"}


def test_a_tiny_run_prints_one_row_for_each_goal_as_json() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--json", *TINY],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    rows = json.loads(run.stdout)["rows"]
    assert [row["name"].split(":")[0].split(",")[0] for row in rows] == [
        "floor",
        "/cx task",
        "/cx task",
        "/cx task",
        "4 due reminders to 250 people",
        "a tick with 4 due among 60 asks",
        "Home at 60 tasks",
        "a department digest at 60 tasks",
        "/cx digest executives at 60 tasks",
        "/cx done at 60 tasks",
        "/cx T-10 at 60 tasks",
        "/cx search at 60 tasks",
        "a list of all at 60 tasks",
        "/cx customer Acme at 60 tasks",
        "a click during digests at 60 tasks",
        "a click during a backup at 60 tasks",
        "/cx issue with its neighbours at 60 issues",
        "the digest on 3 departments at 60 tasks",
        "/cx score Billing at 60 tasks",
        "the scorecards of 3 departments to be frozen at 60 tasks",
        "a customer room pack of 3 departments at 60 tasks",
        "a quarter of 3 departments shown and frozen at 60 tasks",
        "a quarter of 3 departments shown and frozen at 60 tasks",
        "/cx customer Acme at 60 accounts",
        "/cx voices at 60 accounts",
        "/cx segments at 60 accounts",
        "/cx silence at 60 accounts",
        "/cx initiatives at 60 accounts",
        "/cx plan Acme at 60 accounts",
        "/cx growth at 60 accounts",
        "/cx renewals at 60 accounts",
        "the digest of the executives at 60 accounts",
        "a customer room pack at 60 accounts",
        "a look for themes in 500 new answers at 60 accounts",
        "a bundle of 20 against one of 10",
        "a bundle of 20 against one of 10",
        "a bundle of 20 against one of 10",
        "a click during a bundle of 20",
        "a click during an audit that finds 20 reminders lost",
        "a click during a clean-up of 20",
        "a click during an import of 40",
        "a click during a first look at 40 people",
        "an import of 40 issues",
        "an import of 40 issues",
        "an import of 40 answers",
        "an import of 40 answers",
        "4 messages over 2 channels",
        "40 people at once over HTTP",
        "duly --help",
        "duly web",
        "duly run",
    ]
    assert all(set(row) == KEYS for row in rows)
    assert all(row["figure"] > 0 for row in rows)
    assert [row["met"] for row in rows] == [row["ratio"] <= row["goal"] for row in rows]
