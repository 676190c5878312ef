"""A promise from the command that makes it to the thanks that end it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests import cast, rows
from tests.cast import HANA, LEE, MARIA, OMAR, RAVI, SARA
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"


def test_a_task_reaches_its_owner_and_department(stage: Stage) -> None:
    told = stage.types(OMAR, TASK)
    assert "*T-1* Rewrite the refund mail" in told
    assert "Acme" in told
    [card] = stage.channel("#billing")
    assert "Rewrite the refund mail" in card
    assert "waiting for an answer" in card
    assert "key account" in card
    [asked] = stage.reads(SARA)
    assert "Can you take it" in asked
    for label in ("Take it", "Another date…", "Not mine…"):
        assert f"[{label}]" in asked
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.department(stage, "T-1") == "Billing"
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


def test_one_click_takes_it_and_every_card_follows(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Take it")
    assert "T-1 · taken · " in stage.channel("#billing")[0]
    assert "It is yours, by Fri 27 Nov. @omar knows." in stage.reads(SARA)[0]
    assert "[Done]" in stage.reads(SARA)[0]
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    assert rows.happened(stage, "T-1")[-1] == (SARA, "acknowledged")


def test_silence_climbs_the_ladder_and_the_answer_ends_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=2)
    assert len(stage.reads(SARA)) == 3, "Sara is reminded in her own morning"
    assert stage.reads(MARIA) == []
    [two_days_on] = rows.asks(stage, "T-1")
    stage.passes(days=5)
    assert any("T-1" in message for message in stage.reads(MARIA)), "then her lead is asked"
    [ask] = rows.asks(stage, "T-1")
    assert ask.rung > two_days_on.rung > 0
    stage.types(SARA, "/cx done T-1")
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert rows.owed(stage, "T-1") == {}
    seen = {user: len(stage.reads(user)) for user in (SARA, MARIA, LEE, OMAR)}
    stage.passes(days=10)
    assert {user: len(stage.reads(user)) for user in seen} == seen, "and then there is quiet"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_reminded_outside_their_working_hours(stage: Stage) -> None:
    for owner in ("sara", "lee", "ravi"):
        stage.types(OMAR, f"/cx task Call Globex to @{owner} by friday")
    asked = {user: len(stage.reads(user)) for user in (SARA, LEE, RAVI)}
    stage.passes(days=12)
    for user in (SARA, LEE, RAVI, MARIA, HANA, OMAR):
        reminders = stage.workspace.direct_messages(user)[asked.get(user, 0) :]
        assert reminders, "owners and those above them, in three zones"
        for message in reminders:
            at = datetime.fromtimestamp(float(message.ts), UTC).astimezone(ZONES[user])
            assert at.weekday() < 5
            assert 9 <= at.hour < 18


ZONES = {user: ZoneInfo(zone) for user, _, _, zone, _, _ in cast.PEOPLE}
