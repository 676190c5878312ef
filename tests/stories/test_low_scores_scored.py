"""A low score that was answered in time counts in *told in time* of the department it is with."""

from __future__ import annotations

import pytest

from bot.commands import explain
from handlers.executives.scores.rules import Measure
from tests.cast import BEN, SARA
from tests.stage import Stage
from tests.stories.test_low_scores import asked, lead
from tests.stories.test_surveys import adds
from tests.stories.test_themes_heard import teach

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def told(stage: Stage, department: str) -> list[str]:
    """The figure of November, and what is behind it."""
    database = stage.duly.database
    return list(explain.explained(database, stage.now, Measure.TOLD, department, "2026-11"))


@on_sqlite
def test_a_call_in_time_is_met_and_a_late_one_is_missed(stage: Stage) -> None:
    teach(stage, "invoice", "Billing")
    for each in ("Globex", "Acme"):
        lead(stage, each, BEN)
    adds(stage, score="3", said="I explain the same invoice every month.")
    stage.closes(SARA)
    adds(stage, customer="Acme", person="Jana Weiss", score="2", said="The invoice is wrong.")
    stage.closes(SARA)
    assert [each for each in asked(stage) if each[0] == "inform"] == [
        ("inform", BEN, None), ("inform", BEN, None),
    ]  # fmt: skip
    assert told(stage, "Billing")[0] == "Billing, November 2026: told in time, n = 0"
    stage.types(BEN, "/cx told I-1 We read it together")
    stage.passes(days=4)
    head, figure, *lines = told(stage, "Billing")
    assert head == "Billing, November 2026: told in time, n = 2"
    assert "met 1" in figure
    assert [("I-1" in each, "I-2" in each) for each in lines] == [(True, False), (False, True)]
    assert told(stage, "Sales")[0].endswith("n = 0"), "whose issue it is, not whose account"
