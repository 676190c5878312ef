"""The CCO looks after the bank of questions: its words, what is switched off, and new ones."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from handlers.executives.decisions.questions import BY_KEY
from handlers.executives.prompts import bank
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import NotYours
from handlers.speech.promise_errors import NothingToUndo
from handlers.speech.setup_errors import KnownQuestion, LongQuestion
from storage import people
from storage.bank import HouseQuestion
from storage.decisions import Decision
from storage.history import Event
from tests.cast import NORA, OMAR, TEAM, TOM, VICTOR
from tests.exported import rows
from tests.stage import Stage

PAYS = "Who pays more next month, and what do they get that they did not have?"
OURS = "Who pays more from January on, and what do they get?"


def kept(stage: Stage) -> list[tuple[str, str, bool]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(HouseQuestion)).all()
        return [(each.key, each.words, each.is_off) for each in found]


def verbs(stage: Stage) -> list[tuple[str, str]]:
    with stage.duly.database.read() as session:
        told = session.exec(select(Event).where(Event.noun == "bank"))
        return [(each.actor, each.verb) for each in sorted(told, key=lambda one: one.event_id)]


def asked(stage: Stage) -> list[tuple[str | None, str]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Decision))
        return [(each.prompt, each.title) for each in sorted(found, key=lambda one: one.number)]


def test_a_question_is_reworded_switched_off_and_put_back(stage: Stage) -> None:
    stage.types(OMAR, "/cx prompts")
    seen = stage.sees_form(OMAR)
    assert "61 questions. One comes where no fact of the week stands out." in seen
    assert "*Pricing* five questions" in seen
    stage.clicks_in_form(OMAR, "Open…", "pricing")
    assert PAYS in stage.sees_form(OMAR)
    assert "Not asked yet." in stage.sees_form(OMAR)
    stage.clicks_in_form(OMAR, "Change the words…", "pricing-1")
    stage.fills_in(OMAR, words=OURS)
    seen = stage.sees_form(OMAR)
    assert OURS in seen
    assert "in your words" in seen
    assert PAYS not in seen
    stage.clicks_in_form(OMAR, "Switch off", "pricing-1")
    assert "Switched off by " in stage.sees_form(OMAR)
    assert kept(stage) == [("pricing-1", OURS, True)]
    stage.clicks_in_form(OMAR, "Undo the last change", "pricing-1")
    assert kept(stage) == [("pricing-1", OURS, False)]
    stage.clicks_in_form(OMAR, "Back to the first words", "pricing-1")
    assert PAYS in stage.sees_form(OMAR)
    assert kept(stage) == [("pricing-1", "", False)]
    assert verbs(stage) == [
        (OMAR, "changed"), (OMAR, "changed"), (OMAR, "undone"), (OMAR, "changed"),
    ]  # fmt: skip
    stage.passes(hours=1)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx prompts pricing")
    assert "Undo the last change" not in stage.sees_form(OMAR)


def test_it_is_asked_in_the_words_of_the_house_and_the_bank_says_what_came(stage: Stage) -> None:
    stage.types(OMAR, "/cx prompts")
    stage.clicks_in_form(OMAR, "Open…", "universal")
    stage.clicks_in_form(OMAR, "Change the words…", "universal-1")
    stage.fills_in(OMAR, words="If <!channel> sat here, what would they ask?")
    view = stage.workspace.view(OMAR)
    assert view
    assert "<!channel>" not in json.dumps(view.blocks)
    stage.closes(OMAR)
    told = stage.types(NORA, "/cx prompt now")
    assert "Asked in #executives" in told
    assert asked(stage) == [("universal-1", "If <!channel> sat here, what would they ask?")]
    stage.clicks(VICTOR, "Write it…")
    stage.fills_in(VICTOR, why="Why do I wait?")
    stage.types(NORA, "/cx prompts")
    assert "*Anything* five questions · asked once" in stage.sees_form(NORA)
    stage.clicks_in_form(NORA, "Open…", "universal")
    assert "Asked Mon 23 Nov as D-1: one has written an answer." in stage.sees_form(NORA)


def test_executives_read_it_and_others_do_not(stage: Stage) -> None:
    stage.types(NORA, "/cx prompts pricing")
    seen = stage.sees_form(NORA)
    assert PAYS in seen
    assert "Whoever looks after customers can change these." in seen
    assert "Change the words…" not in seen
    assert "Add a question…" not in seen
    assert "an executive or the CCO" in stage.types(TOM, "/cx prompts")


def test_a_question_of_ones_own_is_asked_with_the_answers_that_fit_it(stage: Stage) -> None:
    stage.types(OMAR, "/cx prompts outage")
    stage.clicks_in_form(OMAR, "Add a question…")
    words = "Do those on the old router know it from us?"
    stage.fills_in(OMAR, words=words, topic="outage", answers="told")
    assert words in stage.sees_form(OMAR)
    assert "your own" in stage.sees_form(OMAR)
    [(key, _, _)] = kept(stage)
    assert key == "outage-own-told-1"
    stage.clicks_in_form(OMAR, "Add a question…")
    refused = stage.fills_in(OMAR, words=f"  {words.upper()} ", topic="pricing", answers="who")
    assert "The bank asks that already." in refused
    stage.closes(OMAR)
    all_off_but(stage, key)
    assert words in stage.types(NORA, "/cx prompt now")
    assert asked(stage) == [(key, words)]
    card = "\n".join(stage.channel("#executives", NORA))
    assert "a question about what fails" in card
    stage.clicks(NORA, "They know…")
    stage.fills_in(NORA, why="We wrote to each of them")
    assert "D-1" in "\n".join(stage.channel("#executives", NORA))
    [row] = [each for each in rows(stage.duly.database, "questions") if each["is_own"]]
    assert (row["key"], row["topic"], row["answers"], row["words"], row["is_off"]) == (
        key, "outage", "told", words, False,
    )  # fmt: skip


def test_an_own_question_added_by_mistake_is_gone_again(stage: Stage) -> None:
    stage.types(OMAR, "/cx prompts vendor")
    stage.clicks_in_form(OMAR, "Add a question…")
    stage.fills_in(OMAR, words="Who calls them?", topic="vendor", answers="who")
    stage.clicks_in_form(OMAR, "Undo the last change", "vendor-own")
    assert "Who calls them?" not in stage.sees_form(OMAR)
    assert kept(stage) == []
    assert verbs(stage) == [(OMAR, "added"), (OMAR, "undone")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("x" * 10_000, "Enter at most 150 characters."),
        ("  \u200b ", "Please write a question."),
        ("?!", "Please write a question."),
    ],
)
def test_words_that_are_no_question_lose_nothing(stage: Stage, words: str, sentence: str) -> None:
    stage.types(OMAR, "/cx prompts pricing")
    stage.clicks_in_form(OMAR, "Change the words…", "pricing-1")
    assert sentence in stage.fills_in(OMAR, words=words)
    assert kept(stage) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_no_form_sends_is_refused_as_well(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        omar, nora = (people.find(session, TEAM, each) for each in (OMAR, NORA))
        assert omar
        assert nora
        with pytest.raises(LongQuestion, match="10,000 characters"):
            bank.reword(session, stage.now, omar, "pricing-1", "x" * 10_000)
        for forged in ("", "astrology-1", "pricing-own-told-7", "<!channel>"):
            with pytest.raises(UnreadableRequest):
                bank.switch(session, stage.now, omar, forged, off=True)
        with pytest.raises(NotYours):
            bank.switch(session, stage.now, nora, "pricing-1", off=True)
        with pytest.raises(NothingToUndo):
            bank.undo(session, stage.now, omar, "pricing-1")
        assert bank.switch(session, stage.now, omar, "pricing-1", off=True)
        assert not bank.switch(session, stage.now, omar, "pricing-1", off=True), "twice is once"
        assert bank.reword(session, stage.now, omar, "pricing-2", "Who  pays?\nAnd who does not?")
        assert not bank.reword(session, stage.now, omar, "pricing-2", "Who pays? And who does not?")
        with pytest.raises(KnownQuestion, match="and it is switched off"):
            bank.reword(session, stage.now, omar, "pricing-3", PAYS)
    assert kept(stage) == [
        ("pricing-1", "", True), ("pricing-2", "Who pays? And who does not?", False),
    ]  # fmt: skip


def test_all_switched_off_nothing_is_asked_and_the_bank_says_so(stage: Stage) -> None:
    stage.types(NORA, "/cx prompt weekly monday 9:30")
    all_off_but(stage)
    stage.types(OMAR, "/cx prompts")
    assert "All questions are switched off" in stage.sees_form(OMAR)
    assert "nothing was asked. `/cx prompts` shows them." in stage.types(NORA, "/cx prompt now")
    stage.passes(days=15)
    assert asked(stage) == []


def test_an_outage_is_asked_about_only_while_there_is_one(stage: Stage) -> None:
    all_off_but(stage, "outage-1")
    assert "nothing was asked" in stage.types(NORA, "/cx prompt now")
    stage.types(OMAR, "/cx issue Nobody can log in in Billing sev 1 private")
    assert "nothing was asked" in stage.types(NORA, "/cx prompt now"), "private says nothing"
    stage.types(OMAR, "/cx issue Nobody can pay in Billing sev 2")
    stage.types(NORA, "/cx prompt now")
    assert [key for key, _ in asked(stage)] == ["outage-1"]


def all_off_but(stage: Stage, *keys: str) -> None:
    """Without fifty clicks: the row is what a click leaves."""
    with stage.duly.database.write() as session:
        for number, key in enumerate([each for each in BY_KEY if each not in keys], start=100):
            row = HouseQuestion(
                team_id=TEAM, number=number, key=key, is_off=True, created_by=OMAR,
                created_at=stage.now, changed_by=OMAR, changed_at=stage.now,
            )  # fmt: skip
            session.add(row)
