"""Somebody who decides answers a survey: that counts as heard, and nobody is asked in vain."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.customers import surveys as room
from handlers.customers.surveys import GivenAnswer
from storage import customers, surveys
from storage.surveys import CameBy
from tests.cast import BEN, OMAR, SARA, TEAM, VICTOR
from tests.stage import Stage
from tests.stories.test_contacts import (
    asked,
    contact,
    falls_silent,
    hearings,
    lead,
    list_of,
    name,
    page,
    stands,
)
from tests.stories.test_surveys import opens, responses


def answers(
    stage: Stage, day: str, person: str = "Jana Weiss", *, known_as: str = "r-1", score: int = 9
) -> None:
    """A survey tool brings what somebody at Acme answered on a day."""
    with stage.duly.database.write() as session:
        survey = surveys.named(session, TEAM, "Autumn survey")
        customer = customers.named(session, TEAM, "Acme")
        assert survey is not None
        said = GivenAnswer(
            survey=survey, customer=customer, person=person, score=score, words="It works",
            external_id=known_as, on=date.fromisoformat(day), came=CameBy.SURVEY,
        )  # fmt: skip
        room.keep(session, stage.now, None, said, stage.now.date())


def named(stage: Stage, **fields: object) -> None:
    """A survey is open, Ben leads Acme, and Jana Weiss decides there."""
    opens(stage)
    stage.closes(OMAR)
    lead(stage, "Acme", BEN)
    name(stage, **{"heard_on": "2026-11-03", "heard_by": BEN, "how": "call", **fields})
    stage.closes(BEN)


def calls(stage: Stage) -> list[tuple[str, str, str | None]]:
    """What was asked about contacts but for who decides."""
    return [each for each in asked(stage) if each[0] != "who"]


def test_an_answer_to_a_survey_counts_as_heard_and_ends_the_question(stage: Stage) -> None:
    named(stage)
    falls_silent(stage)
    assert calls(stage) == [("reach", BEN, None)]
    assert "Nobody has heard Jana Weiss since Tue 3 Nov." in stage.reads_all(BEN)
    today = stage.now.date()

    answers(stage, today.isoformat(), "  jana WEISS ")
    one = contact(stage)
    assert (one.state, one.heard_on, one.heard_by, one.heard_how, one.quiet_from) == (
        "named", today, None, "survey", today,
    )  # fmt: skip
    assert calls(stage) == [("reach", BEN, "answered")]
    # The talk of before, of which only the day was known, stays one as well.
    talk, heard = hearings(stage)
    assert (talk.heard_on, talk.heard_by, talk.through) == (date(2026, 11, 3), BEN, "call")
    # Their words stay with the answer.
    assert (heard.heard_on, heard.heard_by, heard.through, heard.said, heard.felt) == (
        today, "", "survey", "", None,
    )  # fmt: skip
    assert "decides: heard Wed 25 Nov, a survey that they answered" in page(stage, BEN)
    assert "Nobody who decides has been silent for longer" in list_of(stage, OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx story P-1")
    stands(stage)

    # The same once more, an older one, and one of the same day change nothing.
    answers(stage, today.isoformat())
    answers(stage, "2026-11-20", known_as="r-2")
    answers(stage, today.isoformat(), known_as="r-3")
    assert len(responses(stage)) == 3
    assert len(hearings(stage)) == 2
    assert contact(stage).heard_on == today


def test_whoever_answered_before_they_were_named_is_not_asked_after(stage: Stage) -> None:
    opens(stage)
    stage.closes(OMAR)
    answers(stage, "2026-11-19")
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-02", heard_by=BEN, how="call")
    one = contact(stage)
    assert (one.heard_on, one.heard_how) == (date(2026, 11, 19), "survey")
    falls_silent(stage)
    assert not calls(stage)
    stands(stage)


def test_an_address_is_a_name_as_well(stage: Stage) -> None:
    named(stage, address="Jana.Weiss@acme.example")
    answers(stage, "2026-11-20", "jana.weiss@ACME.example")
    assert contact(stage).heard_on == date(2026, 11, 20)
    answers(stage, "2026-11-21", "Somebody Else", known_as="r-2")
    answers(stage, "2026-11-21", "", known_as="r-3")
    assert contact(stage).heard_on == date(2026, 11, 20)
    assert len(hearings(stage)) == 2


def test_a_day_that_was_given_stays_a_promise(stage: Stage) -> None:
    named(stage)
    falls_silent(stage)
    stage.clicks(BEN, "I'll call by Tue 1 Dec")
    assert contact(stage).state == "promised"
    answers(stage, stage.now.date().isoformat())
    one = contact(stage)
    assert (one.state, one.heard_on, one.call_on is None) == ("promised", stage.now.date(), False)
    assert calls(stage) == [("reach", BEN, "answered"), ("calling", BEN, None)]
    stands(stage)


def test_whoever_is_not_there_any_more_is_not_heard(stage: Stage) -> None:
    named(stage)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "Not there any more…")
    stage.fills_in(BEN, happened="not known", successor="I don't know")
    assert contact(stage).state == "gone"
    answers(stage, "2026-11-22")
    assert contact(stage).heard_on == date(2026, 11, 3)
    assert not hearings(stage)


@pytest.mark.parametrize("came", ["call", "visit"])
def test_what_somebody_wrote_down_of_a_talk_is_a_talk(stage: Stage, came: str) -> None:
    named(stage, sponsor=VICTOR)
    stage.types(SARA, "/cx voices")
    stage.clicks_answer(SARA, "Add an answer…")
    stage.fills_in(
        SARA, customer="Acme", person="Jana Weiss", came=came, said="It works", score="9",
        scale="recommend-10",
    )  # fmt: skip
    one = contact(stage)
    assert (one.heard_on, one.heard_by, one.heard_how) == (stage.now.date(), SARA, came)
    assert f"by @sara, a {came}" in page(stage, BEN)
