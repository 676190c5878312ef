"""What Slack hands out with an interaction: leave to open a form, and an address to answer to."""

import secrets
import threading
import time
from typing import Any

from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import ReplyAddress, Trigger

TRIGGER_SECONDS = 3.0
REPLY_SECONDS = 30 * 60
REPLY_USES = 5
KEPT = 20_000


class Tickets:
    """The trigger_ids and response_urls that are out; they age in real time, as at Slack."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._triggers: dict[str, Trigger] = {}
        self._replies: dict[str, ReplyAddress] = {}

    def new_trigger(self, user_id: str, view_id: str | None = None) -> str:
        """A trigger_id for what a person just did; `view_id` when it was done in a form."""
        digits = secrets.randbelow(10**12)
        name = f"{digits}.{digits % 997}.{secrets.token_hex(16)}"
        with self._lock:
            self._triggers[name] = Trigger(name, user_id, time.monotonic(), view_id)
            _forget_oldest(self._triggers)
        return name

    def use_trigger(self, trigger_id: str) -> Trigger:
        """Redeem a trigger_id, once and within three real seconds.

        SlackError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
        """
        with self._lock:
            trigger = self._triggers.get(trigger_id)
            if trigger is None:
                raise SlackError("invalid_trigger_id")
            if trigger.used:
                raise SlackError("exchanged_trigger_id")
            if time.monotonic() - trigger.born > TRIGGER_SECONDS:
                raise SlackError("expired_trigger_id")
            trigger.used = True
            return trigger

    def new_reply_address(
        self, user_id: str, channel_id: str, message_ts: str | None = None, *, is_note: bool = False
    ) -> str:
        """The id of a response_url for something that happened in a channel."""
        born = time.monotonic()
        reply = ReplyAddress(secrets.token_hex(12), user_id, channel_id, born, message_ts, is_note)
        with self._lock:
            self._replies[reply.id] = reply
            _forget_oldest(self._replies)
        return reply.id

    def use_reply_address(self, reply_id: str) -> ReplyAddress:
        """Use a response_url; SlackError expired_url after 30 minutes, used_url after 5 uses."""
        with self._lock:
            reply = self._replies.get(reply_id)
            if reply is None or time.monotonic() - reply.born > REPLY_SECONDS:
                raise SlackError("expired_url")
            if reply.uses >= REPLY_USES:
                raise SlackError("used_url")
            reply.uses += 1
            return reply


def _forget_oldest(entries: dict[str, Any]) -> None:
    while len(entries) > KEPT:
        del entries[next(iter(entries))]
