"""A running practice workspace for tests, and a tiny app made of slack_sdk to talk with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.practice.show import site
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.people import People
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served, serve
from bot.practice.slack.workspace import Workspace

SCOPES = [
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
]
EVENTS = ["app_home_opened", "app_mention", "user_change", "message.channels", "channel_archive"]


def manifest(scopes: list[str] = SCOPES, **app_home: bool) -> dict[str, Any]:
    return {
        "display_information": {"name": "Duly"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True} | app_home,
            "slash_commands": [
                {"command": "/cx", "description": "Promises", "should_escape": True},
                {"command": "/raw", "description": "As typed"},
            ],
            "shortcuts": [
                {"name": "New task", "type": "global", "callback_id": "new"},
                {"name": "Make this a task", "type": "message", "callback_id": "make"},
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
            "event_subscriptions": {"bot_events": EVENTS},
        },
    }


def workspace(**options: Any) -> Workspace:
    options.setdefault("rates", Rates(enabled=False))
    return Workspace(options.pop("manifest", manifest()), SAMPLE, **options)


@contextmanager
def running(**options: Any) -> Iterator[Served]:
    with serve(workspace(**options), site.add) as served:
        yield served


def client(served: Served, token: str = "xoxb-practice") -> WebClient:  # noqa: S107
    return WebClient(token, base_url=served.api_url, retry_handlers=[])


def section(text: str, **fields: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **fields}


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, label: str = "Go", **fields: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": words(label), **fields}


def text_input(block_id: str, **fields: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(block_id),
        "element": element,
        **fields,
    }


def form(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": words("A task"),
        "submit": words("Save"),
        "blocks": list(blocks) or [text_input("title")],
        **fields,
    }


Answering = Callable[[str, dict[str, Any]], Any]


class App:
    """The app's side of Socket Mode: keeps what it receives, answers with what `answering` says.

    `answering(type, payload)` returns the payload of the acknowledgement, or False for none.
    """

    def __init__(
        self,
        served: Served,
        answering: Answering = lambda _type, _payload: None,
        ping_interval: float = 5,
    ) -> None:
        self.received: list[SocketModeRequest] = []
        self.served = served
        self.workspace = served.workspace
        self.people = People(served.workspace)
        self.web = client(served)
        self._answering = answering
        self.socket = SocketModeClient(
            "xapp-practice", web_client=client(served), ping_interval=ping_interval
        )
        self.socket.socket_mode_request_listeners.append(self._receive)

    def _receive(self, socket: Any, request: SocketModeRequest) -> None:
        self.received.append(request)
        answer = self._answering(request.type, request.payload)
        if answer is not False:
            socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        return [r.payload for r in self.received if kind in (r.type, r.payload.get("type"))]

    def __enter__(self) -> App:
        self.socket.connect()
        assert self.workspace.wait_until(lambda: self.workspace.delivery.connected)
        return self

    def __exit__(self, *_: object) -> None:
        close(self.socket, self.workspace)


def close(socket: SocketModeClient, store: Workspace) -> None:
    """Close a client of slack_sdk at once; alone it takes four seconds, waiting in its reads."""
    socket.auto_reconnect_enabled = False
    socket.default_auto_reconnect_enabled = False
    store.delivery.sockets.cut()
    socket.message_processor.event.set()
    socket.message_queue.put(None)
    closing = threading.Thread(target=_close, args=[socket], daemon=True)
    closing.start()
    while closing.is_alive():
        # A reconnection under way brings a new session after `close` has ended the old one.
        socket.current_session_state.terminated = True
        closing.join(0.01)


def _close(socket: SocketModeClient) -> None:
    # Its own threads may have closed the connection between its look and its deed.
    with suppress(AttributeError):
        socket.close()


@contextmanager
def connected(answering: Answering = lambda _type, _payload: None, **options: Any) -> Iterator[App]:
    with running(**options) as served, App(served, answering) as app:
        yield app


class HttpApp:
    """The app's side of signed HTTP: keeps each request, answers as `answering` says.

    `answering(headers, body)` returns (status, content type, body).
    """

    def __init__(
        self, answering: Callable[[Any, str], tuple[int, str, str]] = lambda _h, _b: (200, "", "")
    ) -> None:
        self.received: list[tuple[dict[str, str], str]] = []
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                received.append((dict(self.headers), body))
                status, kind, answer = answering(self.headers, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer.encode())))
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def __enter__(self) -> HttpApp:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
