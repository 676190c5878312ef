"""Misbehaviour on request, as a client of the Web API meets it."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.slack.faults import Faults
from bot.practice.slack.server import Served
from tests.practice import client, running

DROPPED = (http.client.RemoteDisconnected, ConnectionResetError)


@pytest.fixture(scope="module")
def serving() -> Iterator[Served]:
    with running() as served:
        yield served


@pytest.fixture
def served(serving: Served) -> Iterator[Served]:
    yield serving
    serving.workspace.faults.clear()


def texts(served: Served) -> list[str]:
    return [message.text for message in served.workspace.messages("C0BILLING")]


def post(web: WebClient, text: str) -> None:
    web.chat_postMessage(channel="C0BILLING", text=text)


def test_a_connection_dropped_before_the_work_leaves_no_message(served: Served) -> None:
    served.workspace.faults.fail_next(how="drop_before", method="chat.postMessage")
    with pytest.raises(DROPPED):
        post(client(served), "never")
    assert "never" not in texts(served)
    post(client(served), "next")
    assert "next" in texts(served)


def test_a_connection_dropped_after_the_work_leaves_the_message(served: Served) -> None:
    served.workspace.faults.fail_next(how="drop_after")
    with pytest.raises(DROPPED):
        post(client(served), "there")
    assert texts(served).count("there") == 1


def test_the_default_client_of_slack_sdk_doubles_a_message_when_the_line_drops(
    served: Served,
) -> None:
    served.workspace.faults.fail_next(how="drop_after")
    post(WebClient("xoxb-practice", base_url=served.api_url), "double")
    assert texts(served).count("double") == 2


def test_a_server_error_is_an_html_page(served: Served) -> None:
    served.workspace.faults.fail_next(2, how="error_500", channel="C0BILLING")
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(client(served), "lost")
        assert caught.value.response.status_code == 500
    assert "lost" not in texts(served)


def test_a_fatal_error_may_come_after_the_work(served: Served) -> None:
    served.workspace.faults.fail_next(how="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        post(client(served), "posted all the same")
    assert "posted all the same" in texts(served)


def test_the_cursor_of_a_list_may_be_forgotten(served: Served) -> None:
    served.workspace.faults.fail_next(how="invalid_cursor", method="users.list")
    web = client(served)
    first = web.users_list(limit=3)
    following = first["response_metadata"]["next_cursor"]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        web.users_list(limit=3, cursor=following)
    assert web.users_list(limit=3, cursor=following)["members"] != first["members"]


def test_a_given_method_and_channel_can_be_limited(served: Served) -> None:
    served.workspace.faults.fail_next(
        None, how="ratelimited", method="chat.postMessage", channel="C0BILLING", retry_after=17
    )
    with pytest.raises(SlackApiError) as caught:
        post(client(served), "no")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "17"
    assert client(served).chat_postMessage(channel="C0SALES", text="yes")["ok"]
    assert client(served).auth_test()["ok"]


def test_history_can_lag_behind_by_pretend_seconds(served: Served) -> None:
    served.workspace.faults.lag_history(20)
    web = client(served)
    ts = web.chat_postMessage(channel="C0BILLING", text="late")["ts"]

    def shown() -> bool:
        messages = web.conversations_history(channel="C0BILLING")["messages"]
        return ts in [message["ts"] for message in messages]

    assert not shown()
    served.workspace.clock.forward(timedelta(seconds=21))
    assert shown()


def test_answers_can_be_slow(served: Served) -> None:
    served.workspace.faults.delay_answers(0.2)
    begun = time.monotonic()
    client(served).auth_test()
    assert time.monotonic() - begun >= 0.2


def test_chance_is_repeatable() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.fail_next(None, how="error_500", probability=0.5)
        return [faults.strike("m", None) is not None for _ in range(50)]

    assert strikes(1) == strikes(1) != strikes(2)
    assert 10 < sum(strikes(1)) < 40


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown fault"):
        Faults().fail_next(how="explode")  # type: ignore[arg-type]
