"""A survey tool delivers answers: each is kept once, and what is not signed opens nothing."""

from __future__ import annotations

import base64
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select
from starlette.datastructures import Headers

from bot import survey_door, webhooks
from storage.issues import Issue
from storage.survey_keys import SurveyKey
from tests.cast import BEN, NORA, OMAR, TEAM
from tests.stage import Stage
from tests.stories.test_low_scores import call, found_issues, lead
from tests.stories.test_surveys import names, opens, responses
from tests.wire import Wire

KARIM: dict[str, Any] = {
    "survey": "Autumn survey", "id": "r-1041", "customer": "Globex", "person": "Karim Haddad",
    "score": 9, "words": "It works", "answered_on": "2026-11-20",
}  # fmt: skip


class Tool:
    """A survey tool with its key, as the CCO gave it."""

    def __init__(self, stage: Stage, name: str = "Our survey tool") -> None:
        self.stage = stage
        stage.types(OMAR, "/cx voices")
        stage.clicks_answer(OMAR, "Surveys…")
        stage.clicks_in_form(OMAR, "Webhook…")
        said = stage.fills_in(
            OMAR, name=name, survey="Autumn survey: Would they recommend us? 0 to 10"
        )
        key, path = re.search(r"whsec_(\S+)`", said), re.search(r"`(/surveys/\S+)`", said)
        assert key
        assert path
        self.secret, self.path = key[1], path[1]
        stage.closes(OMAR)

    def delivers_at_once(self, *contents: Any) -> list[int]:
        """Several answers at the same moment, each signed; the statuses."""
        start = Barrier(len(contents))
        _, _, team, key = self.path.split("/")

        def deliver(number: int) -> int:
            body = json.dumps(contents[number]).encode()
            sent, stamp = f"msg_at_once_{number}", str(int(time.time()))
            signature = webhooks.sign(self.secret, sent, stamp, body).decode()
            said = {webhooks.ID: sent, webhooks.STAMP: stamp, webhooks.SIGNATURE: signature}
            start.wait()
            arrived = time.perf_counter()
            return survey_door.answer(
                team, key, self.stage.duly, Headers(said), body, arrived
            ).status_code

        with ThreadPoolExecutor(len(contents)) as tools:
            return list(tools.map(deliver, range(len(contents))))

    def delivers(
        self, content: Any, *, secret: str = "", age: float = 0, sent: str = "msg_1",
        path: str = "", **headers: str,
    ) -> tuple[int, str]:  # fmt: skip
        """Send something, signed; what is no text goes as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        stamp = str(int(time.time() - age))
        signature = webhooks.sign(secret or self.secret, sent, stamp, body).decode()
        said = {
            webhooks.ID: sent, webhooks.STAMP: stamp, webhooks.SIGNATURE: signature, **headers,
        }  # fmt: skip
        connection = HTTPConnection(Wire(self.stage).address.netloc, timeout=30)
        connection.request("POST", path or self.path, body, said)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        self.stage.settle()
        return response.status, text


@pytest.fixture
def tool(stage: Stage) -> Tool:
    opens(stage)
    stage.closes(OMAR)
    return Tool(stage)


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    # https://github.com/standard-webhooks/standard-webhooks: the vector of its libraries.
    secret, sent, stamp = (
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
    )
    body = b'{"test": 2432232314}'
    signature = webhooks.sign(secret, sent, stamp, body).decode()
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert webhooks.is_signed(secret, sent, stamp, f"v1,aaaa {signature}", body, 1614265330)
    for at in (1614265330 - 301, 1614265330 + 301):
        assert not webhooks.is_signed(secret, sent, stamp, signature, body, at)
    for wrong in ("", "v1", "v1,", "v2," + signature[3:], "\u0663", "v1,\udcff", " " * 2_000):
        assert not webhooks.is_signed(secret, sent, stamp, wrong, body, 1614265330), wrong
    assert not webhooks.is_signed(secret, "", stamp, signature, body, 1614265330)
    assert not webhooks.is_signed(secret, sent, "1e9", signature, body, 1614265330)
    assert not webhooks.is_signed(secret, sent, stamp, signature, body + b" ", 1614265330)


def test_an_answer_comes_signed_and_is_kept_once(stage: Stage, tool: Tool) -> None:
    assert tool.delivers(KARIM) == (200, "")
    assert tool.delivers(KARIM, sent="msg_2") == (200, "")
    assert tool.delivers({**KARIM, "score": 1}, sent="msg_3") == (200, "")
    [one] = responses(stage)
    assert (one.external_id, one.score, one.words, one.came) == ("r-1041", 9, "It works", "survey")
    assert (one.answered_on.isoformat(), one.received_by) == ("2026-11-20", "")
    assert names(stage) == ["Karim Haddad"]


def test_one_answer_that_comes_several_times_at_once_is_kept_once(stage: Stage, tool: Tool) -> None:
    lead(stage, "Globex", BEN)
    assert tool.delivers_at_once(*[{**KARIM, "score": 3}] * 4) == [200] * 4
    assert [each.external_id for each in responses(stage)] == ["r-1041"]
    assert names(stage) == ["Karim Haddad"]
    assert len(found_issues(stage)) == 1


def test_low_scores_of_one_customer_at_once_are_one_issue(stage: Stage, tool: Tool) -> None:
    lead(stage, "Globex", BEN)
    low = [{**KARIM, "id": f"r-{number}", "score": number} for number in range(4)]
    assert tool.delivers_at_once(*low) == [200] * 4
    assert [each.issue_number for each in responses(stage)] == [1] * 4
    assert len(found_issues(stage)) == 1
    assert call(stage).person_id == BEN


def test_a_low_score_that_is_delivered_is_called(stage: Stage, tool: Tool) -> None:
    lead(stage, "Globex", BEN)
    assert tool.delivers({**KARIM, "score": 3})[0] == 200
    with stage.duly.database.read() as session:
        [issue] = session.exec(select(Issue))
    assert issue.created_by == OMAR
    assert "*Globex: Karim Haddad gave 3 of 10.*" in stage.reads_all(BEN)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"score": 11}, "11 is not on a scale from 0 to 10."),
        ({"score": "many"}, "“many” is no score."),
        ({"id": ""}, "as `id`"),
        ({"id": None}, "as `id`"),
        ({"id": "r" * 301}, "has room for 300 characters"),
        ({"customer": "Globexx"}, "Nobody knows a customer called “Globexx”."),
        ({"survey": "Summer"}, "This key is for answers to “Autumn survey” alone."),
        ({"answered_on": "2026-12-24"}, "That day has not come yet."),
        ({"answered_on": "soon"}, ""),
        ({"score": "", "words": ""}, "which score they gave"),
        ({"words": "x" * 100_001}, "there is room for 100,000"),
        ({"person": "x" * 201}, ""),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(
    stage: Stage, tool: Tool, changed: dict[str, Any], sentence: str
) -> None:
    status, said = tool.delivers({**KARIM, **changed})
    assert (status, responses(stage)) == (422, [])
    assert sentence in said


def test_a_long_answer_is_kept_whole(stage: Stage, tool: Tool) -> None:
    words = "<!channel> " + "é" * 90_000
    assert tool.delivers({**KARIM, "words": words}) == (200, "")
    [one] = responses(stage)
    assert one.words == words


def test_what_is_not_signed_just_now_opens_nothing(stage: Stage, tool: Tool) -> None:
    other = base64.b64encode(b"x" * 24).decode()
    assert tool.delivers(KARIM, secret=other)[0] == 401
    assert tool.delivers(KARIM, age=301)[0] == 401
    assert tool.delivers(KARIM, age=-301)[0] == 401
    assert tool.delivers(KARIM, **{webhooks.SIGNATURE: ""})[0] == 401
    unknown = f"/surveys/{TEAM}/{'0' * 32}"
    for path in (unknown, f"/surveys/T0OTHER/{tool.path.rpartition('/')[2]}", "/surveys/x/y"):
        assert tool.delivers(KARIM, path=path)[0] == 401
    assert tool.delivers(b"{")[0] == 400
    assert tool.delivers(b"[1]")[0] == 400
    assert tool.delivers(b"[" * 100_000)[0] == 400
    assert tool.delivers(b"\xff")[0] == 400
    assert tool.delivers(b"x" * 10_000_000)[0] == 413
    assert responses(stage) == []
    # The CCO reads of it once a day.
    stage.passes(days=1.2)
    told = [each for each in stage.reads(OMAR) if "wrong signature" in each]
    assert len(told) == 1
    assert "Four deliveries to *Autumn survey* (Our survey tool) had a wrong signature" in told[0]


def test_what_is_refused_is_told_with_its_sentence(stage: Stage, tool: Tool) -> None:
    tool.delivers({**KARIM, "customer": "Globexx"})
    stage.passes(days=1.2)
    told = [each for each in stage.reads(OMAR) if "could not be kept" in each]
    assert len(told) == 1
    assert "Nobody knows a customer called “Globexx”." in told[0]
    assert not [each for each in stage.reads(NORA) if "could not be kept" in each]


def test_a_new_key_of_the_same_name_takes_its_place(stage: Stage, tool: Tool) -> None:
    newer = Tool(stage)
    assert newer.secret != tool.secret
    assert tool.delivers(KARIM)[0] == 401
    assert newer.delivers(KARIM)[0] == 200
    other = Tool(stage, "Another tool")
    assert newer.delivers({**KARIM, "id": "2"})[0] == 200
    assert other.delivers({**KARIM, "id": "3"})[0] == 200
    with stage.duly.database.read() as session:
        ended = [each.ended_at is not None for each in session.exec(select(SurveyKey))]
    assert sorted(ended) == [False, False, True]


def test_without_names_nobody_is_kept(stage: Stage) -> None:
    opens(stage, named="without")
    stage.closes(OMAR)
    tool = Tool(stage)
    assert tool.delivers({**KARIM, "customer": "Nobody at all", "score": 1}) == (200, "")
    [one] = responses(stage)
    assert (one.customer_id, one.respondent_id, names(stage)) == (None, None, [])
