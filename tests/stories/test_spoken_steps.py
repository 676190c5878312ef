"""People answer in words what they are asked about a step, as they would answer a colleague."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import GRACE, LEE, MARIA, OMAR, SARA
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def taken(stage: Stage) -> None:
    """Grace reported it and is asked to tell Acme; Maria, who leads Billing, has taken it."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")


def corrected(stage: Stage) -> None:
    """It is put right, and Acme knows: Grace is asked whether it helped, Maria what prevents it."""
    taken(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 The credit is on its way")


def heard(stage: Stage) -> list[str]:
    """What the customer was told, as history keeps it."""
    return [event.details.get("words", "") for event in rows.events(stage, "I-1", "told")]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("yes", ""),
        ("done", ""),
        ("they know", ""),
        ("told them", ""),
        ("told them the credit comes on Friday", "the credit comes on Friday"),
        ("told them, the credit comes on Friday", "the credit comes on Friday"),
        ("yes, the credit comes on Friday", "the credit comes on Friday"),
        ("I called them: they are fine with it", "they are fine with it"),
        ("I've told Acme that the credit comes on Friday", "the credit comes on Friday"),
        ("wrote to Acme yesterday", "yesterday"),
        ("I-1 told them the credit comes", "the credit comes"),
    ],
)
def test_whoever_is_to_tell_the_customer_says_that_they_have(
    stage: Stage, words: str, kept: str
) -> None:
    taken(stage)
    assert "I-1 Invoiced twice" in stage.says(GRACE, words)
    assert heard(stage) == [kept]
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)


NOT_TOLD = (
        "not yet", "no", "told Maria that she should call them", "I told you already",
        "called Acmetron about it", "held up by legal", "prevented by whom?",
)  # fmt: skip


def test_what_does_not_say_that_they_know_changes_nothing(stage: Stage) -> None:
    taken(stage)
    before = rows.owed(stage, "I-1")
    for words in NOT_TOLD:
        stage.says(GRACE, words)
        assert heard(stage) == [], words
        assert rows.owed(stage, "I-1") == before, words
        assert rows.state(stage, "I-1") == ("acknowledged", MARIA), words


def test_not_yet_shows_what_answers_it(stage: Stage) -> None:
    taken(stage)
    told = stage.says(GRACE, "not yet")
    assert "I-1 Invoiced twice: nothing was changed, and I ask again." in told
    assert "[Told them…]" in told


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("yes", ""),
        ("it helped", ""),
        ("verified: they paid the same day", "they paid the same day"),
        ("yes, they are happy", "they are happy"),
        ("it helped, they paid", "they paid"),
    ],
)
def test_whoever_is_asked_whether_it_helped_says_so(stage: Stage, words: str, kept: str) -> None:
    corrected(stage)
    stage.says(GRACE, words)
    [event] = rows.events(stage, "I-1", "verified")
    assert event.details.get("words", "") == kept
    assert rows.owed(stage, "I-1") == {"prevent": MARIA}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("no, they were invoiced again", "they were invoiced again"),
        ("no because they were invoiced again", "they were invoiced again"),
        ("it did not help", "it did not help"),
    ],
)
def test_a_no_to_whether_it_helped_opens_it_again(stage: Stage, words: str, why: str) -> None:
    corrected(stage)
    assert "Open again: I-1 Invoiced twice" in stage.says(GRACE, words)
    [event] = rows.events(stage, "I-1", "reopened")
    assert event.details["reason"] == why
    assert rows.state(stage, "I-1") == ("open", MARIA)


def test_a_bare_no_is_asked_what_happened_and_the_next_words_say_it(stage: Stage) -> None:
    corrected(stage)
    told = stage.says(GRACE, "no")
    assert "What happened? With that I open it again: I-1 Invoiced twice." in told
    assert "[Open it again…]" in told
    assert rows.state(stage, "I-1")[0] == "corrected"
    stage.says(GRACE, "they were invoiced a third time")
    [event] = rows.events(stage, "I-1", "reopened")
    assert event.details["reason"] == "they were invoiced a third time"


def test_a_bare_no_opens_the_form_as_well(stage: Stage) -> None:
    corrected(stage)
    stage.says(GRACE, "no")
    stage.presses(GRACE, stage.workspace.direct_messages(GRACE)[-1], "Open it again…")
    assert "What happened?" in stage.sees_form(GRACE)


def test_what_prevents_it_is_said_with_its_cause(stage: Stage) -> None:
    corrected(stage)
    told = stage.says(MARIA, "yes")
    assert "why did it happen, and what keeps it from coming back?" in told
    assert "[Prevented…]" in told
    stage.says(MARIA, "prevented: dates are read from the contract because they were copied")
    [event] = rows.events(stage, "I-1", "prevented")
    assert event.details["cause"] == "they were copied"
    assert event.details["words"] == "dates are read from the contract"
    assert rows.owed(stage, "I-1") == {"verify": GRACE}


def test_the_words_of_somebody_else_in_a_thread_stay_a_note(stage: Stage) -> None:
    taken(stage)
    [card] = [each for each in stage.workspace.messages("#billing") if each.blocks][-1:]
    stage.says(SARA, "told them on the phone that we look into it", "#billing", card)
    assert heard(stage) == []
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}
    [event] = rows.events(stage, "I-1", "noted")
    assert event.details["words"] == "told them on the phone that we look into it"


def test_a_no_that_stands_is_said_in_two_words(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Refund the fee to @sara by friday for Acme")
    stage.types(SARA, "/cx no T-1 because the contract says otherwise")
    asked = rows.owed(stage, "T-1")
    [reviewer] = [who for kind, who in asked.items() if kind == "review"]
    assert reviewer in (LEE, MARIA, OMAR)
    stage.says(reviewer, "T-1 it stands")
    assert "review" not in rows.owed(stage, "T-1")
    assert len(rows.events(stage, "T-1", "stood by")) == 1
