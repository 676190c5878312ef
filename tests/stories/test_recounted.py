"""A stranger counts the figures of a frozen month again, from what was exported and plain SQL."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

import bot
from bot.commands import freeze
from handlers.front.exports.formats import ExportFormat
from handlers.speech.errors import UserError
from tests.cast import BEN, GRACE, LEE, MARIA, MONDAY, OMAR, SARA, TOM
from tests.exported import rows, written
from tests.stage import Stage
from tests.test_exports import check_types

SCRIPT = Path(bot.__file__).parent.parent / "docs" / "recount.py"
DECEMBER, JANUARY = MONDAY + timedelta(days=9), MONDAY + timedelta(days=44)


def live(stage: Stage) -> None:
    """All that may become of a promise around its day."""
    for each in range(1, 13):
        stage.types(BEN, f"/cx task Explain invoice {each} to @sara by friday for Acme")
    stage.types(BEN, "/cx task Print the labels to @tom by friday")
    stage.types(GRACE, "/cx issue Paid twice sev 3 for Globex in Billing")
    stage.types(SARA, "/cx done T-1")
    stage.types(SARA, "/cx done T-2")
    stage.types(SARA, "/cx undo T-2")
    stage.types(SARA, "/cx no T-3 because Legal forbids it")
    stage.types(SARA, "/cx date T-4 2026-11-30 because They are away until then")
    stage.types(BEN, "/cx withdraw T-5")
    stage.types(OMAR, "/cx owner T-6 to @tom because He has the delivery notes")
    stage.types(SARA, "/cx done T-7")
    stage.types(MARIA, "/cx take I-1 by 2026-11-26")
    stage.passes(hours=30)
    stage.types(TOM, "/cx done T-13")
    stage.types(BEN, "/cx reopen T-7 by 2026-11-30 because They still do not understand it")
    stage.passes(until=MONDAY + timedelta(days=7))
    stage.types(SARA, "/cx no T-8 because Legal forbids it")
    stage.types(SARA, "/cx date T-9 2026-12-03 because It takes longer")
    stage.types(OMAR, "/cx owner T-10 to @tom because He has the delivery notes")
    stage.types(SARA, "/cx done T-11")
    stage.types(LEE, "/cx done T-4")
    stage.passes(until=DECEMBER)
    stage.types(SARA, "/cx done T-9")
    stage.types(TOM, "/cx done T-10")
    stage.passes(until=JANUARY)


def exported(stage: Stage, folder: Path) -> tuple[Path, Path]:
    """The two files that a stranger has."""
    files = folder / "history.jsonl", folder / "scorecards.jsonl"
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


def test_a_stranger_counts_the_same(stage: Stage, tmp_path: Path) -> None:
    live(stage)
    for period in ("2026-11", "2026-12", "2026-Q4"):
        list(freeze.frozen(stage.duly.database, stage.now, period))
    files = exported(stage, tmp_path)
    status, said = recount(*files)
    assert (status, "DIFFERS" in said) == (0, False), said
    assert "Billing 2026-11 kept_first 1 of 9: the same" in said, said
    found = rows(stage.duly.database, "scorecards")
    check_types("scorecards", found)
    assert {row["measure"] for row in found if row["of"]} >= {"kept_first", "stayed"}
    altered = []
    for row in found:
        if (row["measure"], row["period"], row["department"]) == (
            "kept_first", "2026-11", "Billing",
        ):  # fmt: skip
            row["met"] += 1
            row["content"] = row["content"].replace('"trial":true', '"trial":false')
        altered.append(json.dumps(row))
    files[1].write_text("\n".join(altered), encoding="utf-8")
    status, said = recount(*files)
    assert status == 1
    assert "kept_first 2 of 9: DIFFERS, history says 1 of 9" in said
    assert "is not as it was written, or follows another one." in said


def test_a_period_narrows_what_is_exported(stage: Stage) -> None:
    stage.types(BEN, "/cx task Explain the invoice to @sara by friday for Acme")
    stage.passes(until=DECEMBER)
    list(freeze.frozen(stage.duly.database, stage.now, "2026-11"))
    database = stage.duly.database
    everything = rows(database, "scorecards")
    assert {row["period"] for row in everything} == {"2026-11"}
    assert rows(database, "scorecards", period="2026-11") == everything
    assert rows(database, "scorecards", period="2026-Q4") == []
    with pytest.raises(UserError, match="month or a quarter"):
        rows(database, "tasks", period="2026-11")
