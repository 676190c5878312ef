"""Severity 1 comes at once and by itself, and what it says is true for whoever reads it later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.chasing.kinds import Asking, Kind
from handlers.promises.items.kinds import ACKNOWLEDGE, FINISH
from storage.nudges import Part
from tests import rows
from tests.cast import GRACE, MARIA, OMAR
from tests.stage import Stage

WAYS = "[…: No, because… | Open…]"


def blocked(stage: Stage, title: str = "Ten machines stand still") -> None:
    stage.types(GRACE, f"/cx issue {title} for Acme in Billing sev 1")


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_the_first_message_says_what_is_blocked_until_when_and_who_hears_next(
    stage: Stage,
) -> None:
    blocked(stage)
    [card] = stage.reads(MARIA)
    assert card == (
        "Customer blocked: Ten machines stand still at Acme\n"
        "I-1 · waiting for an answer · severity 1 · key account, 480 k a year · "
        "reported by @grace (Nov 23, 2026 at 10:00)\n"
        "*Acme* needs a first word from us by Nov 23, 2026 at 11:00. Can you take it, or say who "
        f"can?\n{WAYS}\n"
        "[Take it now] [Not mine…] [Need help…]\n"
        "While nobody takes it, I also tell @omar (Nov 23, 2026 at 12:00) and "
        "@lee (Nov 23, 2026 at 15:00)."
    )
    assert stage.workspace.direct_messages(MARIA)[0].text == (
        "Customer blocked at Acme. Can you take I-1 now?"
    )
    stage.clicks(MARIA, "Take it now", "I-1")
    assert rows.state(stage, "I-1")[0] == "acknowledged"
    assert "It is yours, by Wed 25 Nov." in stage.reads(MARIA)[0]


def test_each_later_one_is_two_blocks_and_says_how_much_was_left_when_it_came(
    stage: Stage,
) -> None:
    blocked(stage)
    stage.passes(hours=1)
    later = stage.workspace.direct_messages(MARIA)[1:]
    assert [len(message.blocks) for message in later] == [2, 2, 2]
    assert [stage.workspace.plain(each) for each in later] == [
        "*Acme* still waits for a first word: Ten machines stand still (I-1). It is due "
        f"{left} minutes after this message, Nov 23, 2026 at 11:00.\n{WAYS}\n"
        "[Take it now] [Not mine…] [Need help…]"
        for left in (45, 30, 15)
    ]
    stage.types(MARIA, "/cx note I-1 the fitter is on the way")
    assert stage.workspace.plain(later[0]) == stage.reads(MARIA)[1], "true as of then"


def test_the_cco_reads_since_when_and_who_has_not_answered(stage: Stage) -> None:
    blocked(stage)
    stage.passes(hours=2)
    [said] = stage.reads(OMAR)
    assert said == (
        "*Acme* has been blocked since Nov 23, 2026 at 10:00, and Billing has not answered: Ten "
        "machines stand still (I-1).\n[I'll call Maria] [Another owner…] [Open…]"
    )
    stage.clicks(OMAR, "I'll call Maria", "I-1")
    stage.closes(OMAR)
    assert stage.reads(MARIA)[-1] == (
        "@omar would like to talk with you about I-1. Bring what would help."
    )
    stage.passes(until=on(24, 9))
    assert "Did you and @maria find a way?" in stage.reads_all(OMAR)


def test_after_lost_time_each_hears_once_and_one_after_the_other(stage: Stage) -> None:
    blocked(stage)
    # Duly stood still for three hours, in which all of them would have heard of it.
    stage.workspace.clock.move_to(on(23, 12))
    stage.settle()
    assert len(stage.reads(MARIA)) == 2, "the card, and one reminder for all that were missed"
    assert stage.reads(OMAR) == [], "while she has only just been asked"
    stage.passes(hours=1)
    assert len(stage.reads(MARIA)) == 2
    assert ["has not answered" in said for said in stage.reads(OMAR)] == [True]


def test_whoever_was_told_already_is_not_announced(stage: Stage) -> None:
    blocked(stage)
    stage.passes(hours=2)
    stage.types(MARIA, "/cx note I-1 the fitter is on the way")
    card = stage.reads(MARIA)[0]
    assert "[Take it now]" in card
    assert "I also tell @omar" not in card
    assert "While nobody takes it, I also tell @lee (Nov 23, 2026 at 15:00)." in card
    stage.passes(until=on(23, 15))
    stage.types(MARIA, "/cx note I-1 he is late")
    assert "While nobody takes it" not in stage.reads(MARIA)[0]


@pytest.mark.parametrize(("kind", "first"), [(ACKNOWLEDGE, "Take it now"), (FINISH, "Done")])
def test_whoever_stands_in_is_offered_what_is_still_to_be_done(kind: Kind, first: str) -> None:
    assert kind.urgent_buttons
    row = repr(kind.urgent_buttons(Asking("I-1", Part.DEPUTY)))
    assert [label for label in ("Take it now", "Done") if label in row] == [first]


def test_taken_and_not_done_it_comes_each_morning_with_which_day_it_is(stage: Stage) -> None:
    blocked(stage)
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.passes(until=on(25, 10))
    said = [each for each in stage.reads(MARIA) if "is blocked: " in each]
    assert "Tue 24 Nov is the second day on which *Acme* is blocked: Ten machines" in said[-2]
    assert "Wed 25 Nov is the third day on which *Acme* is blocked: Ten machines" in said[-1]
    assert "What have they heard from us?" in said[-1]
    assert "[Told them…] [Done] [Need help…]" in said[-1]
    stage.clicks(MARIA, "Told them…", "I-1")
    assert "What have they heard from us?: [____]" in stage.sees_form(MARIA)
    stage.fills_in(MARIA, words="A fitter comes at noon, and Jana knows")
    assert rows.happened(stage, "I-1")[-1] == (MARIA, "told")
    stage.types(MARIA, "/cx done I-1")
    assert any(said.startswith("✓ I-1: you corrected it") for said in stage.reads(MARIA))
    stage.passes(days=2)
    asked = [said for said in stage.reads(MARIA) if "keeps it from coming back" in said]
    assert asked, "it is done, and why it happened is asked"
    assert not any("is blocked" in said for said in stage.reads(MARIA)[-2:])


def test_it_does_not_stand_in_the_bundle_of_the_day(stage: Stage) -> None:
    stage.types(GRACE, "/cx task Send the credit note to @maria by tomorrow for Acme")
    blocked(stage)
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.passes(until=on(24, 9))
    alone, bundle = sorted(stage.reads(MARIA)[-2:], key=lambda said: "T-1" in said)
    assert "Ten machines stand still" in alone
    assert bundle.startswith("Acme: Send the credit note\nTue 24 Nov · T-1 · key account")
    assert "I-1" not in bundle


def test_several_at_once_are_one_message_of_two_blocks_each(stage: Stage) -> None:
    for title in ("Ten machines stand still", "Nobody can pay", "The gate is shut"):
        blocked(stage, title)
    before = len(stage.reads(MARIA))
    stage.workspace.clock.forward(timedelta(minutes=16))
    stage.settle()
    [said] = stage.workspace.direct_messages(MARIA)[before:]
    assert [block["type"] for block in said.blocks] == ["section", "actions"] * 3 + ["context"]
    assert sum("[Take it now]" in line for line in stage.reads(MARIA)[-1].splitlines()) == 3
