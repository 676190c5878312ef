"""Slack's side of the wire, for tests of what comes in: signed requests, and those of strangers."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.cast import OMAR, TEAM
from tests.stage import SECRET, Stage


def signed(
    body: bytes, *, secret: str = SECRET, age: float = 0, stamp: str | None = None
) -> dict[str, str]:
    """The headers by which Slack proves that it sent these bytes `age` seconds ago.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    stamp = str(int(time.time() - age)) if stamp is None else stamp
    digest = hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), hashlib.sha256)
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }


class Wire:
    """Slack's side of the app's address: what is sent is signed, what comes back is seen."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.address = urlsplit(str(stage.workspace.delivery.request_url))

    def post(
        self, body: str, kind: str, *, secret: str = SECRET, age: float = 0
    ) -> tuple[int, str]:
        raw = body.encode()
        return self.send(raw, {"Content-Type": kind, **signed(raw, secret=secret, age=age)})

    def send(
        self, body: bytes | Iterable[bytes], headers: dict[str, str], method: str = "POST"
    ) -> tuple[int, str]:
        """Send whatever somebody may send; what is no bytes goes in chunks without a length."""
        connection = HTTPConnection(self.address.netloc, timeout=30)
        connection.request(method, self.address.path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text

    def command(self, text: str, trigger: str = "", **how: Any) -> tuple[int, str]:
        return self.post(*self.a_command(text, trigger), **how)

    def a_command(self, text: str, trigger: str = "") -> tuple[str, str]:
        body = {
            "team_id": TEAM,
            "user_id": OMAR,
            "channel_id": "C0BILLING",
            "command": "/cx",
            "text": self.stage.people.escaped(text, labels=True),
            "trigger_id": trigger or self.stage.workspace.tickets.new_trigger(OMAR),
        }
        return urlencode(body), "application/x-www-form-urlencoded"

    def an_interaction(self, user: str = OMAR, **payload: Any) -> tuple[str, str]:
        who = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}}
        trigger = {"trigger_id": self.stage.workspace.tickets.new_trigger(user)}
        body = {"payload": json.dumps({**who, **trigger, **payload})}
        return urlencode(body), "application/x-www-form-urlencoded"

    def a_click(self, verb: str, value: str, user: str) -> tuple[str, str]:
        action = {"type": "button", "action_id": verb, "value": value, "block_id": "b"}
        return self.an_interaction(user, type="block_actions", actions=[action], channel={"id": ""})

    def a_form(self, **values: str) -> tuple[str, str]:
        states = {name: {name: {"value": value}} for name, value in values.items()}
        view = {
            "id": "V1",
            "hash": "1.abc",
            "type": "modal",
            "callback_id": "task.send",
            "state": {"values": states},
            "blocks": [{"type": "input", "block_id": name} for name in values],
        }
        return self.an_interaction(type="view_submission", view=view)

    def an_event(self, **event: Any) -> tuple[str, str]:
        body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        return json.dumps(body), "application/json"
