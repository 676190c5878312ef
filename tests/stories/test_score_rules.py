"""What scorecards are read by is a house rule of their time: goals, how many, and who is paid."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from handlers.chasing import policy as policies
from handlers.people import access
from handlers.speech.setup_errors import WrongRule
from storage.history import Event
from tests.cast import BEN, MARIA, MONDAY, OMAR, SARA, TEAM
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_frozen import chain, live, on_server

FEBRUARY = MONDAY + timedelta(days=72)
WHY = "We have looked at it for a quarter"


def changes(stage: Stage, **rules: Any) -> None:
    """The CCO switches house rules on, with a reason."""
    with stage.duly.database.write() as session:
        omar = access.recognise(session, TEAM, OMAR)
        policies.change(session, stage.now, omar, {"scores": rules}, reason=WHY)


def content(stage: Stage, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(chain(stage.duly.database)[number - 1].content)
    return found


def test_goals_stand_beside_the_figures_and_in_the_record(stage: Stage) -> None:
    changes(stage, goals={"kept_first": 85, "answered": 90})
    live(stage)
    read = stage.types(SARA, "/cx score november")
    assert "\nMeasure | November | October | of | goal\n" in read
    assert "\nKept on the day first given | 75 %, likely 47 to 91 % | – | 12 | 85 %\n" in read
    assert "\nAnswered in time | 75 %, likely 47 to 91 % | – | 12 | 90 %\n" in read
    assert "\nReminders until an answer | 0.0 | – | 18 | –\n" in read
    changes(stage, goals={"kept_first": 70})
    assert stage.types(SARA, "/cx score november") == read
    on_server(stage, "2026-11", "Billing")
    assert content(stage, 1)["goals"] == {"answered": 90, "kept_first": 85}
    assert "| 12 | 85 %" in stage.types(SARA, "/cx score november")


def test_of_fewer_than_the_house_says_there_is_no_score(stage: Stage) -> None:
    changes(stage, minimum=13)
    live(stage)
    read = stage.types(SARA, "/cx score november")
    assert "Kept on the day first given | too few | – | 12 of 13" in read
    on_server(stage, "2026-11", "Billing")
    changes(stage, minimum=5)
    assert stage.types(SARA, "/cx score november").split("\n")[2:] == read.split("\n")[2:]
    (row,) = [each for each in rows(stage.duly.database, "scorecards") if each["met"] == 9][:1]
    assert (row["of"], row["score"]) == (12, None)


def test_what_is_paid_by_is_said_before_it_begins(stage: Stage) -> None:
    """Said on 2 December: not of November, nor of the quarter that runs, but of the next."""
    live(stage)
    assert "· trial: shown, not paid" in stage.types(SARA, "/cx score november")
    changes(stage, paid_from="2026-q4")
    on_server(stage, "2026-11", "Billing")
    assert content(stage, 1)["trial"] is True
    assert "· trial: shown, not paid" in stage.types(SARA, "/cx score november")
    assert "· trial: shown, not paid" in stage.types(SARA, "/cx score Q4")
    assert "· trial: shown, not paid" in stage.types(SARA, "/cx score 2026-12-01 to 2026-12-02")
    stage.passes(until=MONDAY + timedelta(days=44))
    for each in range(1, 13):
        stage.types(BEN, f"/cx task Send invoice {each} to @sara by friday for Acme")
    changes(stage, paid_from="never")
    stage.passes(until=FEBRUARY)
    assert "· somebody is paid by it" in stage.types(SARA, "/cx score january")
    on_server(stage, "2027-01", "Billing")
    assert content(stage, 2)["trial"] is False
    assert [
        (row["period"], row["trial"])
        for row in rows(stage.duly.database, "scorecards")
        if row["measure"] == "kept_first"
    ] == [("2026-11", True), ("2027-01", False)]
    assert "· trial: shown, not paid" in stage.types(SARA, "/cx score february")
    with stage.duly.database.read() as session:
        told = session.exec(select(Event).where(Event.noun == "policy"))
        said = [(each.actor, each.details["after"]) for each in told]
    assert said == [
        (OMAR, {"scores.paid_from": "2026-Q4"}), (OMAR, {"scores.paid_from": "never"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"paid_from": "2027"}, {"paid_from": "2027-13"}, {"paid_from": "soon <!channel>"},
        {"paid_from": 7}, {"minimum": 4}, {"minimum": "ten"}, {"goals": {"kept_first": 101}},
        {"goals": {"kept_first": -1}}, {"minimum": 9.5},
    ],
)  # fmt: skip
def test_what_no_rule_can_be_is_refused(stage: Stage, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongRule):
        changes(stage, **wrong)


def test_the_form_of_the_house_rules_has_them(stage: Stage) -> None:
    stage.types(OMAR, "/cx rules")
    read = stage.sees_form(OMAR)
    assert "Of fewer than 10 things no score is said." in read
    assert "Scorecards are on trial: shown, not paid by." in read
    stage.types(MARIA, "/cx rules")
    assert "There are no goals yet." in stage.sees_form(MARIA)
    stage.clicks_in_form(OMAR, "Change…", "scores")
    said = stage.fills_in(OMAR, **{
        "scores.minimum": "8", "scores.goals": "85, 0, 90, 95, 0", "scores.paid_from": "2027-Q1",
    })  # fmt: skip
    assert "Paid" in said or "paid" in said
