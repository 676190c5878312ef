"""Slack is away for hours: what was meant for somebody's working day does not come at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.cast import BERLIN, OMAR, SARA
from tests.stage import Stage

pytestmark = pytest.mark.both

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
WORKING = range(9, 18)


def _berlin(stage: Stage) -> datetime:
    return stage.now.astimezone(ZoneInfo(BERLIN))


def _breaks(stage: Stage) -> None:
    stage.workspace.faults.fail_next(None, how="drop_before", method="chat.postMessage")


def _at(stage: Stage, hour: int, minute: int = 0, days: int = 0) -> datetime:
    day = _berlin(stage).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return day + timedelta(days=days)


def test_reminders_that_could_not_leave_come_with_the_next_bundle_and_not_at_night(
    stage: Stage,
) -> None:
    stage.types(OMAR, TASK)
    stage.passes(until=_at(stage, 9, 0, days=1))
    before = len(stage.reads(SARA))
    _breaks(stage)
    stage.passes(until=_at(stage, 22))
    stage.workspace.faults.clear()
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    # Twice it is looked for, and is not there.
    for _ in range(2):
        stage.passes(hours=0.02)
    stage.passes(until=_at(stage, 9, 29, days=1))
    new = stage.reads(SARA)[before:]
    assert len(new) == 1, "the card of the second task, when her day began"
    assert "Call Globex" in new[0]
    stage.passes(until=_at(stage, 9, 30))
    stage.passes(hours=1)
    [_, bundle] = stage.reads(SARA)[before:]
    assert "Rewrite the refund mail" in bundle


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_first_ask_that_was_held_up_waits_for_the_morning_and_an_answer_does_not(
    stage: Stage,
) -> None:
    stage.passes(until=_at(stage, 17, 30))
    _breaks(stage)
    stage.types(OMAR, TASK)
    stage.passes(until=_at(stage, 23))
    stage.workspace.faults.clear()
    stage.passes(hours=1)
    assert stage.reads(SARA) == []
    card = stage.channel("#billing")[-1]
    assert "Rewrite the refund mail" in card, "a channel wakes nobody"
    stage.passes(until=_at(stage, 8, 59))
    assert stage.reads(SARA) == []
    stage.passes(until=_at(stage, 9))
    [ask] = stage.reads(SARA)
    assert "Rewrite the refund mail" in ask


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_leaves_in_the_last_minutes_of_the_day_still_leaves(stage: Stage) -> None:
    stage.passes(until=_at(stage, 17, 59))
    _breaks(stage)
    stage.types(OMAR, TASK)
    stage.passes(until=_at(stage, 18, 5))
    stage.workspace.faults.clear()
    stage.passes(until=_at(stage, 18, 14))
    assert len(stage.reads(SARA)) == 1
