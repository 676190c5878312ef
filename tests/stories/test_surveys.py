"""What customers answer is kept once, with who may read it, and nothing of a bad one is lost."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from handlers.customers import surveys as room
from handlers.customers.surveys import GivenAnswer, NewSurvey
from storage import customers, people, surveys
from storage.history import Event
from storage.people import Standing
from storage.surveys import Respondent, Survey, SurveyQuestion, SurveyResponse
from tests.cast import BEN, DIEGO, NORA, OMAR, SARA, TEAM
from tests.exported import rows
from tests.stage import Stage


def responses(stage: Stage) -> list[SurveyResponse]:
    with stage.duly.database.read() as session:
        query = select(SurveyResponse).order_by(col(SurveyResponse.response_id))
        return list(session.exec(query))


def known(stage: Stage) -> list[Survey]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Survey).order_by(col(Survey.survey_id))))


def names(stage: Stage) -> list[str]:
    with stage.duly.database.read() as session:
        return sorted(each.name for each in session.exec(select(Respondent)))


def opens(stage: Stage, user: str = OMAR, **fields: object) -> str:
    """Somebody opens the autumn survey."""
    stage.types(user, "/cx voices")
    stage.clicks_answer(user, "New survey…")
    return stage.fills_in(
        user, **{"name": "Autumn survey", "question": "recommend-10", "asked": "31", **fields}
    )


def adds(stage: Stage, user: str = SARA, **fields: object) -> str:
    """Somebody writes down what Karim Haddad of Globex answered."""
    stage.types(user, "/cx voices")
    stage.clicks_answer(user, "Add an answer…")
    return stage.fills_in(
        user,
        **{
            "customer": "Globex", "person": "Karim Haddad", "came": "call",
            "said": "It works", "score": "9", "scale": "recommend-10", **fields,
        },
    )  # fmt: skip


def _listed(stage: Stage, user: str) -> str:
    """The surveys, as the button under what customers say tells them."""
    return stage.clicks_answer(user, "Surveys…")


def test_an_answer_is_kept_with_who_gave_it(stage: Stage) -> None:
    assert "Nobody has answered anything yet." in stage.types(SARA, "/cx voices")
    assert "*Autumn survey* is open." in opens(stage, closes="2026-12-10")
    said = adds(stage, scale="Autumn survey: Would they recommend us? 0 to 10")
    assert "Noted: *Globex*, Karim Haddad: 9 of 10." in said
    [one] = responses(stage)
    [survey] = known(stage)
    assert (survey.name, survey.question, survey.highest, survey.asked) == (
        "Autumn survey", "recommend", 10, 31,
    )  # fmt: skip
    assert (one.survey_id, one.score, one.words, one.came, one.received_by) == (
        survey.survey_id, 9, "It works", "call", SARA,
    )  # fmt: skip
    assert one.answered_on.isoformat() == "2026-11-23"
    assert names(stage) == ["Karim Haddad"]
    stage.closes(SARA)
    listed = stage.types(NORA, "/cx voices")
    assert "31 asked, 1 answered · asked by name" in listed
    assert "closes Thu 10 Dec" in listed
    # What people read everywhere says nothing of who said what.
    assert "Karim" not in listed
    assert "It works" not in listed
    with stage.duly.database.read() as session:
        told = [str(each.details) for each in session.exec(select(Event))]
    assert not any("Karim" in each or "It works" in each for each in told)


def test_what_is_heard_by_the_way_has_a_survey_of_its_own(stage: Stage) -> None:
    adds(stage, score="", scale=None)
    stage.closes(SARA)
    adds(stage, score="3 of 5", scale="easy-5", person="karim haddad", feels="let down")
    assert [each.name for each in known(stage)] == [
        "In conversation", "In conversation: was it easy, 1 to 5",
    ]  # fmt: skip
    first, second = responses(stage)
    assert (first.score, second.score, second.feels) == (None, 3, "let down")
    assert names(stage) == ["Karim Haddad"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"score": "11"}, "11 is not on a scale from 0 to 10."),
        ({"score": "-1"}, "-1 is not on a scale from 0 to 10."),
        ({"score": "3 of 5"}, "3 of 5 is not on a scale from 0 to 10."),
        ({"score": "lots"}, "“lots” is no score."),
        ({"score": "3.5"}, "“3.5” is no score."),
        ({"scale": None}, "Please choose on which scale that is."),
        ({"score": "", "said": "…"}, "Please write down what they said, or which score they gave."),
    ],
)
def test_what_cannot_be_kept_says_why_under_its_field(
    stage: Stage, fields: dict[str, object], sentence: str
) -> None:
    assert sentence in adds(stage, **fields)
    assert responses(stage) == []


def test_a_survey_is_opened_once_and_on_a_day_to_come(stage: Stage) -> None:
    opens(stage)
    stage.closes(OMAR)
    assert "There is a survey of that name already." in opens(stage, name="AUTUMN  survey")
    stage.closes(OMAR)
    assert "another name" in opens(stage, name="In conversation")
    stage.closes(OMAR)
    assert "That day is over." in opens(stage, name="Winter", closes="2026-11-01")
    stage.closes(OMAR)
    assert "a whole number" in opens(stage, name="Winter", asked="some")
    assert [each.name for each in known(stage)] == ["Autumn survey"]


def test_hostile_words_stay_words(stage: Stage) -> None:
    said = adds(stage, person="<!channel> *Kim*", said="<!here> " + "\u202e" + "x" * 2_900)
    # Look-alikes take the place of what would format or call.
    assert "∗Kim∗" in said
    [one] = responses(stage)
    assert one.words.startswith("<!here> xx")


def test_a_survey_without_names_keeps_nobody(stage: Stage) -> None:
    opens(stage, named="without")
    stage.types(NORA, "/cx voices")
    assert "Would they recommend us? 0 to 10 · without names" in _listed(stage, NORA)
    with stage.duly.database.write() as session:
        sara, globex = people.find(session, TEAM, SARA), customers.named(session, TEAM, "Globex")
        survey = surveys.named(session, TEAM, "autumn survey")
        assert sara
        assert survey
        said = GivenAnswer(survey, globex, "Karim Haddad", 3, "Late", "a-1")
        assert room.keep(session, stage.now, sara, said, stage.now.date()).is_new
        assert not room.keep(session, stage.now, sara, said, stage.now.date()).is_new
    [one] = responses(stage)
    assert (one.customer_id, one.respondent_id, names(stage)) == (None, None, [])
    # Under five nobody reads one of them, and nobody reads how many there are.
    assert "fewer than five answered" in stage.types(NORA, "/cx voices")
    assert rows(stage.duly.database, "responses") == []
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        for place in range(2, 6):
            said = GivenAnswer(survey, None, "", 3, "Late", f"a-{place}")
            room.keep(session, stage.now, sara, said, stage.now.date())
    assert "5 answered" in stage.types(NORA, "/cx voices")
    found = rows(stage.duly.database, "responses")
    assert [each["id"] for each in found] == ["a-1", "a-2", "a-3", "a-4", "a-5"]
    # A form that adds an answer asks for the customer, so it offers no such survey.
    stage.closes(OMAR)
    stage.types(SARA, "/cx voices")
    stage.clicks_answer(SARA, "Add an answer…")
    assert not [each for each in stage.finds(SARA, "scale") if "Autumn" in each]


def test_members_open_no_surveys_and_guests_keep_no_answers(stage: Stage) -> None:
    assert "New survey" not in str(stage.types(SARA, "/cx voices"))
    with stage.duly.database.write() as session:
        diego = people.find(session, TEAM, DIEGO)
        assert diego
        diego.standing = Standing.GUEST
        session.add(diego)
    assert "Nobody has answered" not in stage.types(DIEGO, "/cx voices")
    assert known(stage) == []


def test_answers_go_out_to_who_may_read_them(stage: Stage) -> None:
    adds(stage)
    [row] = rows(stage.duly.database, "responses")
    assert (row["customer"], row["person"], row["score"], row["words"]) == (
        "Globex", "Karim Haddad", 9, "It works",
    )  # fmt: skip
    [survey] = rows(stage.duly.database, "surveys")
    assert (survey["question"], survey["lowest"], survey["highest"], survey["named"]) == (
        "recommend", 0, 10, True,
    )  # fmt: skip
    assert rows(stage.duly.database, "responses", as_person=BEN) == []


def test_an_answer_of_the_same_id_counts_once(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        new = NewSurvey("Autumn", SurveyQuestion.SATISFIED)
        survey = room.open_survey(session, stage.now, omar, new)
        globex = customers.named(session, TEAM, "Globex")
        today = stage.now.date()
        one = room.keep(
            session, stage.now, None, GivenAnswer(survey, globex, score=4, external_id="r-1"), today
        )
        two = room.keep(
            session, stage.now, None, GivenAnswer(survey, globex, score=1, external_id="r-1"), today
        )
        assert (one.is_new, two.is_new) == (True, False)
        assert one.response.response_id == two.response.response_id
    assert [each.score for each in responses(stage)] == [4]
