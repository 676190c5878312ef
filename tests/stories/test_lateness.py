"""What is late is late since its day, and not since somebody was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.routes import KINDS
from tests.cast import MONDAY, NORA, OMAR, SARA, VICTOR
from tests.stage import Stage


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_executive_asked_on_friday_by_tuesday_is_late_since_tuesday(stage: Stage) -> None:
    stage.passes(days=4)
    stage.types(NORA, "/cx impact Close the Hamburg depot by tuesday")
    stage.passes(days=6)
    read = stage.reads_all(VICTOR)
    assert "Your answer is one day late. What does it change for customers?" in read
    assert "five days" not in read


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_due_today_is_not_called_late_in_the_same_message(stage: Stage) -> None:
    """The answer is owed in the morning, before the message of the day leaves."""
    stage.passes(until=MONDAY + timedelta(hours=23, minutes=5))
    for title in ("Rewrite the refund mail", "Explain the credit note"):
        stage.types(OMAR, f"/cx task {title} to @sara by friday for Acme")
    stage.passes(days=2, hours=1)
    today, late = [each for each in stage.reads(SARA) if "Two things wait" in each][-2:]
    assert today.count("Today the answer is due.") == 2
    assert "Wed 25 Nov · two are due this day" in today
    assert "Thu 26 Nov · two are late" in late


WAITS = frozenset({"accept", "help", "triage", "route"})
"""What has waited since it was asked for, whatever the day of its answer."""


def test_no_reminder_counts_lateness_from_the_asking() -> None:
    for kind in KINDS.values():
        late = kind.says.owes[-1]
        counts = "{since}" in late or "{waited}" in late
        assert not counts or "{due}" in late or kind.name in WAITS, kind.name
