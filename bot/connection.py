"""Slack over its socket: deliveries come in and answers go out on a connection that we opened."""

from __future__ import annotations

import time
from contextvars import ContextVar
from queue import Queue
from typing import Any

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import send_response
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import Duly


class _Stamped(str):
    """What came over the socket, with when it did (`time.perf_counter`)."""

    arrived: float


class _Arrivals(Queue[Any]):
    """The queue of the library's client, into which the socket's only reader puts all that comes.

    From here deliveries wait for one of ten threads, and Slack counts that time as well.
    """

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Put something in, a delivery with its time."""
        if isinstance(item, str):
            item = _Stamped(item)
            item.arrived = time.perf_counter()
        super().put(item, block, timeout)


_ARRIVED: ContextVar[float | None] = ContextVar("arrived", default=None)


def _note_arrival(_client: BaseSocketModeClient, _message: dict[str, Any], raw: str | None) -> None:
    """The library calls this in the thread, and right before, it has a delivery handled."""
    _ARRIVED.set(raw.arrived if isinstance(raw, _Stamped) else None)


class Connection(SocketModeHandler):
    """Bolt's socket, whose deliveries are checked before Bolt sees them, as those over HTTP are."""

    def __init__(self, duly: Duly, app_token: str) -> None:
        super().__init__(duly.app, app_token)
        self._duly = duly
        self.client.message_queue = _Arrivals()
        self.client.message_listeners.append(_note_arrival)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one delivery; Slack itself is on the other side, so it is not signed."""
        began = time.time()
        arrived = _ARRIVED.get() or time.perf_counter()
        send_response(client, req, self._duly.receive(req.payload, arrived), began)
