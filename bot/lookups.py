"""Whether Slack has a message is looked up here, by the opaque key that every message carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.slack import Result, Verdict, call
from storage import outbox
from storage.outbox import Message

EVENT = "duly_message"
# The most that an app which is sold, but not listed, gets at once (platform reference, section 17).
PAGE, SMALLEST_PAGE = 100, 15
# How much of a channel one try reads; the next one goes on from there.
PAGES = 10
# How far the clocks of Slack and of this machine may be apart without anybody noticing.
MARGIN = timedelta(minutes=2)
# Further back nobody looks when the clock was so wrong that nothing else is known.
A_DAY = timedelta(days=1)
WRONG_CLOCK = "This machine's clock is wrong."
TOO_MANY_AT_ONCE, CURSOR_EXPIRED = "invalid_limit", "invalid_cursor"


@dataclass(frozen=True)
class Look:
    """What a look into a channel's history brought: the message's `ts` when it is there.

    Without one `cursor` says where the next try goes on, and is empty when all of it was read.
    `is_there` says of a file that it is shown, whichever message does so.
    """

    result: Result
    channel: str = ""
    ts: str = ""
    cursor: str = ""
    is_there: bool = False


def mark(payload: dict[str, Any], message: Message) -> None:
    """Put the opaque key into the metadata and into a block id, whichever survives."""
    payload["metadata"] = {"event_type": EVENT, "event_payload": {"key": _key(message)}}
    blocks = payload.get("blocks")
    if blocks:
        first = {**blocks[0], "block_id": f"{EVENT}.{_key(message)}"}
        payload["blocks"] = [first, *blocks[1:]]


def search(slack: WebClient, message: Message, now: datetime, off: timedelta) -> Look:
    """Look for a message among what was written in its lane when it may have been.

    `off` is how far Slack's clock is ahead of ours, as far as is known. Goes on where the last try
    has stopped, and stops after some pages.
    """
    place = _place_of(slack, message.lane)
    if place.result.verdict != Verdict.OK:
        return place
    method, where = _where(message)
    query: dict[str, Any] = {
        "channel": place.channel,
        "limit": PAGE,
        "include_all_metadata": True,
        **where,
        **_minutes_in_question(message, now, off),
    }
    cursor = message.look_cursor
    for _ in range(PAGES):
        result = call(slack, method, query | ({"cursor": cursor} if cursor else {}))
        if result.code == TOO_MANY_AT_ONCE and query["limit"] == PAGE:
            query["limit"] = SMALLEST_PAGE
            continue
        if result.code == CURSOR_EXPIRED and cursor:
            # Nothing is lost but the way so far.
            return Look(Result(Verdict.LATER, {}, result.words))
        if result.verdict != Verdict.OK:
            return Look(result, cursor=cursor)
        for posted in result.data.get("messages", []):
            if _is_marked(posted, message):
                return Look(result, place.channel, str(posted["ts"]))
        if abs(result.ahead_of(now) - off) > MARGIN / 2:
            # One of the clocks is wrong, and so may be what was written by it: look again for that.
            return Look(Result(Verdict.LATER, result.data, WRONG_CLOCK, at=result.at))
        cursor = str((result.data.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return Look(result)
    return Look(result, cursor=cursor)


def _where(message: Message) -> tuple[str, dict[str, str]]:
    """The method that tells of a message, and the thread in which it stands.

    The history of a channel does not tell what stands under its messages.
    """
    thread = message.payload.get("thread_ts")
    return ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})


def _minutes_in_question(message: Message, now: datetime, off: timedelta) -> dict[str, str]:
    """From when to when Slack may have got a message, by its own clock, which is `off` from ours.

    Before the message is sent again, the look has no later end: a wrong clock must not double it.
    """
    begins = _asked_at(message, now, off) - MARGIN
    if message.lookups or message.doubted_at is None:
        return {"oldest": _stamp(begins)}
    ends = max(message.doubted_at, message.doubted_at + off) + MARGIN
    return {"oldest": _stamp(begins), "latest": _stamp(ends)}


def _asked_at(message: Message, now: datetime, off: timedelta) -> datetime:
    """No later than Slack was asked, by its own clock.

    Where that was not known then, it was not before the message was written. Whether our clock was
    as wrong as it is now is not known either, so both count.
    """
    if message.asked_at is not None:
        return message.asked_at
    written = message.created_at
    if written > now + MARGIN:
        # The clock was ahead, or is behind.
        written = now - A_DAY
    return min(written, written + off)


def _stamp(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


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
