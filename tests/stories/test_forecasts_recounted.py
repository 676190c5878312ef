"""A stranger counts again how often forecasts came true, from what was exported and plain SQL."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from handlers.front.exports.formats import ExportFormat
from tests.cast import NORA, PRIYA, VICTOR
from tests.exported import written
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SCRIPT = Path(bot.__file__).parent.parent / "docs" / "recount_forecasts.py"
TITLES = (
    "Raise the service fee", "Raise the parking fee", "Close the Hamburg depot",
    "Close the Bremen depot", "Close the Kiel depot",
)  # fmt: skip


def live(stage: Stage) -> None:
    """Five are decided, four looked back at; words are changed, undone, and one opened again."""
    for number, title in enumerate(TITLES, start=1):
        stage.types(NORA, f"/cx impact {title} by friday")
        stage.types(VICTOR, f"/cx D-{number} no change because nobody notices")
        stage.types(NORA, f"/cx decided D-{number}")
        stage.fills_in(NORA, words="As proposed", reason="Rents rose", review="2026-11-25")
    stage.types(NORA, "/cx undo D-4")
    stage.types(NORA, "/cx decided D-4 not now, because rents fell")
    stage.passes(days=2)
    stage.clicks(NORA, "As expected", "D-1")
    stage.clicks(NORA, "Worse…", "D-2")
    stage.fills_in(NORA, came_true="worse", words="Two left")
    stage.clicks(NORA, "As expected", "D-3")
    stage.types(NORA, "/cx undo D-3")
    stage.clicks(NORA, "Better…", "D-3")
    stage.fills_in(NORA, came_true="better", words="They collect it nearer")
    stage.types(NORA, "/cx reopen D-5 because rents fell")
    stage.types(PRIYA, "/cx D-5 no change because nobody notices")


def exported(stage: Stage, folder: Path) -> tuple[Path, Path]:
    """The two files that a stranger has."""
    files = folder / "history.jsonl", folder / "decisions.jsonl"
    for file in files:
        said = written(stage.duly.database, file.stem, ExportFormat.JSONL)
        file.write_text(said, encoding="utf-8")
    return files


def recount(*files: Path) -> tuple[int, str]:
    """What the script says, and its exit status; it runs without a line of Duly."""
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert not done.stderr
    return done.returncode, done.stdout


def test_a_stranger_counts_the_same_and_sees_what_was_changed(stage: Stage, tmp_path: Path) -> None:
    live(stage)
    history, decisions = exported(stage, tmp_path)
    status, told = recount(history, decisions)
    assert told.splitlines() == [
        "pricing: 1 of 2 as expected, 0 better, 1 worse: the same",
        "removal: 0 of 1 as expected, 1 better, 0 worse: the same",
    ]
    assert status == 0
    changed = [json.loads(line) for line in decisions.read_text(encoding="utf-8").splitlines()]
    changed[1]["came_true"] = "none"
    said = "".join(f"{json.dumps(row)}\n" for row in changed)
    decisions.write_text(said, encoding="utf-8")
    status, told = recount(history, decisions)
    assert status == 1
    assert "pricing: 2 of 2 as expected, 0 better, 0 worse: DIFFERS" in told
