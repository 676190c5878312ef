"""A promise from the command that makes it to the thanks that end it."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import LEE, MARIA, OMAR, SARA
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


def test_one_click_takes_it_and_every_card_follows(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Take it")
    assert "taken" in stage.channel("#billing")[0]
    assert "You promised it" in stage.reads(SARA)[0]
    assert "[Done]" in stage.reads(SARA)[0]


def test_silence_climbs_the_ladder_and_the_answer_ends_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=2)
    reminded = len(stage.reads(SARA))
    assert reminded > 1, "Sara is reminded in her own morning"
    stage.passes(days=5)
    assert any("T-1" in message for message in stage.reads(MARIA)), "then her lead is asked"
    stage.clicks(SARA, "Done", "T-1") if "[Done]" in stage.reads(SARA)[0] else stage.types(
        SARA, "/cx done T-1"
    )
    seen = {user: len(stage.reads(user)) for user in (SARA, MARIA, LEE, OMAR)}
    stage.passes(days=10)
    assert {user: len(stage.reads(user)) for user in seen} == seen, "and then there is quiet"


def test_nobody_is_reminded_outside_their_working_hours(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=12)
    for user, zone_offset in ((SARA, 1), (MARIA, 1), (LEE, -5)):
        for message in stage.workspace.direct_messages(user)[1 if user == SARA else 0 :]:
            local = stage.workspace.clock.now().fromtimestamp(
                float(message.ts), tz=stage.now.tzinfo
            ) + timedelta(hours=zone_offset)
            assert local.weekday() < 5
            assert 9 <= local.hour < 18
