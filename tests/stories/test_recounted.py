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
from handlers.executives.scores.rules import Measure
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


def go_round(stage: Stage) -> None:
    """Issues whose customers hear, feel and confirm, and offers over a weekend and on one day."""
    for number, what in enumerate(("Paid twice", "Wrong date", "Wrong name", "No reply"), 1):
        stage.types(GRACE, f"/cx issue {what} sev 3 for Acme in Billing")
        stage.types(GRACE, f"/cx feeling I-{number} angry")
        stage.types(MARIA, f"/cx take I-{number} by 2026-11-27")
    for each in (1, 2, 3):
        stage.types(BEN, f"/cx task Send parcel {each} to @sara by 2026-12-18 for Acme")
        stage.types(SARA, f"/cx take T-{each}")
        stage.types(SARA, f"/cx handoff T-{each} to Logistics because They have the parcels")
    stage.passes(hours=3)
    stage.types(TOM, "/cx accept T-1 by 2026-12-18")
    stage.types(SARA, "/cx take T-3")
    stage.types(GRACE, "/cx told I-1 The money is on its way")
    stage.types(GRACE, "/cx feeling I-1 now uneasy")
    stage.types(MARIA, "/cx prevented I-1 it is read from there because Dates are copied by hand")
    stage.types(MARIA, "/cx prevented I-2 it is read from there because dates are copied by hand")
    stage.types(GRACE, "/cx feeling I-2 now delighted")
    stage.types(GRACE, "/cx undo")
    stage.types(SARA, "/cx wait T-3 for Logistics until friday because we need a van")
    stage.passes(days=2)
    stage.types(SARA, "/cx resume T-3")
    for each in (1, 2, 3):
        stage.types(MARIA, f"/cx done I-{each}")
    stage.types(GRACE, "/cx told I-2 It is put right")
    stage.types(GRACE, "/cx verified I-1")
    stage.types(GRACE, "/cx verified I-2")
    stage.types(GRACE, "/cx feeling I-2 now let down")
    stage.passes(until=MONDAY + timedelta(days=7))
    stage.types(TOM, "/cx return T-2 because It is no parcel")
    stage.types(GRACE, "/cx told I-3 It is put right")
    stage.types(OMAR, "/cx owner I-4 to @tom because He has the delivery notes")
    stage.passes(until=DECEMBER)
    stage.types(GRACE, "/cx reopen I-1 by 2026-12-04 because They were charged again")
    stage.passes(until=MONDAY + timedelta(days=35))
    assert "Noted that it held" in stage.types(GRACE, "/cx held I-2")
    stage.passes(until=JANUARY)


def exported(stage: Stage, folder: Path) -> tuple[Path, ...]:
    """The five files that a stranger has."""
    names = ("history", "scorecards", "asks", "handoffs", "waits")
    files = tuple(folder / f"{name}.jsonl" for name in names)
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


def test_every_other_figure_is_counted_again_as_well(stage: Stage, tmp_path: Path) -> None:
    go_round(stage)
    for period in ("2026-11", "2026-12", "2026-Q4"):
        list(freeze.frozen(stage.duly.database, stage.now, period))
    status, said = recount(*exported(stage, tmp_path))
    assert status == 0, said
    found = rows(stage.duly.database, "scorecards", period="2026-Q4")
    counted = {row["measure"] for row in found if row["of"]}
    # Questions about customers have a story of their own.
    assert counted == set(Measure) - {Measure.PROMPTS}, said
    assert "Logistics 2026-11 border_days 1 of 2, sum 5: the same" in said, said
    assert "Logistics 2026-11 waited_days 0 of 1, sum 2: the same" in said
    assert "Billing 2026-11 unrepeated 1 of 2: the same" in said


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
