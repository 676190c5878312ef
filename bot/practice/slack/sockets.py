"""Socket Mode: the app holds WebSockets open, and Slack sends through any one of them.

docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import itertools
import json
import logging
import secrets
import threading
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.practice.slack.objects import Json

EnvelopeType = Literal["slash_commands", "interactive", "events_api"]
AckOutcome = Literal["acknowledged", "operation_timeout", "dispatch_failed"]

ACK_SECONDS = 3.0
MOST_SOCKETS = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What came back from the app: acknowledged in time or not, and with which payload.

    Attributes:
        outcome: acknowledged, or why not.
        payload: what the acknowledgement carried; empty when it carried nothing.
        retry: whether an event may be repeated.
        error: what the person reads when something went wrong.
    """

    outcome: AckOutcome
    payload: Json | None = None
    retry: bool = True
    error: str = ""

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time."""
        return self.outcome == "acknowledged"


class Sockets:
    """The sockets that the app holds open.

    Args:
        app_id: told to the app in the greeting.
        ack_seconds: how long to wait for an acknowledgement.
    """

    def __init__(self, app_id: str, ack_seconds: float) -> None:
        self._app_id = app_id
        self._ack_seconds = ack_seconds
        self._lock = threading.Lock()
        self._tickets: set[str] = set()
        self._links: list[_Link] = []
        self._turn = itertools.count()
        self._waiting: dict[str, Future[Json | None]] = {}

    def __len__(self) -> int:
        """How many sockets are open."""
        return len(self._links)

    def new_ticket(self) -> str:
        """A one-time ticket for one WebSocket."""
        ticket = secrets.token_hex(16)
        with self._lock:
            self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket, ticket: str) -> None:
        """Speak Socket Mode with one connection until it ends."""
        with self._lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
        if not known:
            await websocket.close(code=4000)
            return
        await websocket.accept()
        link = _Link(websocket, asyncio.get_running_loop())
        with self._lock:
            full = len(self._links) >= MOST_SOCKETS
            if not full:
                self._links.append(link)
        if full:
            await websocket.send_text(_disconnect_frame("too_many_websockets"))
            await websocket.close()
            return
        try:
            await websocket.send_text(self._hello())
            while True:
                self._receive(await websocket.receive_text())
        except WebSocketDisconnect:
            log.debug("The app closed a socket.")
        finally:
            with self._lock:
                if link in self._links:
                    self._links.remove(link)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Say goodbye on every socket and close it, as Slack does every few hours.

        The reason "warning" only announces it.
        """
        for link in list(self._links):
            link.post(_disconnect_frame(reason))
        if reason != "warning":
            self.cut()

    def cut(self) -> None:
        """Close every socket without a word."""
        for link in list(self._links):
            with self._lock:
                if link in self._links:
                    self._links.remove(link)
            link.close()

    def _hello(self) -> str:
        return json.dumps(
            {
                "type": "hello",
                "num_connections": len(self._links),
                "debug_info": {
                    "host": "practice",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": self._app_id},
            }
        )

    def _receive(self, text: str) -> None:
        if not text.startswith("{"):
            return
        frame = json.loads(text)
        with self._lock:
            future = self._waiting.pop(str(frame.get("envelope_id")), None)
        if future is not None:
            _settle(future, frame.get("payload") or {})

    def send(self, kind: EnvelopeType, payload: Json, attempt: int, reason: str) -> Answer:
        """Send one envelope and wait for its acknowledgement."""
        accepts = kind == "slash_commands" or payload.get("type") in (
            "view_submission",
            "block_suggestion",
        )
        envelope: Json = {
            "envelope_id": secrets.token_hex(16),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason and "timeout"}
        future: Future[Json | None] = Future()
        with self._lock:
            links = list(self._links)
            self._waiting[envelope["envelope_id"]] = future
        try:
            if not self._post_to_one(links, json.dumps(envelope)):
                return Answer("dispatch_failed")
            acked = future.result(self._ack_seconds)
        except FutureTimeoutError:
            return Answer("operation_timeout")
        finally:
            with self._lock:
                self._waiting.pop(envelope["envelope_id"], None)
        if acked is None:
            return Answer("operation_timeout")
        return Answer("acknowledged", acked if accepts else {})

    def _post_to_one(self, links: list["_Link"], text: str) -> bool:
        """Send to one of the sockets, each in its turn; dead ones are passed over."""
        if not links:
            return False
        start = next(self._turn)
        return any(links[(start + i) % len(links)].post(text) for i in range(len(links)))

    def give_up(self) -> None:
        """Tell everyone who waits that no answer came."""
        with self._lock:
            waiting = list(self._waiting.values())
        for future in waiting:
            _settle(future, None)


class _Link:
    """One WebSocket of the app, usable from any thread."""

    def __init__(self, websocket: WebSocket, loop: asyncio.AbstractEventLoop) -> None:
        self._websocket = websocket
        self._loop = loop

    def post(self, text: str) -> bool:
        """Send a frame; False when the socket is gone."""
        sending = asyncio.run_coroutine_threadsafe(self._websocket.send_text(text), self._loop)
        try:
            sending.result(ACK_SECONDS)
        except (WebSocketDisconnect, RuntimeError, FutureTimeoutError):
            return False
        return True

    def close(self) -> None:
        """Close without waiting for the other side."""
        asyncio.run_coroutine_threadsafe(self._websocket.close(), self._loop)


def _settle(future: "Future[Json | None]", value: Json | None) -> None:
    with contextlib.suppress(InvalidStateError):  # the repeat of an answer changes nothing
        future.set_result(value)


def _disconnect_frame(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "practice"}})
