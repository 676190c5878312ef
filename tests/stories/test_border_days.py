"""How long offers wait at the border of a department stands on its scorecard."""

from __future__ import annotations

from datetime import timedelta

from bot.commands import explain
from handlers.executives.scores.rules import Measure
from storage import people
from tests.cast import BEN, MONDAY, SARA, TEAM, TOM
from tests.stage import Stage


def explained(stage: Stage, department: str = "Logistics") -> list[str]:
    database = stage.duly.database
    return list(explain.explained(database, stage.now, Measure.BORDER, department, "2026-11"))


def test_the_days_are_those_of_whoever_was_asked_and_nobodys_calendar_moves_them(
    stage: Stage,
) -> None:
    """T-1 waits from Monday to Wednesday, T-2 over a weekend, and T-3 is taken back."""
    for each in (1, 2, 3):
        stage.types(BEN, f"/cx task Send parcel {each} to @sara by 2026-12-18 for Acme")
    stage.types(SARA, "/cx handoff T-1 to Logistics because They have the parcels")
    stage.types(SARA, "/cx handoff T-3 to Logistics because They have the parcels")
    stage.passes(until=MONDAY + timedelta(days=2))
    stage.types(TOM, "/cx accept T-1 by 2026-12-18")
    stage.types(SARA, "/cx take T-3 by 2026-12-18")
    stage.passes(until=MONDAY + timedelta(days=4))
    stage.types(SARA, "/cx handoff T-2 to Logistics because They have the parcels")
    stage.passes(until=MONDAY + timedelta(days=7))
    stage.types(TOM, "/cx return T-2 because It is no parcel")
    told = explained(stage)
    assert told[0] == "Logistics, November 2026: days until an offer was answered, n = 2"
    assert told[1].endswith("met 0, sum 3")
    assert told[2:] == [
        "T-1       2026-11-25  days lost: 2",
        "T-2       2026-11-30  days lost: 1",
    ]
    assert explained(stage, "Billing")[0].endswith("n = 0")
    with stage.duly.database.write() as session:
        tom = people.find(session, TEAM, TOM)
        assert tom
        tom.zone = "Asia/Singapore"
        session.add(tom)
    assert explained(stage) == told
    read = stage.types(TOM, "/cx score Logistics november")
    assert "\nDays until an offer was answered | too few | – | 2 of 10\n" in read
