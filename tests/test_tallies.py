"""What Duly has done in all, counted."""

from __future__ import annotations

from dataclasses import asdict, astuple

from storage import tallies
from storage.database import Database
from tests.cast import MARIA, OMAR, SARA
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
        "reopened": 0,
    }  # fmt: skip
    assert escalations == 2, "the lead, then the CCO"
    read = [text for user in (SARA, MARIA) for text in stage.reads(user)]
    reminded = [text for text in read if text.startswith(("Acme: ", "One thing "))]
    assert (nudges, len(reminded)) == (14, 6), "one message may remind of several"
