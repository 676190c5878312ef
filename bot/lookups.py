"""Whether Slack has a message is looked up here, by the opaque key that every message carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.slack import Result, Verdict, call
from storage import outbox
from storage.outbox import Message

EVENT = "duly_message"
HISTORY, PAGES = 100, 10
# How far the clocks of Slack and of this machine may be apart.
MARGIN = timedelta(minutes=2)
TOO_BUSY = "Too much was written there since."


@dataclass(frozen=True)
class Look:
    """What a look into a channel's history brought: the message's `ts` when it is there."""

    result: Result
    channel: str = ""
    ts: str = ""


def mark(payload: dict[str, Any], message: Message) -> None:
    """Put the opaque key into the metadata and into a block id, whichever survives."""
    payload["metadata"] = {"event_type": EVENT, "event_payload": {"key": _key(message)}}
    blocks = payload.get("blocks")
    if blocks:
        first = {**blocks[0], "block_id": f"{EVENT}.{_key(message)}"}
        payload["blocks"] = [first, *blocks[1:]]


def search(slack: WebClient, message: Message) -> Look:
    """Read the history of a message's lane since it was dispatched, until its key turns up."""
    place = _place_of(slack, message.lane)
    if place.result.verdict != Verdict.OK:
        return place
    since = (message.dispatched_at or message.created_at) - MARGIN
    query: dict[str, Any] = {
        "channel": place.channel,
        "oldest": f"{since.timestamp():.6f}",
        "limit": HISTORY,
        "include_all_metadata": True,
    }
    for _ in range(PAGES):
        result = call(slack, "conversations.history", query)
        for posted in result.data.get("messages", []):
            if _is_marked(posted, message):
                return Look(result, place.channel, str(posted["ts"]))
        cursor = (result.data.get("response_metadata") or {}).get("next_cursor")
        if result.verdict != Verdict.OK or not cursor:
            return Look(result)
        query["cursor"] = cursor
    return Look(Result(Verdict.REFUSED, {}, TOO_BUSY))


def _place_of(slack: WebClient, lane: str) -> Look:
    """The channel to look in: the lane itself, or the direct message with a person."""
    if not outbox.is_to_person(lane):
        return Look(Result(Verdict.OK, {}), lane)
    result = call(slack, "conversations.open", {"users": lane})
    return Look(result, str(result.data.get("channel", {}).get("id", "")))


def _key(message: Message) -> str:
    return message.message_id.hex


def _is_marked(posted: dict[str, Any], message: Message) -> bool:
    payload = posted.get("metadata", {}).get("event_payload", {})
    ids = {block.get("block_id") for block in posted.get("blocks", [])}
    return payload.get("key") == _key(message) or f"{EVENT}.{_key(message)}" in ids
