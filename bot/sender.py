"""Messages leave the outbox here: in order within a channel, at Slack's pace, each exactly once."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from bot import lookups, young
from bot.arrivals import SETTLE_SECONDS, SHOWN, Arrivals, Parcel
from bot.clock import Clock
from bot.enclosures import NOTHING_TO_SHOW, Enclosures, FileMaker
from bot.patience import limit, persistently
from bot.settling import THREAD, OnFailed, OnLost, Settling, end, is_ours, may_decide, recover
from bot.slack import Result, SlackClock, Verdict, call
from handlers.chasing.nouns import Renderer
from handlers.speech.blocks import Shown
from storage import cards, channels, outbox, paces, sending
from storage.database import Database, trial
from storage.errors import RowBroken
from storage.outbox import FILE, POST, UPDATE, Message, MessageState, Priority

log = logging.getLogger(__name__)

LeavesAt = Callable[[Session, Message, datetime], datetime]

# A call takes some 0.2 s: so many at once keep up with a hundred channels.
AT_ONCE = 24
# Cards are drawn while others wait to write: so many at a time keep nobody waiting. What was
# written beforehand costs next to nothing.
DRAWN_AT_ONCE = 4
# About one message a second in each channel (platform reference, section 1).
PACE = timedelta(seconds=1)

NEWER_DIGEST = "A newer digest follows at once."
OTHERS_READ_IT = "People of another company read this channel."
NOT_DRAWN = "Duly could not draw this message. Its log says where."


class Sender:
    """Sends what the outbox holds.

    `renderers` draw the card of each noun; `on_failed` tells people of a message that Slack will
    not take, in the transaction that says so, and `on_lost` of a card of some nouns; `leaves_at`
    says from when on its reader is at work; `files` makes what is sent as a file.
    """

    def __init__(
        self,
        database: Database,
        slack: WebClient,
        clock: Clock,
        renderers: Mapping[str, Renderer],
        on_failed: OnFailed,
        leaves_at: LeavesAt,
        files: FileMaker,
        on_lost: Mapping[str, OnLost] = MappingProxyType({}),
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._renderers = renderers
        self._settling = Settling(on_failed, on_lost)
        self._leaves_at = leaves_at
        self._enclosures = Enclosures(database, slack, clock, files)
        self._arrivals = Arrivals(database, clock)
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sender")
        self._under_way: list[Future[None]] = []
        # How far Slack's clock is ahead of ours, by its last answer.
        self._off = timedelta()
        self._slack_clock = SlackClock()

    def run_once(self) -> int:
        """Do what may be done now and wait until it is; how many calls that made."""
        begun = self.begin()
        wait(begun)
        return len(begun)

    def begin(self) -> list[Future[None]]:
        """Start to send what may leave now and to look up what is in doubt, as hands are free.

        Does not wait for Slack: a channel that hangs must not hold up the others.
        """
        self._under_way = [each for each in self._under_way if not each.done()]
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return []
        begun: list[Future[None]] = []
        while len(begun) < free:
            jobs = self._jobs(free - len(begun))
            begun += [self._pool.submit(_guarded, job) for job in jobs]
            if len(jobs) < DRAWN_AT_ONCE:
                # Not cut short by what there was to draw: nothing is left that may leave now.
                break
        self._under_way += begun
        return begun

    def close(self) -> None:
        """Finish what is leased and stop."""
        self._pool.shutdown()

    def _jobs(self, free: int) -> list[Callable[[], None]]:
        """Lease what may be done now, at most `free` of it."""
        now = self._clock.now()
        with self._database.write() as session:
            recover(session, now)
            doubtful = sending.doubtful(session, now, free)
            parcels = self._claim(session, now, free - len(doubtful))
        jobs: list[Callable[[], None]] = [partial(self._look_up, message) for message in doubtful]
        return jobs + [partial(self._send, parcel) for parcel in parcels]

    def _claim(self, session: Session, now: datetime, limit: int) -> list[Parcel]:
        claimed = sending.claim(session, now, limit, self._slack_clock.now(), DRAWN_AT_ONCE)
        packed = [self._pack(session, message, now) for message in claimed]
        parcels = [parcel for parcel in packed if parcel is not None]
        lanes = [(parcel.team_id, paces.lane(parcel.lane)) for parcel in parcels]
        paces.hold_all(session, lanes, now, PACE)
        return parcels

    def _pack(self, session: Session, message: Message, now: datetime) -> Parcel | None:
        """The call for a message; None when there is nothing to send, which is written on it."""
        if message.priority == Priority.DIGEST and sending.has_newer(session, message):
            # After an outage nobody wants to read yesterday's summary and then today's.
            end(message, MessageState.STALE, NEWER_DIGEST)
            return None
        if not outbox.is_to_person(message.lane) and channels.is_shared(
            session, message.team_id, message.lane
        ):
            end(message, MessageState.STALE, OTHERS_READ_IT)
            return None
        try:
            with trial(session):
                if self._waits_for_its_reader(session, message, now):
                    return None
                payload = self._payload(session, message, now)
        except RowBroken:
            # One message that cannot be drawn must not hold up all the others.
            log.exception("%s could not be drawn", message.message_id)
            self._settling.fail(session, message, now, NOT_DRAWN)
            return None
        if payload is None:
            end(message, MessageState.STALE, NOTHING_TO_SHOW)
            return None
        return Parcel(
            message.team_id,
            message.message_id,
            message.lane,
            message.method,
            payload,
            card_id=message.card_id,
            shown=message.payload.get(SHOWN, ""),
            dispatched_at=now,
            leased_until=now + sending.LEASE,
        )

    def _waits_for_its_reader(self, session: Session, message: Message, now: datetime) -> bool:
        """Put a message off that was held up until its reader went home."""
        at = self._leaves_at(session, message, now) if message.method == POST else now
        if at <= now:
            return False
        # As if it had never been tried: meanwhile it is in nobody's way.
        message.state, message.attempts, message.leased_until = MessageState.PENDING, 0, None
        message.not_before = at
        return True

    def _payload(self, session: Session, message: Message, now: datetime) -> dict[str, Any] | None:
        """What to send; a card is drawn now, so that it shows the latest state."""
        payload = dict(message.payload)
        if message.method == FILE:
            return payload
        if outbox.UNDER in payload and not self._stands_under(session, message, payload):
            return None
        if message.card_id is not None:
            card = cards.find(session, message.team_id, message.card_id)
            shown = self._renderers[card.noun](session, card, now) if card else None
            if card is None or shown is None or (message.method == UPDATE and not card.ts):
                return None
            kept: dict[str, Any] = {SHOWN: _fingerprint(shown)}
            payload = young.noted(message, shown.payload, kept)
            message.payload = kept
            if message.method == UPDATE and kept[SHOWN] == card.shown:
                return None
            # Until Slack's answer is written down nobody knows what the card shows there.
            card.shown = ""
            if message.method == UPDATE:
                payload |= {"channel": card.channel_id, "ts": card.ts}
        if message.method == POST:
            payload |= {"channel": message.lane, "unfurl_links": False, "unfurl_media": False}
        lookups.mark(payload, message)
        return payload

    def _stands_under(self, session: Session, message: Message, payload: dict[str, Any]) -> bool:
        """Whether Slack has the message under which this one stands: it was posted before it."""
        above = outbox.find(session, message.team_id, payload.pop(outbox.UNDER))
        if above is None or not above.ts or above.state != MessageState.SENT:
            return False
        payload[THREAD] = above.ts
        # Kept, so that it is looked for there.
        message.payload = {**message.payload, THREAD: above.ts}
        return True

    def _send(self, parcel: Parcel) -> None:
        if self._clock.now() >= parcel.leased_until:
            # This process was asleep; whoever finds the lease run out will look the message up.
            return
        if parcel.method == FILE:
            result = self._enclosures.bring(parcel)
        else:
            result = call(self._slack, parcel.method, parcel.payload)
        self._learn(result, self._clock.now())
        if result.verdict == Verdict.OK:
            self._arrivals.note(parcel, result)
        else:
            persistently(partial(self._write_down, parcel, result), limit(SETTLE_SECONDS))
        log.info("%s %s %s", parcel.method, parcel.message_id, result.noted)

    def _learn(self, result: Result, now: datetime) -> None:
        if result.at:
            self._off = result.ahead_of(now)
            self._slack_clock.heard(result.at)

    def _write_down(self, parcel: Parcel, result: Result) -> None:
        """Keep why a call did not bring a yes; harmless when it was kept already."""
        now = self._clock.now()
        with self._database.write() as session:
            key = (parcel.team_id, parcel.message_id)
            message = session.get(Message, key, with_for_update=True)
            if message is not None and is_ours(message, parcel):
                self._settling.settle(session, message, result, now)

    def _look_up(self, message: Message) -> None:
        """Search the channel for the key; found means sent, twice not found means send again."""
        now = self._clock.now()
        if message.method == FILE:
            look = self._enclosures.look(message)
        else:
            look = lookups.search(self._slack, message, now, self._off)
        self._learn(look.result, now)
        with self._database.write() as session:
            key = (message.team_id, message.message_id)
            stored = session.get(Message, key, with_for_update=True)
            if stored is not None and may_decide(stored, message):
                self._settling.decide(session, stored, look, self._clock.now())
        found = "found" if look.ts else "not found"
        log.info("look-up %s %s %s", message.message_id, look.result.noted, found)


def _fingerprint(shown: Shown) -> str:
    """What a card shows in a few letters; block ids are new with every drawing and do not count."""
    blocks = [{**block, "block_id": ""} for block in shown.blocks]
    drawn = json.dumps([shown.text, blocks], sort_keys=True)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16]


def _guarded(job: Callable[[], None]) -> None:
    try:
        job()
    except Exception:
        # Mostly the database, away for a moment: the lease runs out, and somebody looks after it.
        log.exception("sending broke, and goes on")
