"""People say in words for whom something waits, and that it goes on, as to a colleague."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage.waits import Wait
from tests import rows
from tests.cast import MARIA, OMAR, SARA, TOM
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def taken(stage: Stage) -> None:
    """Sara has taken a task for Globex, by Friday 27 November."""
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Globex")
    stage.types(SARA, "/cx take T-1")


def waits(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Of what waits or waited: for whom it is a department, why, and how it ended."""
    with stage.duly.database.read() as session:
        known = sorted(session.exec(select(Wait)), key=lambda wait: wait.began_at)
    return [("them" if each.customer_id else "us", each.reason, each.ended) for each in known]


@pytest.mark.parametrize(
    "words",
    [
        "this waits for Globex until thursday because they look for the invoice",
        "it waits for the customer until thursday because they look for the invoice",
        "waiting for them until thursday because they look for the invoice",
        "we're waiting for Globex till thursday, because they look for the invoice",
        "T-1 waits for Globex until thursday because they look for the invoice",
        "wait for Globex until thursday because they look for the invoice",
        "wait T-1 for customer until thursday because they look for the invoice",
    ],
)
def test_it_waits_for_its_customer(stage: Stage, words: str) -> None:
    taken(stage)
    assert "waits for the customer until Thu 26 Nov" in stage.says(SARA, words)
    assert waits(stage) == [("them", "they look for the invoice", None)]


def test_it_waits_for_another_department(stage: Stage) -> None:
    taken(stage)
    told = stage.says(SARA, "It waits for Logistics until thursday because we need the proof")
    assert "waits for Logistics until Thu 26 Nov" in told
    assert waits(stage) == [("us", "we need the proof", None)]
    assert rows.owed(stage, "T-1") == {"finish": SARA, "supply": TOM}


def test_without_a_reason_it_is_asked_and_the_next_words_say_it(stage: Stage) -> None:
    taken(stage)
    assert "why" in stage.says(SARA, "this waits for Globex until thursday")
    assert waits(stage) == []
    assert "waits for the customer" in stage.says(SARA, "they look for the invoice")
    assert waits(stage) == [("them", "they look for the invoice", None)]


@pytest.mark.parametrize("words", ["it goes on", "It goes on.", "we can go on", "T-1 goes on"])
def test_it_goes_on(stage: Stage, words: str) -> None:
    taken(stage)
    stage.types(SARA, "/cx wait T-1 for customer until thursday because they look for it")
    stage.passes(days=1)
    assert "T-1 Rewrite the refund mail goes on" in stage.says(SARA, words).replace("*", "")
    assert waits(stage) == [("them", "they look for it", "resumed")]


@pytest.mark.parametrize(
    "words", ["it goes on", "this waits for legal", "waiting for Tom", "wait and see until friday"]
)
def test_talk_lets_nothing_wait_and_ends_nothing(stage: Stage, words: str) -> None:
    taken(stage)
    stage.says(SARA, words)
    assert waits(stage) == []
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


def test_who_may_not_say_so_is_told_who_may(stage: Stage) -> None:
    taken(stage)
    said = "T-1 waits for Globex until thursday because they look for it"
    assert "That is for Sara Novak, Maria Costa or Lee Park to do." in stage.says(TOM, said)
    assert waits(stage) == []
    stage.says(MARIA, said)
    assert waits(stage) == [("them", "they look for it", None)]
    stage.says(TOM, "T-1 goes on")
    assert waits(stage)[0][2] is None
