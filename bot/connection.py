"""Slack over its socket: deliveries come in and answers go out on a connection that we opened."""

from __future__ import annotations

import time

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import send_response
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.app import Duly


class Connection(SocketModeHandler):
    """Bolt's socket, whose deliveries are checked before Bolt sees them, as those over HTTP are."""

    def __init__(self, duly: Duly, app_token: str) -> None:
        super().__init__(duly.app, app_token)
        self._duly = duly

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Answer one delivery; Slack itself is on the other side, so it is not signed."""
        began = time.time()
        send_response(client, req, self._duly.receive(req.payload, time.perf_counter()), began)
