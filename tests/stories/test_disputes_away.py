"""A disputed figure is answered while the CCO is away, and taken back by whoever disputed it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.practice.slack.objects import Message
from tests.cast import LEE, MARIA, NORA, OMAR, SARA, TOM
from tests.stage import Stage
from tests.stories.test_disputes import CARD, asked, disputed, disputes_it, figures, freeze
from tests.stories.test_frozen import chain, live, on_server
from tests.stories.test_quarters import ELEVENTH, NEW_YEAR, begin, in_channel
from tests.stories.test_score_rules import changes

AWAY = "/cx away until 10 dec, @nora stands in"
UNTIL = "Omar Haddad is away until Thu 10 Dec"


def frozen(stage: Stage) -> None:
    live(stage)
    on_server(stage, "2026-11", "Billing")


@pytest.mark.both
def test_who_stands_in_for_the_cco_answers_it(stage: Stage) -> None:
    frozen(stage)
    stage.types(OMAR, AWAY)
    said = disputes_it(stage)
    assert f"{UNTIL}, so I ask Nora Lindqvist, who stands in. You read the answer here" in said
    assert asked(stage) == [(NORA, None)]
    stage.passes(days=1)
    assert "Maria disputes *kept on the day first given*: “T-10 was with" in stage.reads_all(NORA)
    assert "[Correct it…] [Keep it, because…]" in stage.reads_all(NORA)
    stage.clicks(NORA, "Correct it…")
    assert "“T-10 was with Logistics since Tuesday”" in stage.sees_form(NORA)
    assert stage.fills_in(NORA, course="It counts as kept", reason="It was handed over") == ""
    wrong, right = chain(stage.duly.database)
    assert (wrong.frozen_by, right.frozen_by, figures(right)) == ("", NORA, [10, 12, 0])
    assert asked(stage) == [(NORA, "answered")]
    assert [(each.state, each.answered_by) for each in disputed(stage)] == [("corrected", NORA)]
    stage.passes(days=1)
    assert "Nora corrected F-1" in stage.reads(MARIA)[-1]
    stage.types(NORA, "/cx F-1")
    assert "The answer: “It was handed over”" in stage.sees_form(NORA)


def test_it_goes_back_to_the_cco_who_is_back(stage: Stage) -> None:
    frozen(stage)
    stage.types(OMAR, AWAY)
    stage.types(MARIA, CARD)
    stage.clicks_answer(MARIA, "Dispute…")
    assert "Omar Haddad, or whoever stands in for them, corrects it" in stage.sees_form(MARIA)
    stage.closes(MARIA)
    disputes_it(stage)
    stage.closes(MARIA)
    assert asked(stage) == [(NORA, None)]
    stage.types(OMAR, "/cx back")
    stage.passes(hours=1)
    assert asked(stage) == [(OMAR, None)]
    stage.types(NORA, "/cx F-1")
    assert not any("[Correct it…]" in each for each in stage.reads(NORA)[-1:])
    stage.types(OMAR, "/cx F-1")
    assert "[Correct it…]" in stage.sees_form(OMAR)


def test_what_was_asked_before_goes_to_who_stands_in(stage: Stage) -> None:
    frozen(stage)
    disputes_it(stage)
    assert asked(stage) == [(OMAR, None)]
    stage.types(OMAR, AWAY)
    stage.passes(hours=1)
    assert asked(stage) == [(NORA, None)]


def test_nobody_answers_for_the_cco_what_they_dispute_themselves(stage: Stage) -> None:
    frozen(stage)
    stage.types(OMAR, "/cx away until 10 dec, @maria stands in")
    said = disputes_it(stage)
    assert f"{UNTIL}, and nobody answers it before. The answer is due" in said
    assert asked(stage) == [(OMAR, None)]
    stage.passes(days=1)
    assert asked(stage) == [(OMAR, None)]
    stage.types(MARIA, "/cx F-1")
    assert "[Take it back]" in stage.sees_form(MARIA)
    assert "[Correct it…]" not in stage.sees_form(MARIA)
    stage.types(OMAR, "/cx back")
    stage.passes(days=1)
    stage.clicks(OMAR, "Keep it, because…")
    assert stage.fills_in(OMAR, reason="It came back on Thursday") == ""
    assert [each.state for each in disputed(stage)] == ["kept"]


def test_whoever_disputed_it_by_mistake_undoes_that(stage: Stage) -> None:
    freeze(stage)
    disputes_it(stage)
    stage.closes(MARIA)
    for who, told in (
        (LEE, "Maria Costa did that to F-1"),
        (SARA, "That is for"),
        (TOM, "That is"),
    ):
        assert told in stage.types(who, "/cx undo F-1")
        assert [each.state for each in disputed(stage)] == ["open"]
    assert "Taken back: F-1" in stage.types(MARIA, "/cx undo")
    assert [each.state for each in disputed(stage)] == ["withdrawn"]
    assert asked(stage) == [(OMAR, "withdrawn")]
    assert "F-1 is answered: taken back." in stage.types(MARIA, "/cx undo F-1")
    disputes_it(stage)
    stage.closes(MARIA)
    stage.passes(hours=1)
    assert "more than ten minutes ago, so F-2 stays as it is" in stage.types(MARIA, "/cx undo F-2")
    assert [each.state for each in disputed(stage)] == ["withdrawn", "open"]
    assert [each[1] for each in asked(stage)] == ["withdrawn", None]


def newest(stage: Stage, words: str) -> Message:
    """The newest message in the channel of Billing that has these words."""
    place = stage.workspace.named("#billing").id
    return [
        each
        for each in stage.workspace.messages(place)
        if words in stage.workspace.plain(each, OMAR)
    ][-1]


def test_posts_come_on_a_working_day_and_say_who_may_dispute(stage: Stage) -> None:
    begin(stage)
    changes(stage, freeze_days=9)
    live(stage)
    assert "will be frozen on Mon 11 Jan" in stage.types(MARIA, "/cx score Billing Q4")
    stage.passes(until=NEW_YEAR + timedelta(minutes=5))
    posted = newest(stage, "fourth quarter")
    stage.presses(SARA, posted, "Dispute…")
    assert "That is for Maria Costa or Lee Park to do" in stage.sees_form(SARA)
    stage.presses(OMAR, posted, "Dispute…")
    assert "You answer what is disputed" in stage.sees_form(OMAR)
    assert disputed(stage) == []
    stage.presses(MARIA, posted, "Dispute…")
    assert "Which figure?" in stage.sees_form(MARIA)
    stage.closes(MARIA)
    stage.passes(until=ELEVENTH - timedelta(minutes=5))
    assert [each.period for each in chain(stage.duly.database)] == []
    stage.passes(until=ELEVENTH + timedelta(minutes=5))
    assert len(in_channel(stage, "fourth quarter, frozen")) == 1
