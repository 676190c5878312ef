"""What is late is late since its day, and not since somebody was asked."""

from __future__ import annotations

import pytest

from bot.routes import KINDS
from tests.cast import NORA, VICTOR
from tests.stage import Stage


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_executive_asked_on_friday_by_tuesday_is_late_since_tuesday(stage: Stage) -> None:
    stage.passes(days=4)
    stage.types(NORA, "/cx impact Close the Hamburg depot by tuesday")
    stage.passes(days=6)
    read = stage.reads_all(VICTOR)
    assert "Your answer is one day late. What does it change for customers?" in read
    assert "five days" not in read


WAITS = frozenset({"accept", "help", "triage", "route"})
"""What has waited since it was asked for, whatever the day of its answer."""


def test_no_reminder_counts_lateness_from_the_asking() -> None:
    for kind in KINDS.values():
        late = kind.says.owes[-1]
        counts = "{since}" in late or "{waited}" in late
        assert not counts or "{due}" in late or kind.name in WAITS, kind.name
