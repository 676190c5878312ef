"""Somebody who acts before the directory has brought them is known a moment later."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot import newcomers, routes
from bot.incoming import Refused
from bot.practice.slack.objects import User
from handlers.speech.request import Request
from storage import people
from storage.people import Standing
from tests.cast import TEAM
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHO = {
    "a colleague": (User("U1NEW", "newt", "Newt Marsh"), Standing.MEMBER),
    "a guest": (User("U1NEW", "newt", "Newt Marsh", is_restricted=True), Standing.GUEST),
    "of Acme": (User("U1NEW", "newt", "Newt Marsh", home_team="T0ACME"), Standing.STRANGER),
    "nobody": (None, Standing.STRANGER),
}


def reports(stage: Stage, key: str, verb: str = "issue") -> object:
    text = "Billing" if verb == "department" else "Refund lost"
    request = Request(team_id=TEAM, user_id="U1NEW", verb=verb, key=key, text=text)
    return stage.duly.incoming.carry_out(routes.VERBS[verb], request)


def standing(stage: Stage) -> str:
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, "U1NEW")
    assert person
    return person.standing


@pytest.mark.parametrize(("user", "is_now"), WHO.values(), ids=WHO)
def test_a_newcomer_is_looked_up(stage: Stage, user: User | None, is_now: Standing) -> None:
    if user:
        stage.workspace.add_user(user)
    answer = reports(stage, "first", "department")
    assert isinstance(answer, Refused)
    assert "Please try again in a minute" in answer.words
    assert not isinstance(reports(stage, "second"), Refused), "what they say is not lost"
    assert standing(stage) == Standing.NEWCOMER
    assert newcomers.look_up(stage.duly.slack, stage.duly.database, stage.now) == 1
    assert standing(stage) == is_now
    assert newcomers.look_up(stage.duly.slack, stage.duly.database, stage.now) == 0
    assert isinstance(reports(stage, "third", "department"), Refused) == (is_now != Standing.MEMBER)


def test_while_slack_does_not_answer_they_stay_newcomers(stage: Stage) -> None:
    reports(stage, "first")
    stage.workspace.faults.fail_next(5, how="fatal_error", method="users.info")
    with pytest.raises(SlackApiError):
        newcomers.look_up(stage.duly.slack, stage.duly.database, stage.now)
    assert standing(stage) == Standing.NEWCOMER
