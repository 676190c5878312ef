"""Who says why something happened chooses a known cause, or is asked about one that is near."""

from __future__ import annotations

import pytest

from storage import causes
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, TEAM
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_causes import COPIED, cause, happens

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEAR = "contract dates copied by hand"
HOW = "dates are checked"


def second(stage: Stage) -> None:
    """It happened once, and once more; of the second nobody has said why."""
    happens(stage, "Invoiced twice for Acme")
    stage.types(GRACE, "/cx issue Date wrong for Globex in Billing sev 2")
    stage.types(MARIA, "/cx take I-2")
    stage.types(MARIA, "/cx done I-2")


def many(stage: Stage) -> int:
    with stage.duly.database.read() as session:
        return len(causes.newest(session, TEAM))


def of_second(stage: Stage) -> str:
    found = cause(stage, 2)
    return found.ref if found else ""


@pytest.mark.parametrize(("answer", "ref"), [("It is that one", "C-1"), ("It is another", "C-2")])
def test_words_that_are_near_to_a_known_cause_are_asked_about_once(
    stage: Stage, answer: str, ref: str
) -> None:
    second(stage)
    said = stage.types(MARIA, f"/cx prevented I-2 {HOW} because {NEAR}")
    assert f"There is one like it, C-1: “{COPIED}”. Is it that one? Nothing was changed." in said
    assert of_second(stage) == ""
    assert rows.owed(stage, "I-2")["prevent"] == MARIA
    stage.clicks_answer(MARIA, answer)
    assert of_second(stage) == ref
    assert "prevent" not in rows.owed(stage, "I-2")
    with stage.duly.database.read() as session:
        assert replayed(session, TEAM).differing == []


@on_sqlite
@pytest.mark.parametrize(("answer", "ref"), [("It is that one", "C-1"), ("It is another", "C-2")])
def test_the_form_asks_once_and_loses_nothing(stage: Stage, answer: str, ref: str) -> None:
    second(stage)
    stage.clicks(MARIA, "Prevented…", "I-2")
    filled = {"reason": NEAR, "words": HOW, "kind": "A system or a tool", "department": "Sales"}
    form = stage.fills_in(MARIA, link="https://acme.example/1", **filled)
    assert f"There is one like it, *C-1*: “{COPIED}”." in form
    for kept in (NEAR, HOW, "A system or a tool", "Sales", "https://acme.example/1"):
        assert kept in form, kept
    assert of_second(stage) == ""
    stage.fills_in(MARIA, is_it=answer, link="https://acme.example/1", **filled)
    assert "Noted what keeps it from coming back: I-2" in stage.sees_form(MARIA)
    assert of_second(stage) == ref


@on_sqlite
def test_a_known_cause_is_chosen_beside_the_free_words(stage: Stage) -> None:
    second(stage)
    stage.clicks(MARIA, "Prevented…", "I-2")
    assert stage.finds(MARIA, "cause", "dates") == {f"C-1 {COPIED}": "C-1"}
    said = stage.fills_in(MARIA, cause="C-1", reason="Nobody reads the mail", words=HOW)
    assert "Choose a cause that is known, or write why it happened" in said
    stage.fills_in(MARIA, cause="C-1", reason="", words=HOW)
    assert (of_second(stage), many(stage)) == ("C-1", 1)


@on_sqlite
def test_neither_chosen_nor_written_is_refused(stage: Stage) -> None:
    second(stage)
    stage.clicks(MARIA, "Prevented…", "I-2")
    assert "Please say why" in stage.fills_in(MARIA, words=HOW)
    assert "I don't know a cause" in stage.fills_in(MARIA, words=HOW, cause="C-77")
    assert of_second(stage) == ""


@on_sqlite
def test_what_is_far_or_hidden_is_not_asked_about(stage: Stage) -> None:
    second(stage)
    assert "Noted" in stage.types(MARIA, f"/cx prevented I-2 {HOW} because nobody reads the mail")
    stage.types(OMAR, "/cx private I-1")
    stage.types(GRACE, "/cx issue Price wrong for Initech in Logistics sev 2")
    stage.types(OMAR, "/cx owner I-3 to @tom because he knows")
    stage.types("U0TOM", "/cx take I-3")
    assert "Noted" in stage.types("U0TOM", f"/cx prevented I-3 {HOW} because {NEAR}")
    assert many(stage) == 3


@on_sqlite
def test_who_may_not_is_told_so_first(stage: Stage) -> None:
    second(stage)
    assert "That is for" in stage.types("U0TOM", f"/cx prevented I-2 {HOW} because {NEAR}")
