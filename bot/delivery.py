"""Messages leave the outbox here: in order within a channel, at Slack's pace, each exactly once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from sqlmodel import Session

from bot.clock import Clock
from bot.slack import Result, Verdict, call
from handlers.blocks import Shown
from storage import cards, outbox
from storage.cards import Card
from storage.database import Database
from storage.outbox import Message, MessageState

log = logging.getLogger(__name__)

Renderer = Callable[[Session, Card, datetime], Shown | None]

POST, UPDATE = "chat.postMessage", "chat.update"
AT_ONCE = 8
# About one message a second in each channel (platform reference, section 1).
PACE = timedelta(seconds=1)
# History lags behind a post: look soon, and once more before saying that it is not there.
FIRST_LOOK = timedelta(seconds=3)
SECOND_LOOK = timedelta(seconds=30)
LOOKS = 2
HISTORY = 15
MARGIN = timedelta(seconds=5)
BACKOFF = (2, 10, 60, 300)
EVENT = "duly_message"


@dataclass(frozen=True)
class Parcel:
    """One call, ready to be made outside any transaction."""

    team_id: str
    message_id: UUID
    lane: str
    method: str
    payload: dict[str, Any]
    dispatched_at: datetime


class Delivery:
    """Sends what the outbox holds; `renderers` draw the card of each noun."""

    def __init__(
        self,
        database: Database,
        slack: WebClient,
        clock: Clock,
        renderers: Mapping[str, Renderer],
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._renderers = renderers
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery")

    def run_once(self) -> int:
        """Send what may leave now and look up what is in doubt; how many calls that made."""
        self._recover()
        doubtful = self._doubtful()
        for message in doubtful:
            self._look_up(message)
        parcels = self._claim()
        list(self._pool.map(self._send, parcels))
        return len(parcels) + len(doubtful)

    def close(self) -> None:
        """Finish what is leased and stop."""
        self._pool.shutdown()

    def _recover(self) -> None:
        """A worker that vanished may have sent what it held: those are in doubt."""
        now = self._clock.now()
        with self._database.write() as session:
            for message in outbox.abandoned(session, now):
                if message.method == POST:
                    _doubt(message, now, "The sender stopped before Slack answered.")
                else:
                    _again(message, now, "The sender stopped before Slack answered.", 0)
                session.add(message)

    def _claim(self) -> list[Parcel]:
        now = self._clock.now()
        parcels = []
        with self._database.write() as session:
            for message in outbox.claim(session, now, AT_ONCE):
                parcel = self._pack(session, message, now)
                if parcel is not None:
                    outbox.hold(session, message.team_id, f"lane:{message.lane}", now + PACE)
                    parcels.append(parcel)
        return parcels

    def _pack(self, session: Session, message: Message, now: datetime) -> Parcel | None:
        """The call for a message; a card is drawn now, so that it shows the latest state."""
        payload = dict(message.payload)
        if message.card_id is not None:
            card = cards.find(session, message.team_id, message.card_id)
            shown = self._renderers[card.noun](session, card, now) if card else None
            if card is None or shown is None or (message.method == UPDATE and not card.ts):
                message.state, message.error = MessageState.STALE, "There is nothing to show."
                session.add(message)
                return None
            payload = {"text": shown.text, "blocks": shown.blocks}
            if message.method == UPDATE:
                payload |= {"channel": card.channel_id, "ts": card.ts}
        if message.method == POST:
            payload |= {"channel": message.lane, "unfurl_links": False, "unfurl_media": False}
        _mark(payload, message)
        return Parcel(
            message.team_id, message.message_id, message.lane, message.method, payload, now
        )

    def _send(self, parcel: Parcel) -> None:
        result = call(self._slack, parcel.method, parcel.payload)
        with self._database.write() as session:
            message = session.get(Message, (parcel.team_id, parcel.message_id))
            if message is None or message.state != MessageState.SENDING:
                return
            _settle(session, message, result, self._clock.now())
        log.info(
            "%s %s %s %s", parcel.method, parcel.message_id, result.verdict, result.words or "-"
        )

    def _doubtful(self) -> list[Message]:
        with self._database.write() as session:
            return outbox.doubtful(session, self._clock.now())

    def _look_up(self, message: Message) -> None:
        """Search the channel for the key; found means sent, twice not found means send again."""
        found = self._search(message)
        now = self._clock.now()
        with self._database.write() as session:
            stored = session.get(Message, (message.team_id, message.message_id))
            if stored is None or stored.state != MessageState.IN_DOUBT:
                return
            if found is None:
                stored.not_before = now + SECOND_LOOK
            elif found:
                _sent(session, stored, found[0], found[1], now)
            elif stored.lookups + 1 >= LOOKS:
                _again(stored, now, "Slack does not have it; it is sent again.", 0)
            else:
                stored.lookups += 1
                stored.not_before = now + SECOND_LOOK
            session.add(stored)
        log.info("look-up %s %s", message.message_id, "found" if found else "not found")

    def _search(self, message: Message) -> tuple[str, str] | tuple[()] | None:
        """Channel and ts of the message if Slack has it, () if not, None if nobody can tell."""
        channel = self._channel_of(message.lane)
        if channel is None or message.dispatched_at is None:
            return None
        oldest = (message.dispatched_at - MARGIN).timestamp()
        query = {
            "channel": channel,
            "oldest": f"{oldest:.6f}",
            "limit": HISTORY,
            "include_all_metadata": True,
        }
        result = call(self._slack, "conversations.history", query)
        if result.verdict != Verdict.OK:
            return None
        for posted in result.data.get("messages", []):
            if _is_marked(posted, message):
                return channel, str(posted["ts"])
        return ()

    def _channel_of(self, lane: str) -> str | None:
        if not lane.startswith(("U", "W")):
            return lane
        result = call(self._slack, "conversations.open", {"users": lane})
        channel = result.data.get("channel", {}).get("id")
        return str(channel) if channel else None


def _key(message: Message) -> str:
    return message.message_id.hex


def _mark(payload: dict[str, Any], message: Message) -> None:
    """Put the opaque key into the metadata and into a block id, whichever survives."""
    payload["metadata"] = {"event_type": EVENT, "event_payload": {"key": _key(message)}}
    blocks = payload.get("blocks")
    if blocks:
        first = {**blocks[0], "block_id": f"{EVENT}.{_key(message)}"}
        payload["blocks"] = [first, *blocks[1:]]


def _is_marked(posted: dict[str, Any], message: Message) -> bool:
    payload = posted.get("metadata", {}).get("event_payload", {})
    ids = {block.get("block_id") for block in posted.get("blocks", [])}
    return payload.get("key") == _key(message) or f"{EVENT}.{_key(message)}" in ids


def _settle(session: Session, message: Message, result: Result, now: datetime) -> None:
    """Write down what became of a call."""
    match result.verdict:
        case Verdict.OK:
            channel, ts = result.data.get("channel", ""), result.data.get("ts", "")
            _sent(session, message, str(channel), str(ts), now)
        case Verdict.HELD:
            until = now + timedelta(seconds=result.wait)
            outbox.hold(session, message.team_id, f"method:{message.method}", until)
            message.attempts -= 1
            _again(message, now, result.words, 0)
        case Verdict.UNKNOWN if message.method == POST:
            _doubt(message, now, result.words)
        case Verdict.UNKNOWN | Verdict.LATER:
            wait = max(result.wait, BACKOFF[min(message.attempts, len(BACKOFF)) - 1])
            _again(message, now, result.words, wait)
        case Verdict.POINTLESS:
            message.state, message.error = MessageState.STALE, result.words
        case Verdict.REFUSED:
            message.state, message.error = MessageState.FAILED, result.words
    session.add(message)


def _sent(session: Session, message: Message, channel: str, ts: str, now: datetime) -> None:
    message.state, message.sent_at, message.error = MessageState.SENT, now, ""
    message.channel_id, message.ts, message.leased_until = channel, ts, None
    if message.card_id and message.method == POST:
        card = cards.find(session, message.team_id, message.card_id)
        if card:
            card.channel_id, card.ts = channel, ts
            session.add(card)


def _again(message: Message, now: datetime, words: str, wait: float) -> None:
    message.state, message.error, message.leased_until = MessageState.PENDING, words, None
    message.not_before = now + timedelta(seconds=wait)
    message.lookups = 0


def _doubt(message: Message, now: datetime, words: str) -> None:
    message.state, message.error, message.leased_until = MessageState.IN_DOUBT, words, None
    message.not_before = now + FIRST_LOOK
