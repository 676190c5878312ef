"""Whoever does a step shows it: with a link in the form, or among the words that they type."""

from __future__ import annotations

from typing import Any

import pytest

from storage import history
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = "https://acme.example/credit/7?month=10&step=2"


def facts(stage: Stage, verb: str, noun: str = "issue") -> dict[str, Any]:
    """What history keeps of the newest move with this verb."""
    with stage.duly.database.read() as session:
        event = history.latest(session, TEAM, noun, 1, verb)
        assert event
        return event.details


def reported(stage: Stage, *, corrected: bool = False) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    if corrected:
        stage.types(MARIA, "/cx done I-1")


def opens(stage: Stage, user: str, label: str) -> None:
    """Somebody reads the story of the issue, and presses what is there."""
    stage.types(user, "/cx I-1")
    stage.clicks_in_form(user, label)


def test_whoever_corrects_shows_it_with_words_and_a_link(stage: Stage) -> None:
    reported(stage)
    opens(stage, MARIA, "Corrected, with a link…")
    assert "What was done?" in stage.sees_form(MARIA)
    stage.fills_in(MARIA, words="Credited in full", link=LINK)
    assert rows.state(stage, "I-1")[0] == "corrected"
    assert facts(stage, "corrected")["evidence"] == f"Credited in full\n{LINK}"
    stage.types(GRACE, "/cx I-1")
    assert LINK in stage.sees_form(GRACE)


@on_sqlite
@pytest.mark.parametrize(
    "wrong",
    ["acme.example", "javascript:alert(1)", "ftp://acme.example/x", "https://", "https://a b",
     f"https://acme.example/{'x' * 2_000}"],
)  # fmt: skip
def test_a_link_that_is_none_is_refused_under_its_field(stage: Stage, wrong: str) -> None:
    reported(stage)
    opens(stage, MARIA, "Corrected, with a link…")
    assert "it begins with https://" in stage.fills_in(MARIA, words="Credited", link=wrong)
    assert rows.state(stage, "I-1")[0] == "acknowledged"
    assert "corrected" not in [verb for _, verb in rows.happened(stage, "I-1")]


@on_sqlite
def test_a_link_as_slack_writes_it_is_read_back(stage: Stage) -> None:
    reported(stage)
    opens(stage, MARIA, "Corrected, with a link…")
    stage.fills_in(MARIA, link="<https://acme.example/a?b=1&amp;c=2|the credit>")
    assert facts(stage, "corrected")["evidence"] == "https://acme.example/a?b=1&c=2"


@on_sqlite
@pytest.mark.parametrize(
    ("who", "typed", "verb"),
    [
        (GRACE, "told I-1 they have the credit note", "told"),
        (MARIA, "prevented I-1 dates come from the contract {} because copied", "prevented"),
        (GRACE, "verified I-1 they thank us", "verified"),
    ],
)
def test_a_link_among_typed_words_shows_that_a_step_was_done(
    stage: Stage, who: str, typed: str, verb: str
) -> None:
    reported(stage, corrected=True)
    shown = typed.format(LINK) if "{}" in typed else f"{typed} <{LINK}|here>."
    stage.types(who, f"/cx {shown}")
    assert facts(stage, verb)["evidence"] == LINK
    stage.types(OMAR, "/cx I-1")
    assert LINK in stage.sees_form(OMAR)


@on_sqlite
def test_words_without_a_link_show_themselves(stage: Stage) -> None:
    reported(stage, corrected=True)
    stage.types(GRACE, "/cx told I-1 they know, see www.acme.example")
    assert "evidence" not in facts(stage, "told")


@on_sqlite
@pytest.mark.parametrize(
    ("who", "label", "filled", "verb"),
    [
        (GRACE, "Told them…", {"words": "The credit is on its way"}, "told"),
        (MARIA, "Prevented…", {"reason": "Copied by hand", "words": "Read now"}, "prevented"),
        (GRACE, "Verified…", {"helped": "yes"}, "verified"),
    ],
)
def test_each_step_has_a_place_for_a_link(
    stage: Stage, who: str, label: str, filled: dict[str, str], verb: str
) -> None:
    reported(stage, corrected=True)
    opens(stage, who, label)
    assert "it begins with https://" in stage.fills_in(who, **filled, link="the wiki")
    stage.fills_in(who, **filled, link=LINK)
    assert facts(stage, verb)["evidence"] == LINK
    assert LINK in facts(stage, verb)["words"]


@on_sqlite
def test_a_task_is_done_with_a_link_too(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(SARA, "/cx take T-1")
    stage.types(SARA, "/cx T-1")
    stage.clicks_in_form(SARA, "Done, with a link…")
    stage.fills_in(SARA, link=LINK)
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert facts(stage, "done", "task")["evidence"] == LINK
