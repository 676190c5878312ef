"""From when on something stands out that executives are asked about is a house rule."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from handlers.chasing import policy as policies
from handlers.executives.prompts import facts
from handlers.executives.prompts.facts.rules import Fact, FactKind
from handlers.people import access
from handlers.speech.setup_errors import UnknownRule, WrongRule
from storage.inquiries import Inquiry
from tests.cast import NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage

WHY = "Two are nothing here"


def changes(stage: Stage, **rules: Any) -> None:
    """The CCO switches house rules on, with a reason."""
    with stage.duly.database.write() as session:
        omar = access.recognise(session, TEAM, OMAR)
        policies.change(session, stage.now, omar, {"questions": rules}, reason=WHY)


def true_now(stage: Stage, kind: FactKind) -> Fact | None:
    with stage.duly.database.write() as session:
        return facts.loudest(session, stage.now, TEAM, of=[kind])


def test_the_page_says_them_and_changes_them(stage: Stage) -> None:
    stage.types(OMAR, "/cx policy")
    seen = stage.sees_form(OMAR)
    assert "A hand-off stands out that was returned twice in four weeks." in seen
    assert "A department is quiet with three late answers or more, and none given in seven" in seen
    assert "Who tells customers of an outage is asked after one hour." in seen
    stage.clicks_in_form(OMAR, "Change…", "questions")
    stage.fills_in(OMAR, **{"questions.returned": "3", "questions.untold_hours": "0"})
    assert "A hand-off is returned so often: 2 → 3" in stage.sees_form(OMAR)
    stage.fills_in(OMAR, why=WHY)
    with stage.duly.database.read() as session:
        found = policies.of(session, TEAM).questions
    assert (found.returned, found.untold_hours, found.quiet_days) == (3, 0, 7)
    stage.types(VICTOR, "/cx policy")
    assert "Who tells customers of an outage is asked at once." in stage.sees_form(VICTOR)


def test_a_hand_off_stands_out_as_often_as_the_house_says(stage: Stage) -> None:
    changes(stage, returned=3)
    stage.types(OMAR, "/cx task Find the parcel to @sara by friday for Globex")
    for times in (1, 2, 3):
        assert true_now(stage, FactKind.BOUNCE) is None, times
        stage.types(SARA, "/cx handoff T-1 to Logistics because it is theirs")
        stage.types(TOM, "/cx return T-1 because not ours")
    assert true_now(stage, FactKind.BOUNCE) is not None
    changes(stage, returned=4)
    assert true_now(stage, FactKind.BOUNCE) is None


def test_an_outage_is_asked_about_after_the_hours_of_the_house(stage: Stage) -> None:
    changes(stage, untold_hours=3)
    stage.types(NORA, "/cx prompt weekly monday 9:30")
    stage.types(SARA, "/cx issue Nobody can log in for Acme in Billing sev 1")
    stage.passes(hours=2)
    with stage.duly.database.read() as session:
        assert not session.exec(select(Inquiry)).all()
    stage.passes(hours=1.5)
    with stage.duly.database.read() as session:
        assert [each.fact for each in session.exec(select(Inquiry))] == ["outage"]


def test_a_gain_and_those_nobody_spoke_of_are_asked_about_as_the_house_says(stage: Stage) -> None:
    changes(stage, gain_days=2, decisions=1)
    stage.types(NORA, "/cx impact Ship twice a day", "#executives")
    stage.clicks(VICTOR, "Better for customers", "D-1")
    stage.fills_in(VICTOR, why="They get it sooner", tiers=["key"])
    stage.passes(days=1)
    assert true_now(stage, FactKind.GAIN) is None
    missing = true_now(stage, FactKind.SEGMENT)
    assert missing is not None
    assert missing.subject in ("tier:strategic", "tier:beachhead")
    stage.passes(days=2)
    assert true_now(stage, FactKind.GAIN) is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "rules",
    [
        {"returned": 0}, {"returned": 51}, {"cause_days": 91}, {"quiet_days": "soon"},
        {"late_answers": 1.5}, {"decisions": True}, {"untold_hours": -1}, {"gain_days": 10**9},
    ],
)  # fmt: skip
def test_what_no_rule_can_be_changes_nothing(stage: Stage, rules: dict[str, object]) -> None:
    with pytest.raises(WrongRule):
        changes(stage, **rules)
    with pytest.raises(UnknownRule):
        changes(stage, shouted=3)
    with stage.duly.database.read() as session:
        assert policies.of(session, TEAM).questions == policies.rules.Policy().questions
