"""A decision has a type: guessed, shown on its card, and changed with one choice."""

from __future__ import annotations

import pytest
from sqlmodel import select

from handlers.executives.decisions import requests
from handlers.speech.errors import UserError
from handlers.speech.request import Request
from storage import decisions
from storage.decisions import Decision
from tests import rows
from tests.cast import BEN, EXECUTIVES, NORA, TEAM, VICTOR
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MENU = "decision.topic"


def topic(stage: Stage, number: int = 1) -> str | None:
    with stage.duly.database.read() as session:
        decision = decisions.find(session, TEAM, number)
        assert decision is not None
        return decision.topic


def chooses(stage: Stage, user: str, value: str) -> None:
    """Choose in the menu on the newest card of the executives."""
    place = stage.workspace.channels[EXECUTIVES]
    message = next(reversed(place.messages.values()))
    block = next(each for each in message.blocks if each.get("accessory"))
    option = {"text": {"type": "plain_text", "text": "…"}, "value": value}
    stage.people.click(user, place.id, message.ts, MENU, block["block_id"], selected=option)
    stage.settle()


def test_it_is_guessed_shown_and_changed_with_one_choice(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the Hamburg depot to save costs")
    assert topic(stage) == "cost"
    [card] = stage.channel("#executives", NORA)
    assert "D-1 · cost · @nora asks" in card
    assert "Which thing that customers touch gets slower, thinner or further away?" in card
    chooses(stage, VICTOR, "D-1|removal")
    assert topic(stage) == "removal"
    [card] = stage.channel("#executives", NORA)
    assert "D-1 · removal · @nora asks" in card
    assert "What will customers do instead" in card
    assert rows.happened(stage, "D-1") == [(NORA, "asked"), (VICTOR, "type changed")]
    stage.types(VICTOR, "/cx D-1")
    assert "said what type of decision it is: removal" in stage.sees_form(VICTOR)
    stage.closes(VICTOR)
    assert "of the type “cost” again" in stage.types(VICTOR, "/cx undo D-1")
    assert topic(stage) == "cost"


def test_what_was_chosen_twice_or_by_others_changes_nothing(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the Hamburg depot to save costs")
    chooses(stage, VICTOR, "D-1|cost")
    for user, value in ((BEN, "D-1|launch"), (VICTOR, "D-1|nonsense"), (VICTOR, "D-9|launch"),
                        (VICTOR, "launch"), (VICTOR, "T-1|launch")):  # fmt: skip
        forged = Request(team_id=TEAM, user_id=user, verb=MENU, key=value, value=value)
        with pytest.raises(UserError), stage.duly.database.write() as session:
            requests.change_topic(forged, session, stage.now)
    assert topic(stage) == "cost"
    assert rows.happened(stage, "D-1") == [(NORA, "asked")]


def test_the_form_asks_for_it_or_guesses(stage: Stage) -> None:
    stage.types(NORA, "/cx impact")
    stage.fills_in(NORA, decision="Close the Hamburg depot to save costs", topic="vendor")
    stage.types(NORA, "/cx impact")
    stage.fills_in(NORA, decision="Move the party to May")
    with stage.duly.database.read() as session:
        found = session.exec(select(Decision).where(Decision.team_id == TEAM)).all()
    assert [each.topic for each in found] == ["vendor", "universal"]
    card = stage.channel("#executives", NORA)[-1]
    assert "D-2 · other · @nora asks" in card


def test_a_decision_of_before_types_is_of_the_one_its_words_say(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Launch the new grinder")
    with stage.duly.database.write() as session:
        decision = decisions.find(session, TEAM, 1)
        assert decision is not None
        decision.topic = None
    stage.types(VICTOR, "/cx note D-1 hello")
    [card] = stage.channel("#executives", NORA)
    assert "D-1 · launch · @nora asks" in card


def test_a_question_of_the_bank_has_no_menu(stage: Stage) -> None:
    stage.types(NORA, "/cx prompt now")
    message = next(reversed(stage.workspace.channels[EXECUTIVES].messages.values()))
    assert not [each for each in message.blocks if (each.get("accessory") or {}).get("options")]
