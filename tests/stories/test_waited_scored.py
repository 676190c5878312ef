"""Paused time is charged to whoever was waited for, and stands on their scorecard."""

from __future__ import annotations

from datetime import timedelta

from bot.commands import explain
from handlers.executives.scores.rules import Measure
from tests.cast import BEN, MONDAY, OMAR, SARA, TOM
from tests.stage import Stage

NAME = "Days that others waited for it"


def told(stage: Stage, department: str = "Logistics") -> list[str]:
    database = stage.duly.database
    return list(explain.explained(database, stage.now, Measure.WAITED, department, "2026-11"))


def test_a_wait_counts_with_who_was_asked_and_nothing_later_changes_it(stage: Stage) -> None:
    """T-1 waits for Logistics, T-2 for its customer, and T-3 is undone at once."""
    for each in (1, 2, 3):
        stage.types(BEN, f"/cx task Send parcel {each} to @sara by 2026-12-18 for Acme")
        stage.types(SARA, f"/cx take T-{each}")
    stage.types(SARA, "/cx wait T-1 for Logistics until friday because we need a van")
    stage.types(SARA, "/cx wait T-2 for Acme until thursday because of the signed form")
    stage.types(SARA, "/cx wait T-3 for Logistics until friday because we need a van")
    stage.types(SARA, "/cx undo T-3")
    stage.passes(until=MONDAY + timedelta(days=2))
    stage.types(SARA, "/cx resume T-1")
    stage.passes(until=MONDAY + timedelta(days=4))
    found = told(stage)
    assert found[0] == "Logistics, November 2026: days that others waited for it, n = 1"
    assert found[1].endswith("met 0, sum 2")
    assert found[2:] == ["T-1       2026-11-25  days waited: 2"]
    assert told(stage, "Billing")[0].endswith("n = 0")
    assert f"{NAME} | too few" in stage.types(TOM, "/cx score @tom november")
    assert f"{NAME} |" not in stage.types(SARA, "/cx score @sara november")
    stage.types(OMAR, "/cx owner T-1 to @tom because He has the delivery notes")
    stage.types(TOM, "/cx done T-1")
    stage.passes(hours=1)
    assert told(stage) == found
