"""How the pretend Slack reaches an app: over sockets, over signed HTTP, and again when in doubt."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.practice.slack.clock import Clock
from bot.practice.slack.people import People
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from tests.practice import Answering, App, HttpApp, client, connected, running, workspace


def impatient(url: str | None = None) -> Workspace:
    """A workspace that waits a third of a second for answers and repeats events at once."""
    return workspace(request_url=url, ack_seconds=0.3, retry_delays=(0, 0.01, 0.01))


@contextmanager
def connected_to(store: Workspace, answering: Answering) -> Iterator[App]:
    with serve(store) as served, App(served, answering) as app:
        yield app


def deaf(_kind: str, _payload: dict[str, Any]) -> bool:
    """Never acknowledges anything."""
    return False


def test_a_command_over_a_socket_is_answered_with_the_acknowledgement() -> None:
    def answering(kind: str, payload: dict[str, Any]) -> dict[str, str]:
        return {"text": f"{kind}: {payload['text']}"}

    with connected(answering) as app:
        answer = app.people.command("U0SARA", "C0BILLING", "/cx list")
        assert answer.ok
        assert [note.text for note in app.workspace.notes("U0SARA")] == ["slash_commands: list"]
        assert app.received[0].accepts_response_payload


def test_a_command_that_nobody_acknowledges_fails_for_the_person() -> None:
    store = impatient()
    with connected_to(store, deaf) as app:
        answer = app.people.command("U0SARA", "C0BILLING", "/cx list")
        assert answer.outcome == "operation_timeout"
        note = store.notes("U0SARA")[-1]
        assert (note.author, note.text) == (
            "USLACKBOT",
            '/cx failed with the error "operation_timeout"',
        )


def test_without_any_socket_the_person_is_told_at_once() -> None:
    with running() as served:
        answer = People(served.workspace).command("U0SARA", "C0BILLING", "/cx list")
        assert answer.outcome == "dispatch_failed"
        assert "dispatch_failed" in served.workspace.notes("U0SARA")[-1].text


def test_each_payload_goes_to_one_of_the_open_sockets() -> None:
    with connected() as first, App(first.served) as second:
        for _ in range(10):
            assert first.people.command("U0SARA", "C0BILLING", "/cx list").ok
        assert (len(first.received), len(second.received)) == (5, 5)


def test_the_eleventh_socket_is_sent_away() -> None:
    with running() as served, ExitStack() as stack:
        web = client(served, "xapp-practice")
        frames = []
        for _ in range(11):
            url = web.apps_connections_open(app_token="xapp-practice")["url"]
            socket = stack.enter_context(connect(url))
            frames.append(json.loads(socket.recv(5)))
        assert {frame["type"] for frame in frames[:10]} == {"hello"}
        assert (frames[10]["type"], frames[10]["reason"]) == ("disconnect", "too_many_websockets")


def test_a_ticket_opens_one_socket_only() -> None:
    with running() as served:
        web = client(served, "xapp-practice")
        url = web.apps_connections_open(app_token="xapp-practice")["url"]
        with connect(url) as socket:
            assert json.loads(socket.recv(5))["connection_info"]["app_id"] == "A0DULY"
            with pytest.raises(InvalidStatus), connect(url):
                pass


def test_a_client_that_is_told_to_reconnect_comes_back() -> None:
    with connected() as app:
        app.workspace.delivery.sockets.disconnect("refresh_requested")
        before = app.socket.session_id()
        assert app.workspace.wait_until(lambda: app.socket.session_id() != before)
        assert app.workspace.wait_until(
            lambda: app.people.command("U0SARA", "C0BILLING", "/cx list").ok
        )


def test_an_event_carries_who_it_is_for() -> None:
    with connected() as app:
        app.people.change_profile("U0SARA", tz="America/New_York")
        assert app.workspace.wait_until(lambda: app.received)
        payload = app.received[0].payload
        assert payload["type"] == "event_callback"
        assert payload["authorizations"][0]["user_id"] == "U0DULY"
        assert payload["event"]["user"]["tz"] == "America/New_York"
        assert not app.received[0].accepts_response_payload


def test_events_that_the_manifest_does_not_ask_for_are_not_sent() -> None:
    with connected() as app:
        app.people.say("U0NORA", "C0EXEC", "a private word")
        app.people.say("U0SARA", "C0BILLING", "a public word")
        assert app.workspace.wait_until(lambda: app.received)
        texts = [payload["event"]["text"] for payload in app.payloads("events_api")]
        assert texts == ["a public word"]


def test_an_unacknowledged_event_is_repeated_three_times_with_the_same_id() -> None:
    store = impatient()
    with connected_to(store, deaf) as app:
        app.people.change_profile("U0SARA", title="Lead")
        assert store.wait_until(lambda: len(app.received) == 4)
        assert [r.retry_attempt for r in app.received] == [0, 1, 2, 3]
        assert {r.retry_reason for r in app.received[1:]} == {"timeout"}
        assert len({r.payload["event_id"] for r in app.received}) == 1


def test_everything_can_be_delivered_several_times_at_once() -> None:
    with connected() as app:
        app.workspace.faults.deliver_times(3)
        app.people.command("U0SARA", "C0BILLING", "/cx list")
        app.people.change_profile("U0SARA", title="Lead")
        assert app.workspace.wait_until(lambda: len(app.received) == 6)
        assert len({p["trigger_id"] for p in app.payloads("slash_commands")}) == 1
        assert len({p["event_id"] for p in app.payloads("events_api")}) == 1


def test_cut_sockets_come_back_by_themselves() -> None:
    with running() as served, App(served, ping_interval=0.1) as app:
        app.workspace.delivery.sockets.cut()
        assert not app.workspace.delivery.connected
        assert app.workspace.wait_until(lambda: app.workspace.delivery.connected)


def test_waiting_for_an_answer_does_not_hold_up_the_web_api() -> None:
    release = Event()

    def answering(_kind: str, _payload: dict[str, Any]) -> None:
        release.wait(2)

    with connected(answering) as app:
        clicks = [
            Thread(target=app.people.command, args=("U0SARA", "C0BILLING", "/cx list"))
            for _ in range(50)
        ]
        for click in clicks:
            click.start()
        begun = time.monotonic()
        app.web.auth_test()
        spent = time.monotonic() - begun
        release.set()
        for click in clicks:
            click.join()
    assert spent < 0.5


def test_http_requests_are_signed_and_form_encoded() -> None:
    with HttpApp() as app:
        store = workspace(request_url=app.url)
        assert People(store).command("U0SARA", "C0BILLING", "/cx list & more").ok
        headers, body = app.received[0]
        store.close()
    assert SignatureVerifier("practice-signing-secret").is_valid_request(body, headers)
    fields = {key: values[0] for key, values in parse_qs(body).items()}
    assert (fields["command"], fields["text"]) == ("/cx", "list &amp; more")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_an_http_answer_in_plain_text_is_shown() -> None:
    with HttpApp(lambda _headers, _body: (200, "text/plain", "noted")) as app:
        store = workspace(request_url=app.url)
        People(store).command("U0SARA", "C0BILLING", "/cx list")
        assert store.notes("U0SARA")[-1].text == "noted"
        store.close()


def test_the_address_must_echo_the_challenge() -> None:
    def echo(_headers: Any, body: str) -> tuple[int, str, str]:
        return 200, "application/json", json.dumps({"challenge": json.loads(body)["challenge"]})

    with HttpApp(echo) as app:
        store = workspace(request_url=app.url)
        assert store.delivery.verify_url()
        store.close()
    with HttpApp() as silent:
        store = workspace(request_url=silent.url)
        assert not store.delivery.verify_url()
        store.close()


def test_an_event_over_http_is_repeated_with_the_reason_until_it_is_accepted() -> None:
    answers = iter([(500, "text/plain", "no"), (200, "text/plain", "")])
    with HttpApp(lambda _headers, _body: next(answers)) as app:
        store = impatient(app.url)
        People(store).change_profile("U0SARA", title="Lead")
        assert store.wait_until(lambda: len(app.received) == 2)
        first, second = (headers for headers, _ in app.received)
        store.close()
    assert "X-Slack-Retry-Num" not in first
    assert second["X-Slack-Retry-Num"] == "1"
    assert second["X-Slack-Retry-Reason"]


def test_an_unreachable_address_fails_at_once() -> None:
    store = workspace(request_url="http://127.0.0.1:9/nobody")
    answer = People(store).command("U0SARA", "C0BILLING", "/cx list")
    assert answer.outcome == "dispatch_failed"
    store.close()


def test_event_times_follow_the_pretend_clock() -> None:
    clock = Clock()
    with connected(clock=clock) as app:
        clock.move_to(clock.now().replace(year=2031))
        app.people.open_home("U0SARA")
        assert app.workspace.wait_until(lambda: app.received)
        assert app.received[0].payload["event_time"] >= 1_900_000_000
        assert (
            client(app.served)
            .chat_postMessage(channel="C0BILLING", text="x")["ts"]
            .startswith("19")
        )
