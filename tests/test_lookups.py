"""A look for a message reads the minutes in question, and comes to an end however slowly it may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import lookups
from bot.slack import Result, Verdict, call
from storage.outbox import POST, MessageState
from tests.cast import MARIA
from tests.test_sender import BILLING, Desk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HISTORY = "conversations.history"
Slack = Callable[[WebClient, str, dict[str, Any]], Result]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the history is asked for."""
    return _listen(monkeypatch, call)


def _listen(monkeypatch: pytest.MonkeyPatch, slack: Slack) -> list[dict[str, Any]]:
    queries: list[dict[str, Any]] = []

    def hear(client: WebClient, method: str, payload: dict[str, Any]) -> Result:
        if method == HISTORY:
            queries.append(payload)
        return slack(client, method, payload)

    monkeypatch.setattr(lookups, "call", hear)
    return queries


def _lose(desk: Desk, how: str = "drop_after") -> None:
    """A message of which nobody knows whether Slack has it."""
    desk.workspace.faults.fail_next(1, how=how, method=POST)  # type: ignore[arg-type]
    desk.write("hello")
    desk.run()
    assert desk.states() == [MessageState.IN_DOUBT]


def _chatter(desk: Desk, count: int) -> None:
    for number in range(count):
        desk.workspace.post(BILLING, MARIA, f"and {number}")


def test_after_an_outage_only_the_minutes_in_question_are_read(
    desk: Desk, asked: list[dict[str, Any]]
) -> None:
    _chatter(desk, 150)
    desk.clock.forward(timedelta(hours=2))
    _lose(desk)
    desk.clock.forward(timedelta(hours=3))
    _chatter(desk, 150)
    desk.run()
    assert (desk.seen(), desk.states()) == (["hello"], [MessageState.SENT])
    [query] = asked
    assert float(query["latest"]) - float(query["oldest"]) <= 300


def test_before_a_message_is_sent_again_the_look_has_no_later_end(
    desk: Desk, asked: list[dict[str, Any]]
) -> None:
    _lose(desk, "drop_before")
    desk.passes(40)
    assert desk.seen() == ["hello"]
    first, second = asked
    assert "latest" in first
    assert "latest" not in second


def _sold_but_unlisted(desk: Desk) -> Slack:
    """Slack for an app that is sold but not listed: one look a minute, at fifteen messages."""
    last: list[float] = []

    def slack(client: WebClient, method: str, payload: dict[str, Any]) -> Result:
        if method != HISTORY:
            return call(client, method, payload)
        now = desk.clock.now().timestamp()
        if last and now - last[-1] < 60:
            return Result(Verdict.HELD, {"error": "ratelimited"}, "Slack asked for a pause.", 60)
        last.append(now)
        return call(client, method, {**payload, "limit": min(15, payload["limit"])})

    return slack


@pytest.mark.parametrize("how", ["drop_after", "drop_before"])
def test_an_app_that_may_look_once_a_minute_comes_to_an_end(
    desk: Desk, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lose(desk, how)
    _chatter(desk, 100)
    _listen(monkeypatch, _sold_but_unlisted(desk))
    for _ in range(40):
        desk.clock.forward(timedelta(seconds=31))
        desk.run()
    assert (desk.seen(), desk.states()) == (["hello"], [MessageState.SENT])


def test_a_channel_where_very_much_was_written_is_read_in_several_tries(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, asked: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(lookups, "PAGE", 20)
    monkeypatch.setattr(lookups, "PAGES", 3)
    _lose(desk)
    _chatter(desk, 150)
    desk.passes(10)
    assert (desk.seen(), desk.states()) == (["hello"], [MessageState.SENT])
    cursors = [query.get("cursor") for query in asked]
    assert len(set(cursors)) == len(cursors) == 8, "no page is read twice"


def test_a_cursor_that_has_expired_begins_the_look_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "PAGE", 20)
    _lose(desk)
    _chatter(desk, 50)
    expired = iter(["expired"])

    def slack(client: WebClient, method: str, payload: dict[str, Any]) -> Result:
        if payload.get("cursor") and next(expired, None):
            return Result(Verdict.REFUSED, {"error": "invalid_cursor"}, "Slack said so.")
        return call(client, method, payload)

    _listen(monkeypatch, slack)
    desk.passes(40)
    assert (desk.seen(), desk.states()) == (["hello"], [MessageState.SENT])


def test_a_slack_that_gives_fifteen_at_most_is_asked_for_fifteen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slack(client: WebClient, method: str, payload: dict[str, Any]) -> Result:
        if payload.get("limit", 0) > 15:
            return Result(Verdict.REFUSED, {"error": "invalid_limit"}, "Slack said so.")
        return call(client, method, payload)

    queries = _listen(monkeypatch, slack)
    _lose(desk)
    _chatter(desk, 40)
    desk.passes(5)
    assert (desk.seen(), desk.states()) == (["hello"], [MessageState.SENT])
    assert [query["limit"] for query in queries] == [100, 15, 15, 15]
