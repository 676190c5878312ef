"""What Duly has done in all, counted."""

from __future__ import annotations

from dataclasses import asdict, astuple

from storage import tallies
from storage.database import Database
from tests.cast import MARIA, OMAR, SARA, TOM
from tests.stage import Stage


def test_nothing_has_happened_in_an_empty_database(empty: Database) -> None:
    with empty.read() as session:
        assert set(astuple(tallies.of_everything(session))) == {0}


def test_a_promise_that_is_ignored_is_counted_at_every_step(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(SARA, "/cx issue Lights flicker in the hall")
    stage.types(OMAR, "/cx digest billing")
    stage.passes(days=7)
    with stage.duly.database.read() as session:
        counted = asdict(tallies.of_everything(session))
    nudges = counted.pop("nudges")
    escalations = counted.pop("escalations")
    assert counted == {
        "tasks": 1, "issues": 1, "asks_opened": 3, "asks_answered": 0, "digests": 1, "prompts": 0,
        "severity_1": 0, "private": 0, "became": 0,
        "reopened": 0, "returned": 0, "repeats": 0, "paused": 0, "held": 0,
    }  # fmt: skip
    assert escalations == 2, "the lead, then the CCO"
    read = [text for user in (SARA, MARIA) for text in stage.reads(user)]
    cards = [text for text in read if "\nT-1 · " in text]
    bundles = [text for text in read if text not in cards]
    reminded = [text for text in bundles if text.startswith(("Acme: ", "One thing "))]
    assert (nudges, len(reminded)) == (14, 6), "one message may remind of several"


def test_what_comes_back_is_counted(stage: Stage) -> None:
    """An offer that is returned, a cause that a second and a third issue have, a reopening."""
    for number in (1, 2, 3):
        stage.types(SARA, "/cx issue Price wrong for Acme in Billing sev 2")
        stage.types(MARIA, f"/cx take I-{number}")
        stage.types(MARIA, f"/cx prevented I-{number} we look twice because dates are copied")
    stage.types(MARIA, "/cx handoff I-1 to Logistics because it is theirs")
    stage.types(TOM, "/cx return I-1 because not ours")
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(SARA, "/cx done T-1")
    stage.types(OMAR, "/cx reopen T-1 because it still says 30 days")
    with stage.duly.database.read() as session:
        counted = tallies.of_everything(session)
    assert (counted.returned, counted.repeats, counted.reopened) == (1, 2, 1)
