"""The number of an outcome may be one of Duly's own figures, and then nobody types it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from handlers.customers.roadmap import words
from tests.cast import BEN, MARIA, MONDAY, OMAR, SARA
from tests.stage import Stage
from tests.stories.test_roadmap import FORM, asked, outcome, outcomes, stands, write
from tests.stories.test_scores import WEEK, give

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COUNTED = {
    **FORM, "notice": "A promise is kept on its day", "counter": "kept_first", "counted_as": "",
    "baseline": "", "baseline_on": "2026-11-30", "target": "90", "department": "Billing",
}  # fmt: skip


def kept(stage: Stage, first: int, last: int) -> None:
    """Sara does what she promised, from one task to another."""
    for each in range(first, last + 1):
        stage.types(SARA, f"/cx done T-{each}")


def test_duly_counts_it_and_asks_only_how_it_stands(stage: Stage) -> None:
    give(stage, 12)
    kept(stage, 1, 9)
    stage.passes(until=MONDAY + WEEK)
    said = write(stage, **COUNTED)
    assert "Noted as O-1" in said
    one = outcome(stage)
    assert (one.counter, one.baseline, one.unit, one.baseline_on) == (
        "kept_first", 75, "%", date(2026, 11, 30),
    )  # fmt: skip
    assert one.counted_as == "Kept on the day first given, of the last 30 days, counted by Duly"
    stage.closes(OMAR)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "Take it")
    stage.closes(MARIA)

    stage.passes(until=datetime(2026, 12, 10, 20, tzinfo=UTC))
    assert ("stand", MARIA, None) in asked(stage)
    assert [each for each in asked(stage) if each[0] == "reading"] == []
    one = outcome(stage)
    assert (one.latest, one.counted_met, one.counted_of) == (75, 9, 12)
    assert "75 % (9 of 12, so between 47 % and 91 %)" in stage.reads_all(MARIA)
    assert "Duly counts it. How does it stand?" in stage.reads_all(MARIA)
    stage.clicks(MARIA, "Say how it stands…")
    assert "Number now" not in stage.sees_form(MARIA)
    said = stage.fills_in(MARIA, course="on course", line="Few, but good")
    assert "Noted: 75 % (9 of 12, so between 47 % and 91 %), on course." in said
    assert ("stand", MARIA, "answered") in asked(stage)
    assert ("course", MARIA, None) not in asked(stage), "of twelve, 75 may be 90"
    page = stage.types(SARA, "/cx roadmap")
    assert "it stands at 75 % (9 of 12, so between 47 % and 91 %)" in page
    assert "stands at 75 % (9 of 12, so between" in words.in_digest(one, 1, 0)
    stands(stage)

    give(stage, 12, words="Send the credit note")
    kept(stage, 13, 24)
    stage.passes(until=datetime(2027, 1, 7, 12, tzinfo=UTC))
    one = outcome(stage)
    assert (one.state, one.latest, one.counted_of) == ("met", 100, 12)
    assert "O-1 ends at 100 % (12 of 12, so between" in stage.reads_all(MARIA)
    stands(stage)
    assert "Which quarter?" in carried(stage)
    stage.fills_in(BEN, target="95", quarter="2027-Q1")
    new = outcome(stage, 2)
    assert (new.title, new.baseline, new.target, new.counter) == (
        "A promise is kept on its day", 100, 95, "kept_first",
    )  # fmt: skip


def carried(stage: Stage) -> str:
    """Ben carries on what has ended."""
    stage.types(BEN, "/cx O-1")
    return stage.clicks_in_form(BEN, "Carry it on…")


@on_sqlite
def test_too_few_say_nothing_and_a_baseline_may_be_written(stage: Stage) -> None:
    said = write(stage, **{**COUNTED, "baseline_on": "2026-11-23"})
    assert "Duly counted 0 in 30 days, and a figure needs 10. Write where it is today." in said
    assert outcomes(stage) == []
    assert "It is counted in “%”" in stage.fills_in(OMAR, target="90 days", baseline="70")
    stage.fills_in(OMAR, target="90 %", baseline="70", baseline_on="2026-11-23")
    assert (outcome(stage).baseline, outcome(stage).unit) == (70, "%")
    stage.closes(OMAR)
    stage.types(MARIA, "/cx O-1")
    stage.clicks_in_form(MARIA, "Take it")
    stage.closes(MARIA)
    stage.passes(days=2.5)
    assert ("stand", MARIA, None) in asked(stage)
    assert outcome(stage).latest is None, "nothing was counted, and nothing is said"
    assert "The number is like 27 or 81 %" in write(stage, baseline="", counter="owner")
    stands(stage)
